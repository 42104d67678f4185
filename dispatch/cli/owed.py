"""`back-orders`, `call-offs` and `quotes`: what is owed, what is called, what is offered; listed, and closed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from dispatch import clock
from dispatch.cli.context import OPERATOR, command_errors, echo_json, open_installation
from dispatch.invoicing.invoiced import invoiced_of_framework
from dispatch.orders import feed
from dispatch.orders.cancelling import cancel_order, close_short
from dispatch.orders.framework_queries import framework_view
from dispatch.orders.quote_listing import SHOWN, quotes_page
from dispatch.orders.quote_mail import lapse_quotes
from dispatch.orders.revising import firm_up
from dispatch.planning.back_orders import FILTERS, back_order_rows
from dispatch.planning.rest_days import keep_rest_days

REASON = click.option("--reason", required=True, help="Why, in a few words; it stands in the journal.")
AS_JSON = click.option("--json", "as_json", is_flag=True)


@click.group("back-orders")
def back_orders_command() -> None:
    """What deliveries left owing."""


@back_orders_command.command("list")
@click.option("--show", type=click.Choice(FILTERS), default="all", show_default=True)
@AS_JSON
@click.pass_context
@command_errors
def list_back_orders(ctx: click.Context, show: str, *, as_json: bool) -> None:
    """Open back orders, the oldest first, with the day on which each may leave as things stand now."""
    with open_installation(ctx.find_root().obj).database.reading() as session:
        rows = back_order_rows(session, show=show)
    if as_json:
        _told(rows)
        return
    for row in rows:
        day = row.expected_on.isoformat() if row.expected_on else "no day yet"
        click.echo(
            f"{row.order_reference:<14} {row.line_no:>3}  {row.customer_name[:24]:<24} {_units(row.owed_qty):>10} "
            f"{row.unit:<6} {row.product_name[:24]:<24} {row.age_days:>4} d  {day}"
        )
    click.echo(f"{len(rows)} back orders")


@back_orders_command.command("close")
@click.argument("order")
@click.argument("line", type=int)
@REASON
@click.pass_context
@command_errors
def close_back_order(ctx: click.Context, order: str, line: int, reason: str) -> None:
    """Close one short: what is owed of LINE of ORDER and on no tour is given up."""
    with open_installation(ctx.find_root().obj).database.transaction(OPERATOR) as session:
        found = feed.order_of(session, order, lock=True)
        wanted = feed.line_of(found, line)
        before = wanted.cancelled_qty
        closed = close_short(session, wanted.id, reason)
        session.refresh(closed)
        click.echo(f"{found.reference}/{line}: {_units(closed.cancelled_qty - before)} given up")


@back_orders_command.command("dates")
@click.pass_context
@command_errors
def keep_dates(ctx: click.Context) -> None:
    """Keep the days as they are expected now: the next papers print them."""
    with open_installation(ctx.find_root().obj).database.transaction(OPERATOR) as session:
        click.echo(f"{keep_rest_days(session)} days moved")


@click.group("call-offs")
def call_offs_command() -> None:
    """Framework orders and what is called off from them."""


@call_offs_command.command("list")
@click.argument("framework")
@AS_JSON
@click.pass_context
@command_errors
def list_call_offs(ctx: click.Context, framework: str, *, as_json: bool) -> None:
    """The balance of FRAMEWORK line by line (open, called, delivered, invoiced, left), and its call-offs."""
    with open_installation(ctx.find_root().obj).database.reading() as session:
        found = framework_view(session, framework)
        invoiced = invoiced_of_framework(session, found.id)
    lines = [
        {**asdict(one), "left_qty": one.left_qty, "invoiced_qty": invoiced.get(one.line_id, 0)} for one in found.lines
    ]
    if as_json:
        echo_json({"reference": found.reference, "lines": lines, "call_offs": [asdict(one) for one in found.call_offs]})
        return
    click.echo(
        f"{found.reference}  {found.customer_name}  {found.state}  until {found.valid_until or 'further notice'}"
    )
    for line in lines:
        quantities = "  ".join(
            f"{name} {_units(line[f'{name}_qty'])}"
            for name in ("open", "firm", "forecast", "delivered", "invoiced", "left")
        )
        click.echo(f"  {line['line_no']:>3} {line['product_name'][:24]:<24} {quantities} {line['unit']}")
    for one in found.call_offs:
        kind = "forecast" if one.forecast else "firm"
        goods = ", ".join(f"{_units(quantity)} × {name}" for name, quantity in one.goods)
        click.echo(f"  {one.reference:<14} {one.requested_on}  {kind:<8} {one.state:<9} {goods}")


@call_offs_command.command("firm")
@click.argument("order")
@click.pass_context
@command_errors
def firm_call_off(ctx: click.Context, order: str) -> None:
    """Make the forecast call-off ORDER firm."""
    with open_installation(ctx.find_root().obj).database.transaction(OPERATOR) as session:
        firm_up(session, feed.order_of(session, order, lock=True))
    click.echo(f"{order} is firm")


@call_offs_command.command("cancel")
@click.argument("order")
@REASON
@click.pass_context
@command_errors
def cancel_call_off(ctx: click.Context, order: str, reason: str) -> None:
    """Cancel the call-off ORDER of which nothing is planned or delivered; its goods may be called again."""
    with open_installation(ctx.find_root().obj).database.transaction(OPERATOR) as session:
        cancel_order(session, feed.order_of(session, order, lock=True), reason)
    click.echo(f"{order} is cancelled")


@click.group("quotes")
def quotes_command() -> None:
    """Offers to customers."""


@quotes_command.command("list")
@click.option("--show", type=click.Choice(SHOWN), default="open", show_default=True)
@AS_JSON
@click.pass_context
@command_errors
def list_quotes(ctx: click.Context, show: str, *, as_json: bool) -> None:
    """Quotes, the newest first (200 at most)."""
    with open_installation(ctx.find_root().obj).database.reading() as session:
        count, rows = quotes_page(session, show=show)
    if as_json:
        _told(rows)
        return
    for row in rows:
        waits = "" if row.waiting_days is None else f"  sent {row.waiting_days} d ago"
        click.echo(
            f"{row.number:<16} {row.customer_name[:24]:<24} until {row.valid_until}  {row.net_cents / 100:>12,.2f} €  "
            f"{row.state}{waits}"
        )
    click.echo(f"{len(rows)} quotes" if count == len(rows) else f"the last {len(rows)} of {count} quotes")


@quotes_command.command("lapse")
@click.pass_context
@command_errors
def lapse_ended_quotes(ctx: click.Context) -> None:
    """File the quotes whose validity has ended as lapsed, as a worker does each night."""
    with open_installation(ctx.find_root().obj).database.transaction(OPERATOR) as session:
        click.echo(f"{lapse_quotes(session, clock.today())} quotes lapsed")


def _told(rows: Sequence[Any]) -> None:
    echo_json([asdict(row) for row in rows])


def _units(milli: int) -> str:
    return f"{milli / 1000:g}"

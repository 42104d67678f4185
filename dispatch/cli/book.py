"""`order-book` and `audit-trail`: the carnet de commandes at any day, the piste d'audit fiable of one order."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from babel.numbers import format_currency, format_decimal

from dispatch import clock
from dispatch.cli.context import DAY, command_errors, echo_json, open_installation
from dispatch.controls.book_sheet import book_workbook
from dispatch.controls.trail import Trail, audit_trail
from dispatch.controls.trail_words import figures, what
from dispatch.orders.book import GROUPS, Bridge, OrderBook, order_book

WORDS = {
    "fr": {
        "opening": "ouverture", "booked": "+ commandé", "delivered": "− livré", "cancelled": "− soldé", "closing": "= reste",
        "late": "en retard", "lines": "lignes ouvertes",
    },
    "en": {
        "opening": "opening", "booked": "+ booked", "delivered": "− delivered", "cancelled": "− cancelled", "closing": "= closing",
        "late": "late", "lines": "open lines",
    },
}  # fmt: skip


@click.command("order-book")
@click.option("--on", type=DAY, help="The day at whose end the book is read; today by default.")
@click.option("--since", type=DAY, help="First day of the bridge; the first of that month by default.")
@click.option("--by", "group", type=click.Choice(list(GROUPS)), default="customer", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write it as an xlsx file.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def order_book_command(
    database_url: str | None, on: date | None, since: date | None, group: str, out: Path | None, *, as_json: bool
) -> None:
    """Print the order book at the end of a day, with its bridge in quantity and value."""
    installation = open_installation(database_url)
    with installation.database.reading() as session:
        book = order_book(session, on or clock.today(), since)
    language = installation.settings.language
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(book_workbook(book, language))
    if as_json:
        echo_json(_as_json(book, group))
        return
    _print(book, group, language)
    if out is not None:
        click.echo(f"{out}")


@click.command("audit-trail")
@click.argument("order", metavar="ORDER")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def audit_trail_command(database_url: str | None, order: str, *, as_json: bool) -> None:
    """Print every document and event of an order from quote to invoice; exit 1 when a hash is not what it was."""
    installation = open_installation(database_url)
    with installation.database.reading() as session:
        trail = audit_trail(session, installation.store, order)
    if as_json:
        echo_json(asdict(trail))
    else:
        _print_trail(trail, installation.settings.language)
    if trail.altered:
        sys.exit(1)


def _print_trail(trail: Trail, language: str) -> None:
    click.echo(
        f"{trail.order_reference}  {trail.order_number}  {trail.customer_code} {trail.customer_name}  {trail.state}"
    )
    for step in trail.steps:
        mark = "" if step.intact else "  ALTERED"
        place = f"#{step.seq}" if step.seq is not None else f"D{step.document_id}"
        click.echo(
            f"  {clock.local(step.at):%Y-%m-%d %H:%M:%S}  {place:>7}  {step.author:<14} {what(step, language):<34} "
            f"{step.subject:<18} {figures(step, language)}{mark}"
        )
        click.echo(f"      {step.hash}")
    if trail.altered:
        click.echo(f"{len(trail.altered)} of {len(trail.steps)} are not what they were.", err=True)


def _print(book: OrderBook, group: str, language: str) -> None:
    word = WORDS[language]
    click.echo(f"{book.since.isoformat()} → {book.on.isoformat()}")
    for name in ("opening", "booked", "delivered", "cancelled", "closing"):
        quantity = format_decimal(getattr(book.bridge, f"{name}_qty") / 1000, locale=language)
        click.echo(f"  {word[name]:<12} {quantity:>14}  {_money(getattr(book.bridge, f'{name}_cents'), language):>18}")
    for one in book.by(group):
        if one.line_count:
            late = f"  {one.late_count} {word['late']}, {_money(one.late_cents, language)}" if one.late_count else ""
            click.echo(
                f"  {one.code:<14} {one.name[:32]:<32} {one.line_count:>5} {word['lines']}  "
                f"{_money(one.bridge.closing_cents, language):>16}{late}"
            )


def _as_json(book: OrderBook, group: str) -> dict[str, object]:
    return {
        "on": book.on,
        "since": book.since,
        "bridge": _bridge(book.bridge),
        "groups": [
            {"code": one.code, "name": one.name, "open_lines": one.line_count, "late_lines": one.late_count,
             "late_cents": one.late_cents, **_bridge(one.bridge)}
            for one in book.by(group)
        ],
        "lines": [
            {**line._asdict(), "closing_qty": line.closing_qty, "closing_cents": line.closing_cents} for line in book.lines
        ],
    }  # fmt: skip


def _bridge(bridge: Bridge) -> dict[str, int]:
    return {**asdict(bridge), "closing_qty": bridge.closing_qty, "closing_cents": bridge.closing_cents}


def _money(cents: int, language: str) -> str:
    return format_currency(cents / 100, "EUR", locale=language)

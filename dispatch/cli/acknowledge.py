"""`acknowledge`: acknowledgements of orders issued, printed for the post, mailed."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from dispatch.cli.context import OPERATOR, command_errors, open_installation
from dispatch.errors import NotFoundError, SettingsError
from dispatch.orders.acknowledgement_jobs import acknowledge_all, send_mails
from dispatch.orders.acknowledging import print_run
from dispatch.orders.models import Order


@click.command("acknowledge")
@click.argument("orders", metavar="[ORDER]...", nargs=-1)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what goes by post as one PDF.")
@click.option("--send", is_flag=True, help="Send the mails that wait.")
@click.pass_obj
@command_errors
def acknowledge_command(database_url: str | None, orders: tuple[str, ...], out: Path | None, *, send: bool) -> None:
    """Acknowledge the orders named, or all that wait; an order that has moved since is acknowledged anew with an index."""
    installation = open_installation(database_url)
    with installation.database.reading() as session:
        known = {
            reference: key
            for key, reference in session.execute(select(Order.id, Order.reference).where(Order.reference.in_(orders)))
        }
    for reference in orders:
        if reference not in known:
            raise NotFoundError(f"There is no order {reference}.", "Look for it by customer or by their reference.")
    done = acknowledge_all(installation.database, OPERATOR, installation.store, list(known.values()))
    click.echo(f"{done} acknowledged")
    if out is not None:
        document = print_run(installation.database, OPERATOR, installation.store)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(installation.store.get(document.sha256))
        click.echo(f"{out}")
    if send:
        if not installation.settings.smtp_url:
            raise SettingsError("There is no mail server.", "Set DISPATCH_SMTP_URL.")
        report = send_mails(installation.database, OPERATOR, installation.store)
        click.echo(
            f"{report.sent} mails sent, {report.refused} refused{f', stopped: {report.stopped}' if report.stopped else ''}"
        )

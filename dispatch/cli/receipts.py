"""`receive` and `triggers`: signed notes back, what may be invoiced out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click

from dispatch.cli.context import DAY, OPERATOR, command_errors, open_installation
from dispatch.invoicing.confirm import confirm_day
from dispatch.invoicing.export import export_triggers


@click.command("receive")
@click.argument("day", metavar="DATE", type=DAY)
@click.option(
    "--all-conform", is_flag=True, required=True, help="Every note of the day came back signed without difference."
)
@click.pass_obj
@command_errors
def receive_command(database_url: str | None, day: date, *, all_conform: bool) -> None:
    """Confirm every note of the day as signed without difference (the paper day, the demo)."""
    installation = open_installation(database_url)
    with installation.database.transaction(OPERATOR) as session:
        confirmed = confirm_day(session, day, all_conform=all_conform)
    triggers = [trigger for _, trigger in confirmed if trigger is not None]
    net = sum(trigger.net_cents for trigger in triggers)
    click.echo(f"{day}: {len(confirmed)} notes confirmed, {len(triggers)} invoice triggers, {net / 100:,.2f} € net")


@click.command("triggers")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@click.option("--keep-pending", is_flag=True, help="Do not mark them as exported.")
@click.pass_obj
@command_errors
def triggers_command(database_url: str | None, form: Literal["csv", "json"], out: Path, *, keep_pending: bool) -> None:
    """Export what may be invoiced, with idempotency keys, for the ERP."""
    installation = open_installation(database_url)
    with installation.database.transaction(OPERATOR) as session:
        data = export_triggers(session, form, mark=not keep_pending)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
    click.echo(f"{out}")

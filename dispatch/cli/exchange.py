"""`exchange`: what a worker does whenever something waits for another program, here and now."""

from __future__ import annotations

import click

from dispatch.cli.context import OPERATOR, command_errors, echo_json, open_installation
from dispatch.invoicing.exchange import exchange


@click.command("exchange")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def exchange_command(database_url: str | None, *, as_json: bool) -> None:
    """Drop files for the ERP, deposit invoices, tell webhooks, read the platform's statuses."""
    installation = open_installation(database_url)
    told = exchange(installation.database, OPERATOR, installation.store, installation.settings)
    if as_json:
        echo_json(told)
    else:
        click.echo(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in told.items()))

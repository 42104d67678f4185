"""`invoice`: what is due is issued, and each invoice's Factur-X PDF is written."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import click

from dispatch.cli.context import DAY, OPERATOR, command_errors, echo_json, open_installation
from dispatch.invoicing.issuing import issue_until


@click.command("invoice")
@click.option(
    "--until", metavar="DATE", type=DAY, required=True, help="Deliveries until this day; periods that end by it."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the PDFs.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def invoice_command(database_url: str | None, until: date, out: Path, *, as_json: bool) -> None:
    """Issue every invoice that is due, and write each one's Factur-X PDF."""
    began = time.monotonic()
    installation = open_installation(database_url)
    shown = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if shown:
            click.echo(f"\r{done + 1} / {of}", nl=False, err=True)

    result = issue_until(installation.database, OPERATOR, installation.store, until, progress)
    if shown:
        click.echo("\r", nl=False, err=True)
    out.mkdir(parents=True, exist_ok=True)
    for number, document in result.files:
        (out / f"{number}.pdf").write_bytes(installation.store.get(document.sha256))
    if as_json:
        echo_json(
            {
                "until": until,
                "issued": result.numbers,
                "gross_cents": result.gross_cents,
                "files": {number: document.sha256 for number, document in result.files},
                "held": [{"customer": one.customer, "code": one.code, "detail": one.detail} for one in result.held],
            }
        )
    else:
        numbers = f": {result.numbers[0]} … {result.numbers[-1]}" if result.numbers else ""
        click.echo(
            f"{until}: {len(result.numbers)} invoices issued{numbers}, {result.gross_cents / 100:,.2f} € incl. VAT, "
            f"in {time.monotonic() - began:.1f} s"
        )
        click.echo(f"{len(result.files)} Factur-X files in {out}, each checked by XSD, schematrons and our own sums")
        for one in result.held:
            click.echo(f"held: draft {one.invoice_id} of {one.customer}: {one.code}: {one.detail}", err=True)
    if result.held:
        sys.exit(1)

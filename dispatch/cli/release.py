"""`release`, `documents` and `map`: publish a day and put it on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dispatch.cli.context import DAY, OPERATOR, command_errors, echo_json, open_installation
from dispatch.delivery.day_map import keep_day_map
from dispatch.delivery.loading_credit import refusal
from dispatch.invoicing.printing import draw_day_pack
from dispatch.invoicing.releasing import release_day


@click.command("release")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def release_command(database_url: str | None, day: date, *, as_json: bool) -> None:
    """Publish the day: tours are released, delivery notes get their numbers, the print pack is drawn and kept."""
    installation = open_installation(database_url)
    with installation.database.transaction(OPERATOR) as session:
        result = release_day(session, day)
    if result.held:
        raise refusal(day, result.held)
    document = draw_day_pack(installation.database, OPERATOR, installation.store, day)
    if as_json:
        echo_json(
            {
                "day": day,
                "tours": result.tours,
                "notes": result.notes,
                "issued": result.issued,
                "print_pack": document.sha256,
            }
        )
        return
    numbers = f": {result.notes[0]} … {result.notes[-1]}" if result.notes else ""
    click.echo(f"{day}: tours {' '.join(result.tours)} released, {len(result.notes)} delivery notes{numbers}")
    click.echo(f"print pack: {document.size_bytes:,} bytes, SHA-256 {document.sha256}")


@click.command("documents")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the PDF.")
@click.pass_obj
@command_errors
def documents_command(database_url: str | None, day: date, out: Path) -> None:
    """Write the day's print pack as one PDF."""
    installation = open_installation(database_url)
    document = draw_day_pack(installation.database, OPERATOR, installation.store, day)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"print-pack-{day.isoformat()}.pdf"
    path.write_bytes(installation.store.get(document.sha256))
    click.echo(f"{path}")


@click.command("map")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="HTML file to write.")
@click.pass_obj
@command_errors
def map_command(database_url: str | None, day: date, out: Path) -> None:
    """Write the map of the day; it opens without a network."""
    installation = open_installation(database_url)
    document = keep_day_map(installation.database, OPERATOR, installation.store, day, installation.settings.language)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(installation.store.get(document.sha256))
    click.echo(f"{out}")

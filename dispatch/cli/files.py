"""`template`, `import` and `geocode`: files in, all or nothing; their sites on the map."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import click

from dispatch.cli.context import OPERATOR, command_errors, echo_json, open_installation
from dispatch.intake import KINDS, ImportReport, run_import, template
from dispatch.intake.geocode import place_sites

KIND = click.Choice(list(KINDS))


@click.command("template")
@click.argument("kind", type=KIND)
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; KIND.xlsx by default.")
@command_errors
def template_command(kind: str, form: Literal["xlsx", "csv"], out: Path | None) -> None:
    """Write the import template of one kind of file."""
    path = out or Path(f"{kind}.{form}")
    path.write_bytes(template(kind, form))
    click.echo(f"{path}")


@click.command("import")
@click.argument("kind", type=KIND)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def import_command(database_url: str | None, kind: str, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import one file: all of it, or nothing when any row has an error."""
    installation = open_installation(database_url)
    report = run_import(installation.database, OPERATOR, kind, file.read_bytes(), file.name, dry_run=dry_run)
    if as_json:
        echo_json(asdict(report))
    else:
        _print(report, dry_run=dry_run)
    if report.errors:
        sys.exit(1)


@click.command("geocode")
@click.pass_obj
@command_errors
def geocode_command(database_url: str | None) -> None:
    """Ask the configured geocoder for the sites that have no coordinates; doubtful answers wait for a person."""
    installation = open_installation(database_url)
    report = place_sites(installation.database, OPERATOR)
    for site, reason in report.failed:
        click.echo(f"{site}: {reason}", err=True)
    click.echo(
        f"placed {len(report.placed)}, suggested {len(report.suggested)} for a person to confirm, not found {len(report.failed)}"
    )
    if report.failed:
        sys.exit(1)


def _print(report: ImportReport, *, dry_run: bool) -> None:
    for problem in (*report.errors, *report.warnings):
        place = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        value = f" «{problem.value}»" if problem.value else ""
        click.echo(f"{problem.severity} {problem.code}: {place}{value}: {problem.reason} → {problem.remedy}", err=True)
    if report.errors:
        click.echo(
            f"{report.kind}: {len(report.errors)} errors in {report.row_count} rows; nothing was written.", err=True
        )
        return
    verb = "would be " if dry_run else ""
    click.echo(
        f"{report.kind}: {report.row_count} rows; {verb}created {report.created}, {verb}changed {report.changed}, "
        f"unchanged {report.unchanged}; {len(report.warnings)} warnings"
    )

"""`verify`, `backup` and `restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dispatch.cli.context import command_errors, echo_json, open_installation
from dispatch.controls.backup import backup, restore
from dispatch.controls.verify import verify_installation


@click.command("verify")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def verify_command(database_url: str | None, *, as_json: bool) -> None:
    """Check every invariant, the documents and the journal; exit 1 and the exact row if one is broken."""
    installation = open_installation(database_url)
    faults = verify_installation(installation.database, installation.store)
    if as_json:
        echo_json(
            [
                {"invariant": fault.number, "name": fault.name, "subject": fault.subject, "detail": fault.detail}
                for fault in faults
            ]
        )
    else:
        for fault in faults:
            click.echo(f"BROKEN {fault.number} {fault.name}: {fault.subject}: {fault.detail}", err=True)
        click.echo("Everything holds." if not faults else f"{len(faults)} broken.")
    if faults:
        sys.exit(1)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
@command_errors
def backup_command(database_url: str | None, file: Path) -> None:
    """Write the whole installation (database and documents) to one file."""
    installation = open_installation(database_url)
    backup(installation.database, installation.store, file)
    click.echo(f"{file} {file.stat().st_size} bytes")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
@command_errors
def restore_command(database_url: str | None, file: Path) -> None:
    """Fill an empty installation from a backup, and verify it."""
    installation = open_installation(database_url, must_exist=False)
    report = restore(file, installation.settings.database_url, installation.settings.folder)
    for fault in report.faults:
        click.echo(f"BROKEN {fault.number} {fault.name}: {fault.subject}: {fault.detail}", err=True)
    if report.faults:
        sys.exit(1)
    click.echo(
        f"restored {report.rows:,} rows and {report.documents:,} documents of {report.taken_at:%Y-%m-%d %H:%M} UTC; everything holds"
    )

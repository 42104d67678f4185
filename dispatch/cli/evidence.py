"""`evidence` and `purge`: the proof of one receipt as a file, and the end of what has served its purpose."""

from __future__ import annotations

from pathlib import Path

import click

from dispatch.cli.context import OPERATOR, command_errors, echo_json, open_installation
from dispatch.controls.evidence import evidence_pack
from dispatch.controls.purge import purge


@click.command("evidence")
@click.argument("note", metavar="NOTE")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The zip file; NOTE.zip by default.")
@click.pass_obj
@command_errors
def evidence_command(database_url: str | None, note: str, out: Path | None) -> None:
    """Write the evidence pack of a note that is back: paper, hash, signature, photos, scans, journal."""
    installation = open_installation(database_url)
    with installation.database.reading() as session:
        data = evidence_pack(session, installation.store, note)
    path = out or Path(f"{note}.zip")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    click.echo(f"{path} {len(data)} bytes")


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Count only.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def purge_command(database_url: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Forget ended sessions, used links, old refused log-ins and mails; notes, invoices and the journal stay."""
    installation = open_installation(database_url)
    with installation.database.transaction(OPERATOR) as session:
        found = purge(session, dry_run=dry_run)
    if as_json:
        echo_json({one.kind: one.count for one in found})
        return
    for one in found:
        click.echo(f"{one.kind}: {one.count}{' would go' if dry_run else ' gone'}")

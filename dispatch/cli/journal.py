"""`journal head`, `export` and `verify`: the end of the journal, kept elsewhere, and the journal held against it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dispatch import clock
from dispatch.cli.context import OPERATOR, command_errors, open_installation
from dispatch.controls.journal_heads import export_day
from dispatch.errors import RefusedError
from dispatch.journal import verify_chain
from dispatch.journal.heads import current_head, exported_heads, head_file, misfits, read_head


@click.group("journal")
def journal_command() -> None:
    """The hash-linked journal and its head."""


@journal_command.command("head")
@click.pass_context
@command_errors
def head_command(ctx: click.Context) -> None:
    """Print the number and hash of the last entry, to be kept elsewhere."""
    with open_installation(ctx.find_root().obj).database.reading() as session:
        head = current_head(session)
    if head is None:
        raise RefusedError("The journal is empty.", "It begins with the first change.")
    click.echo(f"{head.seq}:{head.hash}")


@journal_command.command("export")
@click.pass_context
@command_errors
def export_command(ctx: click.Context) -> None:
    """Append today's head to the file of heads (and mail it, where an address is set), as a worker does each night."""
    head = export_day(open_installation(ctx.find_root().obj).database, OPERATOR, clock.today())
    if head is None:
        raise RefusedError("The journal is empty.", "It begins with the first change.")
    click.echo(f"{head_file()}: {head.line}")


@journal_command.command("verify")
@click.option("--head", "given", multiple=True, help="A head that was kept elsewhere: 123:hash, or its line of JSON.")
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of heads.",
)
@click.pass_context
@command_errors
def verify_command(ctx: click.Context, given: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """Check the chain and every exported head; exit 1 and the number of the entry when one does not fit."""
    installation = open_installation(ctx.find_root().obj)
    heads = [read_head(text) for text in given]
    for path in (head_file(), *files):
        heads += exported_heads(path)
    with installation.database.reading() as session:
        faults = [(fault.seq, fault.detail) for fault in verify_chain(session)] + list(misfits(session, heads))
    for seq, detail in faults:
        click.echo(f"BROKEN journal {seq}: {detail}", err=True)
    click.echo(f"The journal holds, {len(heads)} heads fit." if not faults else f"{len(faults)} broken.")
    if faults:
        sys.exit(1)

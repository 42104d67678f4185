"""The group of commands; a command's module is imported when it is called, so that `dispatch solve` starts at once."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "init": "dispatch.cli.installation",
    "serve": "dispatch.cli.installation",
    "worker": "dispatch.cli.installation",
    "verify": "dispatch.cli.upkeep",
    "backup": "dispatch.cli.upkeep",
    "restore": "dispatch.cli.upkeep",
    "purge": "dispatch.cli.evidence",
    "template": "dispatch.cli.files",
    "import": "dispatch.cli.files",
    "geocode": "dispatch.cli.files",
    "plan": "dispatch.cli.planning",
    "release": "dispatch.cli.release",
    "documents": "dispatch.cli.release",
    "map": "dispatch.cli.release",
    "acknowledge": "dispatch.cli.acknowledge",
    "receive": "dispatch.cli.receipts",
    "triggers": "dispatch.cli.receipts",
    "quotes": "dispatch.cli.owed",
    "call-offs": "dispatch.cli.owed",
    "back-orders": "dispatch.cli.owed",
    "order-book": "dispatch.cli.book",
    "audit-trail": "dispatch.cli.book",
    "evidence": "dispatch.cli.evidence",
    "invoice": "dispatch.cli.invoices",
    "exchange": "dispatch.cli.exchange",
    "journal": "dispatch.cli.journal",
    "token": "dispatch.cli.tokens",
    "solve": "dispatch.cli.solver",
    "check": "dispatch.cli.solver",
    "roads": "dispatch.cli.roads",
    "demo": "dispatch.cli.demo",
}
"""Command → the module that holds it, under the command's name with `_command` behind."""


class LazyGroup(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        """All names, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the signature is click's
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name.replace('-', '_')}_command")
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--database", metavar="URL", help="SQLAlchemy URL; overrides DISPATCH_DATABASE_URL.")
@click.version_option(package_name="tournee")
@click.pass_context
def main(ctx: click.Context, database: str | None) -> None:
    """From confirmed order to signed receipt to invoice, on one chain."""
    ctx.obj = database

"""`token create`, `list` and `revoke`: what programs show to call the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import click

from dispatch import clock
from dispatch.accounts import api_tokens
from dispatch.accounts.api_models import TOKEN_ROLES
from dispatch.cli.context import DAY, OPERATOR, command_errors, echo_json, open_installation


@click.group("token")
def token_command() -> None:
    """Tokens of programs that call the API."""


@token_command.command("create")
@click.argument("name")
@click.option("--role", type=click.Choice(TOKEN_ROLES), required=True, help="Whose rights it has.")
@click.option(
    "--scope", "scopes", multiple=True, help="Only this capability of the role (order.read); repeat for more."
)
@click.option("--prices", is_flag=True, help="A planner's token sees prices.")
@click.option("--until", type=DAY, help="Last day on which it opens anything; for ever by default.")
@click.pass_context
@command_errors
def create_command(
    ctx: click.Context, name: str, role: str, scopes: tuple[str, ...], until: date | None, *, prices: bool
) -> None:
    """Make a token and print it, once."""
    installation = open_installation(_database(ctx))
    ends = None if until is None else clock.day_start(until + timedelta(days=1))
    with installation.database.transaction(OPERATOR) as session:
        _, text = api_tokens.create_token(session, name, role, scopes=scopes, sees_prices=prices, expires_at=ends)
    click.echo(text)
    click.echo("It is not shown again: put it where the program keeps its secrets.", err=True)


@token_command.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
@command_errors
def list_command(ctx: click.Context, *, as_json: bool) -> None:
    """All tokens, and when each was last used."""
    installation = open_installation(_database(ctx))
    with installation.database.reading() as session:
        rows = api_tokens.all_tokens(session)
    if as_json:
        echo_json([asdict(row) for row in rows])
        return
    for row in rows:
        state = "open" if row.open else "closed"
        used = f"{clock.local(row.last_used_at):%Y-%m-%d %H:%M}" if row.last_used_at else "never used"
        click.echo(
            f"{row.id:>4}  {state:6}  {row.name:24} {row.role:14} {', '.join(row.scopes) or 'whole role'}  {used}"
        )


@token_command.command("revoke")
@click.argument("token_id", type=int)
@click.pass_context
@command_errors
def revoke_command(ctx: click.Context, token_id: int) -> None:
    """Close a token at once and for good."""
    installation = open_installation(_database(ctx))
    with installation.database.transaction(OPERATOR) as session:
        api_tokens.revoke_token(session, token_id)
    click.echo(f"token {token_id} is revoked")


def _database(ctx: click.Context) -> str | None:
    """What `--database` of the whole program says."""
    found: str | None = ctx.find_root().obj
    return found

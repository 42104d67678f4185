"""`init`, `serve` and `worker`: the life of an installation."""

from __future__ import annotations

import secrets
import signal
import threading
from datetime import timedelta
from types import FrameType

import click
from sqlalchemy import func, select

from dispatch.accounts.links import create_link
from dispatch.accounts.models import User
from dispatch.accounts.users import create_user
from dispatch.cli.context import OPERATOR, Installation, command_errors, open_installation, override
from dispatch.cli.handlers import HANDLERS
from dispatch.db.schema import upgrade

FIRST_LOGIN = "admin"


@click.command("init")
@click.pass_obj
@command_errors
def init_command(database_url: str | None) -> None:
    """Create (or upgrade) the database; prints a one-time log-in link for the administrator of an empty installation."""
    installation = open_installation(database_url, must_exist=False)
    upgrade(installation.database)
    installation.settings.folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"database {installation.database.engine.url.render_as_string(hide_password=True)}")
    click.echo(f"data     {installation.settings.folder}")
    link = first_login_link(installation)
    if link:
        click.echo(f"log in   {link}")


def first_login_link(installation: Installation) -> str | None:
    """A link that opens the console once, for the administrator; none when somebody has a password already.

    Links printed earlier open it too, until the first is used: `serve` does not make that of `init` useless.
    """
    with installation.database.transaction(OPERATOR) as session:
        if session.scalar(select(func.count()).select_from(User).where(User.password_hash != "")):
            return None
        user = session.scalar(select(User).where(User.login == FIRST_LOGIN))
        if user is None:
            user = create_user(
                session,
                login=FIRST_LOGIN,
                name="Administrateur",
                role="administrator",
                language=installation.settings.language,
            )
        token = create_link(session, user, timedelta(days=2), keep_earlier=True)
    return f"{installation.settings.address}/login/{token}"


@click.command("serve")
@click.option("--host", help="Overrides DISPATCH_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Overrides DISPATCH_PORT.")
@click.pass_obj
@command_errors
def serve_command(database_url: str | None, host: str | None, port: int | None) -> None:
    """Open the console (Waitress), with a worker for planning runs unless DISPATCH_EMBEDDED_WORKER=0."""
    from dispatch.jobs.supervisor import work
    from dispatch.web.server import bind

    override(host=host, port=port)
    installation = open_installation(database_url)
    chosen = installation.settings
    server = bind(installation.database, chosen)
    link = first_login_link(installation)
    if link:
        click.echo(f"Log in once with {link}")
    stopping = threading.Event()
    if chosen.embedded_worker:
        threading.Thread(
            target=work,
            args=(chosen.database_url, HANDLERS, stopping.is_set),
            name="worker",
            daemon=True,
        ).start()
    click.echo(f"Console on http://{chosen.host}:{chosen.port}")
    try:
        server.run()
    finally:
        stopping.set()


@click.command("worker")
@click.pass_obj
@command_errors
def worker_command(database_url: str | None) -> None:
    """Run waiting jobs until stopped."""
    from dispatch.jobs.supervisor import work

    installation = open_installation(database_url)
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(f"worker {secrets.token_hex(3)} waits for jobs")
    work(installation.settings.database_url, HANDLERS, stopping.is_set)

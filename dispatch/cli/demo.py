"""`demo`: the sandbox company, one day lived through, the next one planned and on paper."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click
from sqlalchemy import func, select

from dispatch import clock
from dispatch.cli.context import OPERATOR, Installation, command_errors, open_installation
from dispatch.cli.day_report import print_day
from dispatch.cli.installation import first_login_link
from dispatch.cli.planning import run_planning
from dispatch.db.schema import upgrade
from dispatch.delivery.day_map import keep_day_map
from dispatch.delivery.loading_credit import refusal
from dispatch.invoicing.printing import draw_day_pack
from dispatch.invoicing.releasing import release_day
from dispatch.orders.models import Order
from dispatch.planning.queries import day_board
from dispatch.sandbox.fill import fill, lived_day

SEARCH_S = 12.0


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder for papers.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=SEARCH_S,
    show_default=True,
    help="Seconds of search.",
)
@click.pass_obj
@command_errors
def demo_command(database_url: str | None, out: Path, time_limit: float) -> None:
    """Fill the sandbox company, plan its next working day, write the print pack and the map."""
    began = time.monotonic()
    installation = open_installation(database_url, must_exist=False)
    upgrade(installation.database)
    with installation.database.reading() as session:
        filled = bool(session.scalar(select(func.count()).select_from(Order)))
    if filled:
        click.echo("The sandbox company is there already; planning goes on from it.")
        lived = lived_day(clock.today())
    else:
        lived = fill(installation.database, installation.store, out / "files", lambda line: click.echo(f"  {line}"))
    day = clock.next_working_day(lived)
    _plan_and_print(installation, day, out, time_limit)
    click.echo(f"done in {time.monotonic() - began:.0f} s; open the console with `make serve`")
    link = first_login_link(installation)
    if link:
        click.echo(f"and log in once with {link}")


def _plan_and_print(installation: Installation, day: date, out: Path, time_limit: float) -> None:
    language = installation.settings.language
    with installation.database.reading() as session:
        released = day_board(session, day, language).released_at is not None
    if not released:
        run_planning(installation, day, time_limit=time_limit)
    with installation.database.reading() as session:
        board = day_board(session, day, language)
    print_day(board, language)
    with installation.database.transaction(OPERATOR) as session:
        result = release_day(session, day)
    if result.held:
        raise refusal(day, result.held)
    pack = draw_day_pack(installation.database, OPERATOR, installation.store, day)
    drawn = keep_day_map(installation.database, OPERATOR, installation.store, day, language)
    papers = {f"print-pack-{day.isoformat()}.pdf": pack.sha256, f"map-{day.isoformat()}.html": drawn.sha256}
    for name, sha256 in papers.items():
        (out / name).write_bytes(installation.store.get(sha256))
        click.echo(f"wrote {out / name}")

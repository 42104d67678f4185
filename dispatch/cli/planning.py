"""`plan`: one planning run, with progress, and what came out of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import click

from dispatch.cli.context import DAY, OPERATOR, Installation, command_errors, echo_json, open_installation
from dispatch.cli.day_report import day_as_json, print_day
from dispatch.cli.handlers import HANDLERS
from dispatch.errors import RefusedError
from dispatch.jobs.queue import JobRow
from dispatch.jobs.supervisor import run_job
from dispatch.planning.models import PlanningRun
from dispatch.planning.queries import day_board
from dispatch.planning.runs import ask


@click.command("plan")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--days", type=click.IntRange(1, 14), default=1, show_default=True, help="Days planned at once.")
@click.option(
    "--early",
    type=click.IntRange(0, 30),
    default=0,
    show_default=True,
    help="Admit lines due up to N days later, when it pays.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds of search; DISPATCH_TIME_LIMIT_S by default.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--export", type=click.Path(file_okay=False, path_type=Path), help="Folder for problem.json and plan.json."
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
@command_errors
def plan_command(
    database_url: str | None,
    day: date,
    days: int,
    early: int,
    time_limit: float | None,
    seed: int,
    export: Path | None,
    *,
    as_json: bool,
) -> None:
    """Plan a day: tours, lines left out with reason and price, cost, bound."""
    installation = open_installation(database_url)
    run_id = run_planning(installation, day, days=days, early=early, time_limit=time_limit, seed=seed)
    with installation.database.reading() as session:
        run = session.get_one(PlanningRun, run_id)
        boards = [
            day_board(session, each, installation.settings.language)
            for each in (run.first_day + timedelta(days=n) for n in range(run.days))
        ]
    if export is not None:
        export.mkdir(parents=True, exist_ok=True)
        (export / "problem.json").write_bytes(installation.store.get(run.problem_sha256))
        (export / "plan.json").write_bytes(installation.store.get(run.plan_sha256))
    if as_json:
        echo_json([day_as_json(board) for board in boards])
        return
    for board in boards:
        print_day(board, installation.settings.language)


def run_planning(
    installation: Installation,
    day: date,
    *,
    days: int = 1,
    early: int = 0,
    time_limit: float | None = None,
    seed: int = 1,
) -> int:
    """Ask for a run, run its job here, and give the run's id.

    Raises
    ------
    RefusedError
        When the run failed, was cancelled, or went stale because somebody else changed the day.
    """
    with installation.database.transaction(OPERATOR) as session:
        run = ask(session, day, days=days, early_days=early, time_limit_s=time_limit, seed=seed)
        run_id, job_id = run.id, run.job_id
    assert job_id is not None
    with _progress() as show:
        run_job(installation.database.url, job_id, HANDLERS, show)
    with installation.database.reading() as session:
        run = session.get_one(PlanningRun, run_id)
    if run.state != "adopted":
        raise RefusedError(
            f"The run ended {run.state}: {run.error or 'nothing was planned'}", "The plan in force is unchanged."
        )
    return run_id


@contextmanager
def _progress() -> Iterator[Callable[[JobRow], None] | None]:
    """A line on the terminal that follows the run; nothing where output is piped."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("…") as status:

        def show(row: JobRow) -> None:
            told = row.progress
            if "elapsed_s" in told:
                cost = f"{told['cost_cents'] / 100:,.2f} €" if told.get("cost_cents") is not None else "…"
                status.update(f"{told['elapsed_s']} s · {cost} · {told.get('served', 0)}/{told.get('total', 0)}")

        yield show

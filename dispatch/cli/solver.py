"""`solve` and `check`: the solver alone, on files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dispatch.solver.allow import ALLOW, Allow
from dispatch.solver.command import check_file, solve_file

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("solve")
@click.argument("file", type=FILE)
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True, help="Seconds."
)
@click.option("--iterations", type=click.IntRange(min=1), help="Same seed and iterations: the same plan.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; all cores by default.")
@click.option(
    "--allow",
    type=click.Choice(ALLOW),
    default="all",
    show_default=True,
    help="What of the plan in force may change: everything, not the vehicles, not the order either, insertions only.",
)
@click.option("--cluster", help="Address or file of a Dask scheduler to search rich days on.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Plan to write (.json or .sol).")
@click.option("--json", "as_json", is_flag=True)
def solve_command(
    file: Path,
    time_limit: float,
    iterations: int | None,
    seed: int,
    jobs: int | None,
    allow: Allow,
    cluster: str | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Solve a problem file: VROOM JSON with our keys, VRPLIB or Solomon."""
    sys.exit(
        solve_file(
            file,
            out,
            time_limit_s=time_limit,
            iterations=iterations,
            seed=seed,
            jobs=jobs,
            allow=allow,
            cluster=cluster,
            as_json=as_json,
            echo=click.echo,
        )
    )


@click.command("check")
@click.argument("file", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def check_command(file: Path, plan: Path, *, as_json: bool) -> None:
    """List what a plan violates and its recomputed cost; exit 1 if there is a violation."""
    sys.exit(check_file(file, plan, as_json=as_json, echo=click.echo))

"""The solver alone: `python -m dispatch.solver solve FILE …` and `… check FILE PLAN`."""

import argparse
import sys
from pathlib import Path

from dispatch.solver.allow import ALLOW
from dispatch.solver.command import check_file, solve_file


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments and do as they say; the exit code of the command."""
    parser = argparse.ArgumentParser(prog="python -m dispatch.solver", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    solving = commands.add_parser("solve", help="solve a problem file")
    solving.add_argument("file", type=Path)
    solving.add_argument("--time-limit", type=float, default=30.0, help="seconds")
    solving.add_argument("--iterations", type=int)
    solving.add_argument("--seed", type=int, default=1)
    solving.add_argument("--jobs", type=int)
    solving.add_argument("--allow", choices=ALLOW, default="all", help="what of the plan in force may change")
    solving.add_argument("--cluster", help="address or file of a Dask scheduler")
    solving.add_argument("--out", type=Path)
    checking = commands.add_parser("check", help="judge a plan")
    checking.add_argument("file", type=Path)
    checking.add_argument("plan", type=Path)
    for command in (solving, checking):
        command.add_argument("--json", action="store_true")
    a = parser.parse_args(arguments)
    if a.command == "check":
        return check_file(a.file, a.plan, as_json=a.json)
    keys = {"as_json": a.json, "allow": a.allow, "cluster": a.cluster}
    return solve_file(a.file, a.out, a.time_limit, a.iterations, a.seed, a.jobs, **keys)


if __name__ == "__main__":
    sys.exit(main())

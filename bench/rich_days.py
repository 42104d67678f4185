"""Rich days: shared ones, planted ones whose optimum is known, and what each part of the search is worth on them."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from dispatch.solver import Plan, Problem, solve, violations
from dispatch.solver.engines.rich.news import Part, Task
from dispatch.solver.files import read_problem
from dispatch.solver.files.vroom import parse_vroom
from tests.solver.planted import planted_day

PLANTED = (
    (1, 8, 5, None), (2, 12, 5, 0.8), (3, 20, 5, 0.8), (4, 20, 5, 0.7),
    (5, 40, 5, 0.8), (5, 60, 5, 0.8), (5, 100, 5, 0.8), (5, 200, 5, 0.8),
)  # fmt: skip
"""Seed, arms, stops on an arm, part of a trip's room that is needed."""
WITHOUT: tuple[tuple[str, frozenset[Part]], ...] = (
    ("everything", frozenset()),
    ("without PyVRP", frozenset({"sketch"})),
    ("without polish", frozenset({"polish"})),
    ("without CP-SAT goods", frozenset({"goods"})),
    ("without ruin and recreate", frozenset({"ruin"})),
)
Tell = Callable[[str], None]


def days(folder: Path) -> Iterator[tuple[str, Problem, float | None]]:
    """List the days with the cost of the best plan where it is known."""
    for path in sorted(folder.glob("*.json")):
        yield path.stem, read_problem(path).problem, None
    for seed, arms, stops, fill in PLANTED:
        day = planted_day(seed, arms, stops, 2, fill)
        problem = parse_vroom(day.problem).problem
        yield f"planted {len(problem.visits)} ({'full' if fill is None else f'{fill:.0%}'})", problem, day.cost


@dataclass(frozen=True, slots=True)
class Solved:
    """A day's plan: cost, bound, seconds to the first plan, in all and for reasons, MB of the largest process."""

    cost: float
    bound: float | None
    first_s: float
    wall_s: float
    reasons_s: float
    megabytes: int
    is_wrong: bool


def table(folder: Path, seconds: float, seed: int, tell: Tell) -> str:
    """Solve each day in processes of its own and write cost, bound, optimum, times and memory."""
    lines = [
        "| Day | Stops | Cost | Bound | Gap to bound | Planted optimum | Above it | First plan s | Wall s | Reasons s | MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, problem, best in days(folder):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            day = pool.submit(solved, problem, seconds, seed).result()
        bound, gap = (
            ("–", "–") if day.bound is None else (f"{day.bound:.0f}", f"{100 * (1 - day.bound / day.cost):.2f} %")
        )
        known = ("", "") if best is None else (f"{best:.0f}", f"{100 * (day.cost / best - 1):+.2f} %")
        lines.append(
            f"| {name} | {len(problem.visits)} | {'WRONG ' if day.is_wrong else ''}{day.cost:.0f} | {bound} | {gap} "
            f"| {known[0]} | {known[1]} | {day.first_s:.1f} | {day.wall_s:.1f} | {day.reasons_s:.1f} | {day.megabytes} |"
        )
        tell(lines[-1])
    return "\n".join(lines)


def solved(problem: Problem, seconds: float, seed: int) -> Solved:
    """Solve a day in this process and its children."""
    first: list[float] = []
    begun = time.monotonic()
    plan = solve(
        problem,
        time_limit_s=seconds,
        seed=seed,
        explain=False,
        on_progress=lambda progress: first.append(progress.elapsed_s),
    )
    wall = time.monotonic() - begun
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    proved = _seconds_of_reasons(problem, plan, seconds)
    return Solved(plan.cost, plan.bound, first[0], wall, proved, most // 1024, bool(violations(problem, plan)))


def ablation(folder: Path, seconds: float, seed: int, tell: Tell) -> str:
    """Search each day on one core with one part left out at a time."""
    lines = ["| Day | " + " | ".join(name for name, _ in WITHOUT) + " |", "|---|" + "--:|" * len(WITHOUT)]
    for name, problem, _ in days(folder):
        costs = [_alone(problem, seconds, seed, without) for _, without in WITHOUT]
        shown = [f"{costs[0]:.0f}", *(f"{100 * (cost / costs[0] - 1):+.2f} %" for cost in costs[1:])]
        lines.append(f"| {name} | {' | '.join(shown)} |")
        tell(lines[-1])
    return "\n".join(lines)


def _seconds_of_reasons(problem: Problem, plan: Plan, seconds: float) -> float:
    from dispatch.solver.engines.rich.compiled import compile_problem
    from dispatch.solver.engines.rich.reasons import with_reasons
    from dispatch.solver.engines.rich.solve import proofs_s

    begun = time.monotonic()
    with_reasons(compile_problem(problem), plan, proofs_s(seconds), 2)
    return time.monotonic() - begun


def _alone(problem: Problem, seconds: float, seed: int, without: frozenset[Part]) -> float:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(searched, (problem, seconds, seed, without))


def searched(problem: Problem, seconds: float, seed: int, without: frozenset[Part]) -> float:
    """Return the cost of one search in this process."""
    from dispatch.solver.engines.rich.walk import walk

    news = walk(Task(problem, time.monotonic() + seconds, None, seed, without=without), lambda _: None)
    return news.plan.cost


if __name__ == "__main__":
    sys.exit("Run `make bench`.")

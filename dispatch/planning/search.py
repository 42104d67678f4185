"""The search itself: problem in, checked plan out. Outside any transaction.

Several days are solved twice: first with nothing later than its day, then what stayed out whole gets the later days,
beginning from the first plan; so that a line is late only where it could not be on time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dispatch import clock
from dispatch.errors import RefusedError
from dispatch.planning.edits_locks import locked_visits, with_locks
from dispatch.planning.fleet_days import from_then
from dispatch.planning.from_rounds import with_rounds
from dispatch.planning.problem import Book, build
from dispatch.planning.roads import Roads
from dispatch.planning.situation import Situation
from dispatch.solver import LockedPlanError, ProblemError, Progress, Violation, cost, solve, violations
from dispatch.solver.allow import Allow
from dispatch.solver.plan import Plan, Route
from dispatch.solver.problem import IncumbentRoute, Problem

FIRST_SHARE = 0.6
"""Share of the time for what is on time, where a second search follows."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, the problem that it solves and what the checker says of it."""

    problem: Problem
    book: Book
    plan: Plan
    violations: tuple[Violation, ...]

    @property
    def tour_cost_cents(self) -> int:
        """What driving it costs."""
        money = cost(self.problem, self.plan)
        return round(money.fixed + money.driving + money.tasks)


def search(
    situation: Situation,
    roads: Roads,
    *,
    time_limit_s: float,
    seed: int,
    tell: Tell,
    should_stop: Callable[[], bool],
    allow: Allow = "all",
    afterwards: bool = False,
) -> Found:
    """Plan what the situation asks for; vehicles must be there.

    Parameters
    ----------
    allow
        How much of the usual rounds may change, where the day begins from some.
    afterwards
        Trucks may leave at hours that are past: what is planned is a record.

    Raises
    ------
    RefusedError
        When a number in the data is beyond what the solver can reckon with.
    """
    span = situation.span

    def state(late: Sequence[int] | None) -> tuple[Problem, Book]:
        problem, book = build(situation.calls, situation.fleet, roads, situation.goods, span, late)
        if late is not None and situation.locked:
            held = locked_visits(book, situation.locked)
            problem, book = build(situation.calls, situation.fleet, roads, situation.goods, span, {*late, *held})
        if not afterwards:
            now_s = book.horizon.second(clock.now())
            problem = replace(problem, vehicles=tuple(from_then(vehicle, now_s) for vehicle in problem.vehicles))
        return with_rounds(with_locks(problem, book, situation.locked), book, situation.rounds), book

    def run(problem: Problem, seconds: float, elapsed_s: float) -> Plan:
        def heard(progress: Progress) -> None:
            tell(_told(progress, elapsed_s))

        try:
            return solve(
                problem, time_limit_s=seconds, seed=seed, on_progress=heard, should_stop=should_stop, allow=allow
            )
        except ProblemError as error:
            raise RefusedError(f"The solver cannot use this day: {error.detail}", error.hint) from error
        except LockedPlanError as error:
            raise RefusedError(f"The locked stops cannot be kept: {error.detail}", error.hint) from error

    if span.days == 1:
        problem, book = state(None)
        return _checked(problem, book, run(problem, time_limit_s, 0.0))
    problem, book = state(())
    first = run(problem, time_limit_s * FIRST_SHARE, 0.0)
    late = _could_be_late(first, book)
    if not late or should_stop():
        return _checked(problem, book, first)
    problem, book = state(late)
    problem = replace(problem, incumbent=tuple(_as_incumbent(route) for route in first.routes))
    second = run(problem, time_limit_s * (1 - FIRST_SHARE), time_limit_s * FIRST_SHARE)
    return _checked(problem, book, second if second.cost <= first.cost else first)


def _checked(problem: Problem, book: Book, plan: Plan) -> Found:
    return Found(problem, book, plan, tuple(violations(problem, plan)))


def _told(progress: Progress, elapsed_s: float) -> dict[str, Any]:
    return {
        "elapsed_s": round(elapsed_s + progress.elapsed_s, 1),
        "cost_cents": round(progress.cost),
        "bound_cents": None if progress.bound is None else int(progress.bound),
        "served": progress.served,
        "total": progress.total,
    }


def _could_be_late(plan: Plan, book: Book) -> list[int]:
    """Visits that stayed out whole and have days left after the one on which they were on time."""
    served = {step.id for route in plan.routes for step in route.steps if step.kind == "job"}
    return [visit for visit, call in book.calls.items() if visit not in served and call.last_day > call.on_time_day]


def _as_incumbent(route: Route) -> IncumbentRoute:
    trips: list[list[int | str]] = []
    for step in route.steps:
        if step.kind == "load":
            trips.append([])
        elif step.kind == "job" and step.id is not None:
            trips[-1].append(step.id)
    return IncumbentRoute(route.vehicle, tuple(tuple(trip) for trip in trips))

"""Large problems by parts: neighbouring routes are re-solved again and again from the plan as it stands.

Rounds of disjoint groups of about `groups.SIZE` visits, one per child, first with a third of the time for all of them
once, then with 1 % of the time each, the longest untouched first. Each answer is feasible and no worse than its start.
"""

import logging
import time
from collections.abc import Callable, Sequence
from math import ceil

from dispatch.solver.engines.plain.cells import cells
from dispatch.solver.engines.plain.crew import Crew
from dispatch.solver.engines.plain.groups import SIZE, Groups
from dispatch.solver.engines.plain.parts import Part, cut
from dispatch.solver.engines.plain.repair import missing_visits, repair
from dispatch.solver.engines.plain.routes import Routes, Trips
from dispatch.solver.engines.plain.search import QUICK, Task
from dispatch.solver.problem import Problem

log = logging.getLogger(__name__)

LARGE = 800
"""Visits from which on parts are ahead of the whole."""
WHOLE = 2000
"""Visits up to which the first routes are made in one piece."""
FIRST_SHARE = 0.33
PART_SHARE = 0.01
SHORTEST_S = 0.2
PART_ITERATIONS = 200
"""Iterations of one part where iterations are asked for instead of time."""

OnRoutes = Callable[[Routes], None]


def solve_by_parts(
    problem: Problem,
    *,
    deadline: float,
    iterations: int | None,
    seed: int,
    jobs: int,
    on_routes: OnRoutes,
    should_stop: Callable[[], bool],
) -> dict[int, Trips]:
    """Routes of a large problem by the monotonic deadline; every better set of routes is told on the way."""
    with Crew(jobs) as crew:
        effort = _Effort(problem, deadline, iterations, seed, jobs)
        routes, groups = _first(problem, crew, effort)
        on_routes(routes)
        while groups is not None and not should_stop() and effort.goes_on():
            count = crew.ready(deadline, everyone=iterations is not None)
            parts = [cut(problem, routes, vehicles, loose) for vehicles, loose in groups.deal(routes, count)]
            if not parts:
                break
            crew.give(effort.tasks(parts))
            if _put_back(routes, parts, crew):
                on_routes(routes)
        for error in crew.errors:
            log.warning("a search of a part was lost: %s", error)
    return routes


class _Effort:
    """How much time or how many iterations each round gets."""

    def __init__(self, problem: Problem, deadline: float, iterations: int | None, seed: int, jobs: int) -> None:
        self.deadline, self.iterations, self.seed = deadline, iterations, seed
        self.begun, self.round = time.monotonic(), 0
        whole = max(0.0, deadline - self.begun)
        self.first_rounds = ceil(len(problem.visits) / SIZE / jobs)
        self.first_s = max(SHORTEST_S, FIRST_SHARE * whole / self.first_rounds)
        self.later_s = max(SHORTEST_S, PART_SHARE * whole)
        self.count = 0

    def goes_on(self) -> bool:
        if self.iterations is not None and self.round * PART_ITERATIONS >= self.iterations:
            return False
        return time.monotonic() < self.deadline - 0.05

    def tasks(self, parts: Sequence[Part]) -> list[Task]:
        """One round: all of its parts until the same moment."""
        lasts = self.first_s if self.round < self.first_rounds else self.later_s
        self.round += 1
        until = self.deadline if self.iterations is not None else min(self.deadline, time.monotonic() + lasts)
        most = None if self.iterations is None else PART_ITERATIONS
        return [Task(part.problem, self._seed(), until, most, part.start, QUICK) for part in parts]

    def building(self, problem: Problem) -> Task:
        """Make first routes and nothing more."""
        return Task(problem, self._seed(), self.deadline, 0)

    def _seed(self) -> int:
        self.count += 1
        return (self.seed * 1_000_003 + self.count) % 2**31


def _first(problem: Problem, crew: Crew, effort: _Effort) -> tuple[dict[int, Trips], Groups | None]:
    """First routes, feasible; meanwhile this process finds out who is near whom, unless the time is up by then."""
    groups: Groups | None = None
    if len(problem.visits) <= WHOLE:
        crew.ready(effort.deadline, everyone=False)
        crew.give([effort.building(problem)])
        groups = Groups(problem, effort.seed)
        answers = crew.collect()
        routes = dict(answers[0].routes) if answers and answers[0] else {}
    else:
        routes = {}
        left = cells(problem)
        while left and time.monotonic() < effort.deadline:
            count = crew.ready(effort.deadline, everyone=False)
            parts, left = left[:count], left[count:]
            crew.give([effort.building(part.problem) for part in parts])
            groups = groups or Groups(problem, effort.seed)
            _put_back(routes, parts, crew)
    if missing_visits(problem, routes):
        routes = repair(problem, routes, effort.deadline)
    return routes, groups


def _put_back(routes: dict[int, Trips], parts: Sequence[Part], crew: Crew) -> bool:
    """Take a round's answers into the routes; whether anything has changed."""
    changed = False
    for part, answer in zip(parts, crew.collect(), strict=True):
        if answer is None:
            continue
        better = part.put_back(answer.routes)
        changed = changed or any(better.get(vehicle) != routes.get(vehicle) for vehicle in part.vehicles)
        for vehicle in part.vehicles:
            routes.pop(vehicle, None)
        routes.update(better)
    return changed

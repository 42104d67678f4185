"""One PyVRP search in this process: from nothing or from routes, until a time or a number of iterations."""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import pyvrp
import pyvrp.search
from pyvrp.exceptions import PenaltyBoundWarning

from dispatch.solver.engines.plain.penalties import first_penalties
from dispatch.solver.engines.plain.repair import missing_visits, repair
from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.engines.plain.translate import Translation
from dispatch.solver.problem import Problem

SAY_EVERY_S = 0.15
REPAIR_EVERY = 400
"""Iterations between repairs while no feasible solution is known."""


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How good routes are: visits that had to be served and are not, then money."""

    missing: int
    cost: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Feasible routes and their score."""

    score: Score
    routes: Routes


@dataclass(frozen=True, slots=True)
class Style:
    """How broadly PyVRP looks: neighbours per client, and clients disturbed at most in each iteration."""

    neighbours: int
    disturbed: int


BROAD = Style(neighbours=50, disturbed=25)
"""PyVRP's own values: the best of a small instance in the end."""
QUICK = Style(neighbours=40, disturbed=12)
"""Three times the iterations: ahead from about 350 clients on, and in short searches."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one search is given. `deadline` is of `time.monotonic()`, which all processes of a machine share."""

    problem: Problem
    seed: int
    deadline: float
    iterations: int | None = None
    start: Routes | None = None
    style: Style = BROAD


def search(task: Task, say: Callable[[Answer], None]) -> Answer | None:
    """Run one search; better answers are said as they come, at most every `SAY_EVERY_S`, and the best is returned."""
    return _Search(task, say).run()


class _Search(pyvrp.IteratedLocalSearchCallbacks):
    """The state of one search; PyVRP calls it back after each iteration."""

    def __init__(self, task: Task, say: Callable[[Answer], None]) -> None:
        self.task, self.say = task, say
        self.translation = Translation(task.problem)
        self.best: Answer | None = None
        self.unsaid: pyvrp.Solution | None = None
        self.said_at = 0.0
        self.iterations = 0

    def run(self) -> Answer | None:
        data = self.translation.data
        style = self.task.style
        near = pyvrp.search.NeighbourhoodParams(num_neighbours=style.neighbours)
        disturb = pyvrp.search.PerturbationManager(pyvrp.search.PerturbationParams(1, style.disturbed))
        rng = pyvrp.RandomNumberGenerator(seed=self.task.seed)
        local = pyvrp.search.LocalSearch(data, rng, pyvrp.search.compute_neighbours(data, near), disturb)
        for operator in pyvrp.search.OPERATORS:
            if operator.supports(data):
                local.add_operator(operator(data))
        manager = pyvrp.PenaltyManager(first_penalties(data), pyvrp.PenaltyParams())
        start = self._start(local, manager, rng)
        self._offer(start)
        search = pyvrp.IteratedLocalSearch(data, manager, local, start, pyvrp.IteratedLocalSearchParams(callbacks=self))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            search.run(self._is_over, collect_stats=False)
        self._take()
        return self.best

    def on_best(self, best: pyvrp.Solution) -> None:
        """Take a new best solution."""
        self._offer(best)

    def on_iteration(
        self,
        current: pyvrp.Solution,
        candidate: pyvrp.Solution,  # noqa: ARG002  PyVRP's signature
        best: pyvrp.Solution,
        cost_evaluator: pyvrp.CostEvaluator,  # noqa: ARG002  PyVRP's signature
    ) -> None:
        """Count, and repair what is not feasible while nothing else is known."""
        self.iterations += 1
        if self.iterations % REPAIR_EVERY == 0 and not best.is_feasible():
            self._repair(current)

    def _start(
        self, local: pyvrp.search.LocalSearch, manager: pyvrp.PenaltyManager, rng: pyvrp.RandomNumberGenerator
    ) -> pyvrp.Solution:
        if self.task.start is not None:
            return self.translation.solution(self.task.start)
        evaluator = manager.max_cost_evaluator()
        starts = [local(pyvrp.Solution(self.translation.data, []), evaluator, exhaustive=True)]
        if any(visit.penalty is not None for visit in self.task.problem.visits):
            # from nothing only what pays alone is served; from everything what pays together
            everything = pyvrp.Solution.make_random(self.translation.data, rng)
            starts.append(local(everything, evaluator, exhaustive=True))
        return min(starts, key=evaluator.penalised_cost)

    def _is_over(self, best_cost: float) -> bool:  # noqa: ARG002  PyVRP's signature
        most = self.task.iterations
        return (most is not None and self.iterations >= most) or time.monotonic() >= self.task.deadline

    def _offer(self, solution: pyvrp.Solution) -> None:
        if not solution.is_feasible():
            if self.best is None:
                self._repair(solution)
            return
        self.unsaid = solution
        if time.monotonic() - self.said_at >= SAY_EVERY_S:
            self._take()

    def _take(self) -> None:
        if self.unsaid is not None:
            self._say(self.translation.routes(self.unsaid))
            self.unsaid = None

    def _repair(self, solution: pyvrp.Solution) -> None:
        self._say(repair(self.task.problem, self.translation.routes(solution), self.task.deadline))

    def _say(self, routes: Routes) -> None:
        self.said_at = time.monotonic()
        answer = Answer(Score(missing_visits(self.task.problem, routes), self._cost(routes)), routes)
        if self.best is None or answer.score < self.best.score:
            self.best = answer
            self.say(answer)

    def _cost(self, routes: Routes) -> int:
        solution = self.translation.solution(routes)
        return int(solution.distance_cost() + solution.fixed_vehicle_cost() + solution.uncollected_prizes())

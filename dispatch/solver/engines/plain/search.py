"""One PyVRP search in this process: from nothing or from routes, until a time or a number of iterations."""

import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import pyvrp
import pyvrp.search
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import StoppingCriterion

from dispatch.solver.engines.child import Line
from dispatch.solver.engines.plain.penalties import first_penalties
from dispatch.solver.engines.plain.repair import missing_visits, repair
from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.engines.plain.translate import Translation
from dispatch.solver.problem import Problem

INFEASIBLE = 2**62
"""PyVRP's cost of what breaks a rule is its largest integer."""
SAY_EVERY_S = 0.15
UPDATE_EVERY = 50
"""Iterations between changes of the penalties: PyVRP's 500 is too slow where a fleet is tight."""
REPAIR_EVERY = 400
"""Iterations between repairs while no feasible solution is known."""
POLISH_EVERY = 500
"""Iterations of annealing between looks at every client of the best: at each new best they take half the time."""
HOT, COLD = 1.0, 0.02
"""How annealing begins and ends: a step is taken if it is worse by about so many average legs."""

Penalties = tuple[list[float], float, float]
"""Of a unit of load in each dimension, of time, of distance."""


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
"""Three times the iterations: ahead from about 150 clients on, and in short searches."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one search is given. `deadline` is of `time.monotonic()`, which all processes of a machine share."""

    problem: Problem
    seed: int
    deadline: float
    iterations: int | None = None
    start: Routes | None = None
    style: Style = BROAD
    anneals: bool = False
    """Whether the walk is cooled to the time there is, instead of PyVRP's own: ahead up to some hundreds of visits."""


def search(task: Task, say: Callable[[Answer], None]) -> Answer | None:
    """Run one search; better answers are said as they come, at most every `SAY_EVERY_S`, and the best is returned."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return _Search(task, say).run()


def searched(task: Task, line: Line) -> Answer | None:
    """Run one search as a child."""
    return search(task, line.say)


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
        strict = pyvrp.PenaltyParams().midpoint_penalties(data)
        solution = self._start(local, pyvrp.PenaltyManager(strict), rng)
        self._offer(solution)
        if not solution.is_feasible():  # what breaks a rule must cost more than any detour until nothing does
            solution = self._improve(local, strict, solution, self._is_feasible_or_over)
        if self.task.anneals:
            self._anneal(local, first_penalties(data), solution)
        else:
            self._improve(local, first_penalties(data), solution, self._is_over)
        self._take()
        return self.best

    def _improve(
        self,
        local: pyvrp.search.LocalSearch,
        penalties: Penalties,
        start: pyvrp.Solution,
        is_over: StoppingCriterion,
    ) -> pyvrp.Solution:
        manager = pyvrp.PenaltyManager(penalties, pyvrp.PenaltyParams(solutions_between_updates=UPDATE_EVERY))
        params = pyvrp.IteratedLocalSearchParams(callbacks=self)
        search = pyvrp.IteratedLocalSearch(self.translation.data, manager, local, start, params)
        return search.run(is_over, collect_stats=False).best

    def _anneal(self, local: pyvrp.search.LocalSearch, penalties: Penalties, start: pyvrp.Solution) -> None:
        """Walk from solution to solution; ever fewer steps to worse ones as the time (or the iterations) runs out."""
        manager = pyvrp.PenaltyManager(penalties, pyvrp.PenaltyParams(solutions_between_updates=UPDATE_EVERY))
        chance = pyvrp.RandomNumberGenerator(seed=self.task.seed)
        leg = start.distance_cost() / max(1, start.num_clients())
        current = best = polished = start
        begun, steps = time.monotonic(), self.iterations
        while not self._is_over(0):
            evaluator = manager.cost_evaluator()
            candidate = local(current, evaluator)
            manager.register(candidate)
            self.iterations += 1
            if evaluator.cost(candidate) < evaluator.cost(best):
                best = candidate
                self._offer(best)
            temperature = leg * HOT * (COLD / HOT) ** self._part_done(begun, steps)
            worse_by = evaluator.penalised_cost(candidate) - evaluator.penalised_cost(current)
            if worse_by < -temperature * math.log(1.0 - chance.rand()):
                current = candidate
            if self.iterations % POLISH_EVERY == 0 and best is not polished:
                best = polished = self._polished(local, evaluator, best)
        self._offer(self._polished(local, manager.cost_evaluator(), best))

    def _polished(
        self, local: pyvrp.search.LocalSearch, evaluator: pyvrp.CostEvaluator, best: pyvrp.Solution
    ) -> pyvrp.Solution:
        """Look at every client of the best: an iteration looks at those that it disturbed."""
        better = local(best, evaluator, exhaustive=True)
        if evaluator.cost(better) < evaluator.cost(best):
            self._offer(better)
            return better
        return best

    def _part_done(self, begun: float, steps: int) -> float:
        """How much of the annealing is over, 0 to 1."""
        if self.task.iterations is not None:
            return min(1.0, (self.iterations - steps) / max(1, self.task.iterations - steps))
        return min(1.0, (time.monotonic() - begun) / max(1e-6, self.task.deadline - begun))

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

    def _is_over(self, best_cost: int) -> bool:  # noqa: ARG002  PyVRP's signature
        most = self.task.iterations
        return (most is not None and self.iterations >= most) or time.monotonic() >= self.task.deadline

    def _is_feasible_or_over(self, best_cost: int) -> bool:
        return best_cost < INFEASIBLE or self._is_over(best_cost)

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

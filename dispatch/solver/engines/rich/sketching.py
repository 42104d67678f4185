"""PyVRP draws routes for a plan, or for a part of a large one, and what can be driven of them is put into the plan."""

import time
import warnings
from random import Random

import pyvrp
import pyvrp.search
from pyvrp.exceptions import PenaltyBoundWarning

from dispatch.solver.engines.plain.penalties import first_penalties
from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.ink import ink
from dispatch.solver.engines.rich.search import OTHERS, Search
from dispatch.solver.engines.rich.sketch import Sketch, Trips
from dispatch.solver.engines.rich.state import Route

WHOLE = 400
"""Stops up to which a plan is drawn as a whole."""
PART = 120
"""Stops of a part of a larger one."""
OFFERED = 40
"""Missing visits that are offered to a part."""
IDLE = 2
"""Idle vehicles of each sort that a part may use."""
NEIGHBOURS, DISTURBED = 40, 12
UPDATE_EVERY, HIGHEST_PENALTY = 50, 1e6


class Sketching:
    """Draws on a search's state; what a broken rule costs is learnt over all drawings."""

    def __init__(self, search: Search, seed: int) -> None:
        self.search, self.c, self.rng = search, search.c, Random(seed)  # noqa: S311  a search, not a secret
        self.penalties: tuple[list[float], float, float] | None = None

    def draw(self, until: float, iterations: int | None, *, fresh: bool = False) -> bool:
        """Draw for a while and put it in, what is missing inserted; True when the best plan got better.

        `fresh` begins from nothing. The state is left as drawn, be it better or not.
        """
        cars, offered = self._part(whole=fresh)
        if not cars or not offered:
            return False
        sketch = Sketch(self.search.state, cars, offered, self.rng)
        if not sketch.pieces:
            return False
        best = _Drawing(sketch, self.rng.randrange(2**31), until, iterations).run(self, fresh=fresh)
        routes, before = sketch.routes(best), self.search.state.snapshot()
        ink(self.search.state, routes, cars)
        if any(self.c.locked[task] and self.search.state.got[task] is None for task in range(self.c.tasks)):
            self.search.state.restore(before)
            return False
        self.search.recreate(self._lost(routes))
        return self.search.keep()

    def _lost(self, routes: list[tuple[Car, Trips]]) -> list[int]:
        """List what was drawn and could not be driven, and a few of what was not."""
        drawn = {task for _, trips in routes for _, stops in trips for task, _ in stops}
        missing = self.search.ordered_missing()
        left = [task for task in missing if task not in drawn]
        some = set(self.rng.sample(left, min(len(left), OTHERS)))
        return [task for task in missing if task in drawn or task in some]

    def _part(self, *, whole: bool) -> tuple[list[Car], dict[int, Vector]]:
        """Choose vehicles near each other, and the visits that are theirs or missing."""
        c, state, target = self.c, self.search.state, self.search.insertion.target
        free = [car for car in c.cars if is_free(c, state.routes[car.index])]
        visits = [t for t in range(c.visits) if not c.locked[t] and (not c.lines[t] or any(target[t]))]
        mine = {task: car.index for car in free for task in _tasks(state.routes[car.index])}
        missing = [t for t in visits if state.got[t] is None]
        if not whole and len(mine) + len(missing) > WHOLE:
            free, missing = self._near(free, mine, missing)
        here = {car.index for car in free}
        some = set(missing) | {task for task, car in mine.items() if car in here}
        return free, {t: target[t] for t in visits if t in some}

    def _near(self, free: list[Car], mine: dict[int, int], missing: list[int]) -> tuple[list[Car], list[int]]:
        c, state = self.c, self.search.state
        seed = self.rng.choice(sorted(mine) or missing)
        order = [seed, *self.search.near[seed]]
        used = [car.index for car in free if state.routes[car.index] is not None]
        self.rng.shuffle(used)
        chosen: list[int] = []
        size = 0
        for index in [*(mine[task] for task in order if task in mine), *used]:
            if (index not in chosen and (size := size + len(_tasks(state.routes[index]))) <= PART) or not chosen:
                chosen.append(index)
            if size > PART:
                break
        idle: dict[int, int] = {}
        for car in free:
            if state.routes[car.index] is None and idle.get(car.twin, 0) < IDLE:
                idle[car.twin] = idle.get(car.twin, 0) + 1
                chosen.append(car.index)
        wished = set(missing)
        near = [task for task in order if task in wished][:OFFERED]
        return [c.cars[index] for index in chosen], near


class _Drawing(pyvrp.IteratedLocalSearchCallbacks):
    """One run of PyVRP."""

    def __init__(self, sketch: Sketch, seed: int, until: float, iterations: int | None) -> None:
        self.sketch, self.until, self.iterations, self.done = sketch, until, iterations, 0
        near = pyvrp.search.NeighbourhoodParams(num_neighbours=NEIGHBOURS)
        disturb = pyvrp.search.PerturbationManager(pyvrp.search.PerturbationParams(1, DISTURBED))
        self.rng = pyvrp.RandomNumberGenerator(seed=seed)
        neighbours = pyvrp.search.compute_neighbours(sketch.data, near)
        self.local = pyvrp.search.LocalSearch(sketch.data, self.rng, neighbours, disturb)
        for operator in pyvrp.search.OPERATORS:
            if operator.supports(sketch.data):
                self.local.add_operator(operator(sketch.data))

    def run(self, learnt: Sketching, *, fresh: bool) -> pyvrp.Solution:
        """Search from the plan, or from anything at all, and return the best."""
        data = self.sketch.data
        if learnt.penalties is None:
            learnt.penalties = first_penalties(data)
        params = pyvrp.PenaltyParams(solutions_between_updates=UPDATE_EVERY, max_penalty=HIGHEST_PENALTY)
        manager = pyvrp.PenaltyManager(learnt.penalties, params)
        start = self.sketch.solution()
        if fresh:
            anything = pyvrp.Solution.make_random(data, self.rng)
            start = self.local(anything, manager.max_cost_evaluator(), exhaustive=True)
        search = pyvrp.IteratedLocalSearch(
            data, manager, self.local, start, pyvrp.IteratedLocalSearchParams(callbacks=self)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            best = search.run(self._is_over, collect_stats=False).best
        learnt.penalties = manager.penalties()
        return best

    def on_iteration(
        self,
        current: pyvrp.Solution,  # noqa: ARG002  PyVRP's signature
        candidate: pyvrp.Solution,  # noqa: ARG002  PyVRP's signature
        best: pyvrp.Solution,  # noqa: ARG002  PyVRP's signature
        cost_evaluator: pyvrp.CostEvaluator,  # noqa: ARG002  PyVRP's signature
    ) -> None:
        """Count."""
        self.done += 1

    def _is_over(self, best_cost: int) -> bool:  # noqa: ARG002  PyVRP's signature
        return (self.iterations is not None and self.done >= self.iterations) or time.monotonic() >= self.until


def _tasks(route: Route | None) -> list[int]:
    return [task for trip in route.trips for task, _ in trip.stops] if route is not None else []


def is_free(c: Compiled, route: Route | None) -> bool:
    """Tell whether a vehicle's trips may all be drawn anew: nothing is locked on them, and no shipment rides."""
    return not any(c.locked[task] or task >= c.visits for task in _tasks(route))

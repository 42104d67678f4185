"""PyVRP draws routes for a plan, or for a part of a large one, and what can be driven of them is put into the plan."""

import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from random import Random

import pyvrp
import pyvrp.search
from pyvrp.exceptions import PenaltyBoundWarning

from dispatch.solver.engines.plain.penalties import first_penalties
from dispatch.solver.engines.rich.compiled import Car
from dispatch.solver.engines.rich.folding import Folding
from dispatch.solver.engines.rich.ink import ink
from dispatch.solver.engines.rich.parts import Part, Parts
from dispatch.solver.engines.rich.pieces import Piece, pieces_of
from dispatch.solver.engines.rich.search import OTHERS, Search
from dispatch.solver.engines.rich.sketch import Sketch, Trips

CELL_S_PER_STOP, PART_S_PER_STOP = 0.015, 0.015
"""Seconds that a stop of a first cell, and of a part of a plan, is drawn."""
CELLS_ITERATIONS = 8
"""Iterations per stop of the first cells, where they are counted."""
NEIGHBOURS, DISTURBED = 40, 12
UPDATE_EVERY, HIGHEST_PENALTY = 50, 1e6

Penalties = tuple[list[float], float, float]


class Sketching:
    """Draws on a search's state; what a broken rule costs is learnt over all drawings."""

    def __init__(self, search: Search, seed: int, threads: int = 1) -> None:
        self.search, self.c, self.rng = search, search.c, Random(seed)  # noqa: S311  a search, not a secret
        self.parts, self.threads = Parts(search, self.rng), threads
        self.penalties: Penalties | None = None

    @cached_property
    def pool(self) -> ThreadPoolExecutor:
        """Threads for parts drawn side by side: PyVRP searches without the interpreter's lock."""
        return ThreadPoolExecutor(self.threads)

    def draw(self, until: float, iterations: int | None, *, fresh: bool = False) -> bool:
        """Draw for a while and put it in, what is missing inserted; True when the best plan got better.

        `fresh` begins from nothing, and draws a large plan in cells. One that is small enough is left as drawn, be it
        better or not; a large one is drawn part by part, and no part is kept that makes it worse.
        """
        if fresh and self.parts.are_many:
            return self._draw_cells(until, iterations)
        if not self.parts.are_many:
            return self._draw_parts([self.parts.whole()], until, iterations, fresh=fresh, must_pay=False)
        better = False
        while True:
            parts = self.parts.neighbours(self.threads)
            stops = max((len(part.offered) for part in parts), default=0)
            share = min(until, time.monotonic() + PART_S_PER_STOP * stops)
            better |= self._draw_parts(parts, share, iterations, fresh=False, must_pay=True)
            if iterations is not None or time.monotonic() >= until - 0.5 * PART_S_PER_STOP * stops:
                return better

    def _draw_cells(self, until: float, iterations: int | None) -> bool:
        """Draw the first routes, cell by cell, supply shared among all of them before."""
        everything = self.parts.whole()
        for car in everything.cars:
            self.search.state.try_route(car, [])
        cells = self.parts.cells()
        pieces = pieces_of(self.search.state, everything.cars, everything.offered, Folding(everything.cars, self.rng))
        begun, stops, done = time.monotonic(), len(everything.offered), 0
        seconds = min(until - begun, CELL_S_PER_STOP * stops / self.threads)
        for first in range(0, len(cells), self.threads):
            some = cells[first : first + self.threads]
            done += sum(len(cell.offered) for cell in some)
            share = begun + seconds * done / max(1, stops)
            counted = None if iterations is None else CELLS_ITERATIONS * len(some[0].offered)
            self._draw_parts(
                some, share if counted is None else until, counted, fresh=True, must_pay=False, pieces=pieces
            )
        return self.search.keep()

    def _draw_parts(
        self,
        parts: list[Part],
        until: float,
        iterations: int | None,
        *,
        fresh: bool,
        must_pay: bool,
        pieces: list[Piece] | None = None,
    ) -> bool:
        """Draw parts that share no vehicle side by side and put them in one after the other."""
        state, drawings = self.search.state, []
        for cars, offered in parts:
            if cars and offered:
                mine = None if pieces is None else [piece for piece in pieces if piece.task in offered]
                sketch = Sketch(state, cars, offered, self.rng, mine)
                if sketch.pieces:
                    drawings.append(_Drawing(sketch, self.rng.randrange(2**31), until, iterations))
        if not drawings:
            return False
        first = self.penalties
        if len(drawings) == 1:
            found = [drawings[0].run(first, fresh=fresh)]
        else:
            found = list(self.pool.map(lambda drawing: drawing.run(first, fresh=fresh), drawings))
        self.penalties = found[0][1]
        better = False
        for drawing, (best, _) in zip(drawings, found, strict=True):
            better |= self._put_in(drawing.sketch, best, must_pay=must_pay, in_cells=pieces is not None)
        return better

    def _put_in(self, sketch: Sketch, best: pyvrp.Solution, *, must_pay: bool, in_cells: bool) -> bool:
        state, before = self.search.state, self.search.state.snapshot()
        routes = sketch.routes(best)
        ink(state, routes, sketch.cars)
        if any(self.c.locked[task] and state.got[task] is None for task in range(self.c.tasks)):
            state.restore(before)
            return False
        if not in_cells:
            self.search.recreate(self._lost(routes))
        if must_pay and state.cost > before.cost:
            state.restore(before)
            return False
        return self.search.keep()

    def _lost(self, routes: list[tuple[Car, Trips]]) -> list[int]:
        """List what was drawn and could not be driven, and a few of what was not."""
        drawn = {task for _, trips in routes for _, stops in trips for task, _ in stops}
        missing = self.search.ordered_missing()
        left = [task for task in missing if task not in drawn]
        some = set(self.rng.sample(left, min(len(left), OTHERS)))
        return [task for task in missing if task in drawn or task in some]


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

    def run(self, learnt: Penalties | None, *, fresh: bool) -> tuple[pyvrp.Solution, Penalties]:
        """Search from the plan, or from anything at all; return the best and what broken rules cost in the end."""
        data = self.sketch.data
        params = pyvrp.PenaltyParams(solutions_between_updates=UPDATE_EVERY, max_penalty=HIGHEST_PENALTY)
        manager = pyvrp.PenaltyManager(learnt or first_penalties(data), params)
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
        return best, manager.penalties()

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

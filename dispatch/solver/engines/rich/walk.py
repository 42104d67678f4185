"""One search from start to end on one core: start, goods, construction, ruin and recreate, goods again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dispatch.solver.engines.rich.compiled import Compiled, compile_problem
from dispatch.solver.engines.rich.cpsat import Effort
from dispatch.solver.engines.rich.departures import advance_all, postpone_all
from dispatch.solver.engines.rich.goods import reallocate
from dispatch.solver.engines.rich.held import started
from dispatch.solver.engines.rich.kinds import MILLI
from dispatch.solver.engines.rich.news import News, Task
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.polish import polish
from dispatch.solver.engines.rich.rebuild import state_of
from dispatch.solver.engines.rich.relaxation import relaxation
from dispatch.solver.engines.rich.search import Search

if TYPE_CHECKING:
    from dispatch.solver.engines.rich.sketching import Sketching

ROUNDS = 8
"""The fewest rounds of a search; longer ones have more, of so many seconds or seconds per stop drawn."""
ROUND_S, ROUND_S_PER_STOP = 1.2, 0.012
DRAWN = 0.7
"""Share of a round in which PyVRP draws, and its iterations per step of ruin and recreate where these are counted."""
DRAWN_PER_STEP = 8
CONSTRUCTED = 0.15
"""Of the time, the most that the first construction takes."""
FIRST = 0.25
"""Of the time, the most that the first drawing of a large day takes, cell by cell."""
SHARES = {"polish": 0.06, "goods": 0.08}
"""Of the time, what these parts may take."""
LAST_S = 0.3
"""What the last goods need."""
NEWS_S = 0.4
ENOUGH = 1500
STEPS_PER_VISIT = 20


def walk(task: Task, say: Callable[[News], None]) -> News:
    """Search until the time or the iterations are used up."""
    return _Walk(task, say).run()


class _Walk:
    """The search and what it has said so far."""

    def __init__(self, task: Task, say: Callable[[News], None]) -> None:
        self.begun = time.monotonic()
        self.ends = task.ends
        self.seconds = max(0.0, self.ends - self.begun)
        self.task, self.say = task, say
        self.c: Compiled = compile_problem(task.problem)
        self.bound: float | None = None
        self.said_key: int | None = None
        self.said_at = 0.0
        self.done = 0
        self.last_gain = self.rounds = 0
        self.spent = dict.fromkeys(SHARES, 0.0)

    def run(self) -> News:
        shares = relaxation(self.c, self._effort(0.15, 4.0))
        self.bound, self.aims = shares.bound, shares.target
        if "goods" in self.task.without:
            self.aims = [tuple(item.quantity for item in items) for items in self.c.lines]
        c, state = started(self.c, self.task.allow)
        if self.task.start is not None:
            better = state_of(c, self.task.start)
            state = better if better is not None and better.cost < state.cost else state
        search = Search(state, list(self.aims), self.task.seed)
        self.search = search
        counted = self.task.iterations is not None
        self._sketching = self._pyvrp()
        if self._sketching is not None and self._begins_in_cells(self._sketching):
            until = self.ends if counted else self.begun + FIRST * self.seconds
            self._sketching.draw(until, self.task.iterations, fresh=True)
            self._tell(search, force=True)
        search.construct(self.ends if counted else time.monotonic() + CONSTRUCTED * self.seconds)
        self._tell(search, force=True)
        self._goods()
        self._tell(search, force=True)
        self.heat = _mean_leg(c)
        while self._used() < 1.0 and not self._is_over():
            self._round()
        search.back_to_best()
        return self._news()

    def _round(self) -> None:
        """Draw, walk on from there, then set right what the best plan of it leaves to be had."""
        search, last = self.search, self._used(LAST_S) >= 1.0
        begun, length = self._used(), self._length()
        if self._sketching is not None and not last:
            fresh = self.rounds == 0 and not self.c.problem.incumbent and not self._sketching.parts.are_many
            self._draw(self._sketching, length, fresh=fresh)
        self.rounds += 1
        self._walk_on(min(1.0, begun + length))
        search.back_to_best()
        if "polish" not in self.task.without and self._may("polish"):
            with self._timed("polish"):
                if polish(search.state, self._effort(0.05, 10.0).seconds, search.rng, descend=True):
                    search.keep()
        if self._may("goods") or last:
            with self._timed("goods"):
                self._goods()
        self._tell(search, force=True)

    def _length(self) -> float:
        """Return how much of the search a round takes."""
        if self.task.iterations is not None:
            return 1.0 / ROUNDS
        stops = min(self.c.tasks, 400)
        return min(1.0 / ROUNDS, max(ROUND_S, ROUND_S_PER_STOP * stops) / max(self.seconds, 1e-9))

    def _draw(self, sketching: "Sketching", length: float, *, fresh: bool) -> None:
        """Let PyVRP draw for its share of a round; the walk goes on from what came out, better or not."""
        until, counted = time.monotonic() + DRAWN * length * self.seconds, None
        if self.task.iterations is not None:
            until, counted = self.ends, max(1, DRAWN_PER_STEP * self.task.iterations // ROUNDS)
        if sketching.draw(min(until, self.ends), counted, fresh=fresh):
            self._tell(self.search, force=True)

    def _walk_on(self, until: float) -> None:
        """Ruin and recreate until so much of the search is over."""
        while "ruin" not in self.task.without and (used := self._used()) < until:
            self.done += 1
            if self.search.step(self.heat * self._patience(used) * (1 - used) ** 2):
                self.last_gain = self.done
                self._tell(self.search)
            elif self._is_over():
                return

    def _may(self, part: str) -> bool:
        """Whether a part of the search has not yet had more than its share of the time."""
        return self.task.iterations is not None or self.spent[part] <= SHARES[part] * (time.monotonic() - self.begun)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.spent[part] += time.monotonic() - begun

    def _pyvrp(self) -> "Sketching | None":
        """Load PyVRP where a plan may be drawn anew at all."""
        if "sketch" in self.task.without or self.c.rank is not None or not self.c.visits:
            return None
        from dispatch.solver.engines.rich.sketching import Sketching

        return Sketching(self.search, self.task.seed, self.task.threads)

    def _begins_in_cells(self, sketching: "Sketching") -> bool:
        """Whether there is no plan to begin from, and too much for one drawing."""
        begun = self.c.problem.incumbent or self.task.start is not None
        return sketching.parts.are_many and not begun

    def _patience(self, used: float) -> float:
        """Tell how hot the search may run: a walk of few steps per visit has no time to come down again."""
        steps = self.task.iterations or (self.done / used if used > 0 else 0.0)
        return min(1.0, steps / (STEPS_PER_VISIT * max(1, self.c.tasks)))

    def _is_over(self) -> bool:
        """Tell whether nothing better can be hoped for: the bound is reached, or a small problem has been exhausted."""
        if self.done - self.last_gain > ENOUGH + self.c.tasks**2:
            return True
        return self.bound is not None and self.search.best.cost <= (self.bound + 1.0) * MILLI

    def _used(self, reserve: float = 0.0) -> float:
        """Return the part of the search that is over, so many seconds from now."""
        by_clock = (time.monotonic() - self.begun + reserve) / max(self.seconds, 1e-9)
        if self.task.iterations is None:
            return by_clock
        return 1.0 if by_clock >= 1.0 or not self.task.iterations else self.done / self.task.iterations

    def _goods(self) -> None:
        """Set quantities exactly, offer what is left to others; aim from now on at what was hoped for or reached."""
        search = self.search
        state, before = search.state, search.state.snapshot()
        postpone_all(state)
        if "goods" not in self.task.without:
            reallocate(state, self._effort(0.05, 1.0))
        search.fill(None if self.task.iterations is not None else time.monotonic() + max(0.2, 0.03 * self.seconds))
        advance_all(state)
        if state.cost >= before.cost:
            state.restore(before)
        search.keep()
        search.insertion.target = [
            aim if now is None else tuple(max(pair) for pair in zip(aim, now, strict=True))
            for aim, now in zip(self.aims, search.state.got, strict=True)
        ]

    def _effort(self, share: float, most: float) -> Effort:
        left = max(0.05, self.ends - time.monotonic())
        if self.task.iterations is not None:
            return Effort(left, most, self.task.seed)
        return Effort(min(left, most, max(0.1, share * self.seconds)), None, self.task.seed)

    def _tell(self, search: Search, *, force: bool = False) -> None:
        key, now = search.best.cost, time.monotonic()
        if key == self.said_key or (not force and now - self.said_at < NEWS_S):
            return
        self.said_key, self.said_at = key, now
        here = search.state.snapshot()
        search.back_to_best()
        self.say(self._news())
        search.state.restore(here)

    def _news(self) -> News:
        """Return the present plan; a bound on plans that serve all they must says nothing about one that does not."""
        state = self.search.state
        bound = self.bound if state.cost < self.c.big else None
        return News(state.cost, plan_of(state, bound), bound, self.done)


def _mean_leg(c: Compiled) -> float:
    rows = c.cars[0].kind.money
    places = sorted(set(c.place) | {c.cars[0].start})[:200]
    legs = [rows[a][b] for a in places for b in places if a != b]
    return sum(legs) / len(legs) if legs else 1.0

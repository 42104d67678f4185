"""The child that proves a bound: begun once the search has a good plan, ended with it."""

import time
from dataclasses import dataclass
from types import TracebackType

from dispatch.solver.engines.child import Child, Line
from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.problem import Problem

PROVED = 250
"""Visits up to which a bound is sought: the tables grow with the square, and larger plans need every core."""
SHORTEST_S, PER_VISIT_S = 3.0, 0.08
"""Time limits from which on a bound is sought, in all and for each visit: with less it would say little."""
SEARCHED = 0.6
"""Part of the time that all searches have before one makes room."""


@dataclass(frozen=True, slots=True)
class _Payload:
    problem: Problem
    routes: Routes
    deadline: float


class Proof:
    """A bound that may be under way; its child stands ready from the start, for starting one takes a moment."""

    def __init__(self, problem: Problem, deadline: float, *, worth: bool) -> None:
        self.problem, self.deadline = problem, deadline
        now = time.monotonic()
        self._begins = now + SEARCHED * (deadline - now)
        worth = (
            worth
            and len(problem.visits) <= PROVED
            and deadline - now >= max(SHORTEST_S, PER_VISIT_S * len(problem.visits))
        )
        self._child = Child(_prove, None) if worth else None
        self._begun = False

    @property
    def bound(self) -> int | None:
        """The best bound proved so far."""
        if self._child is None:
            return None
        self._child.wait(0.0)
        answer: int | None = self._child.answer
        return answer

    def is_due(self) -> bool:
        """Whether it should begin now."""
        return self._child is not None and not self._begun and time.monotonic() >= self._begins

    def begin(self, routes: Routes) -> None:
        """Begin, from the routes of a good plan."""
        self._begun = True
        if self._child is not None:
            self._child.tell(_Payload(self.problem, routes, self.deadline))

    def __enter__(self) -> "Proof":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._child is not None:
            self._child.kill()


def _prove(payload: None, line: Line) -> None:  # noqa: ARG001  what it needs comes as a task
    from dispatch.solver.engines.plain.bound import lower_bound

    task: _Payload = line.hear()
    lower_bound(task.problem, task.routes, task.deadline, line.say)

"""What goes between the rich engine's parent and its children: the task one way, the news the other."""

from dataclasses import dataclass
from typing import Literal

from dispatch.solver.allow import Allow
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem

Part = Literal["goods", "sketch", "polish", "ruin"]
"""CP-SAT's shares and quantities, PyVRP's routes, OR-Tools' polish, ruin and recreate."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is told: the problem, when to end on the monotonic clock, iterations if counted, seed, what may change."""

    problem: Problem
    ends: float
    iterations: int | None
    seed: int
    allow: Allow = "all"
    start: Plan | None = None
    """A plan to begin from, where there is a better one than the plan in force."""
    threads: int = 1
    """Parts of a large plan drawn side by side."""
    without: frozenset[Part] = frozenset()
    """Parts of the search left out, to measure what each is worth."""


@dataclass(frozen=True, slots=True)
class News:
    """A plan found: `key` orders plans (what must be served first, then money)."""

    key: int
    plan: Plan
    bound: float | None
    iterations: int = 0

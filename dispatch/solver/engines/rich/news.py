"""Between the rich engine's parent and its children: the task, the news, and the child's first line of work.

The parent stays light: CP-SAT is only loaded where it runs, in the child.
"""

from dataclasses import dataclass

from dispatch.solver.engines.child import Line
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is told: the problem, when to end on the monotonic clock, iterations if counted, seed."""

    problem: Problem
    ends: float
    iterations: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class News:
    """A plan found: `key` orders plans (what must be served first, then money)."""

    key: int
    plan: Plan
    bound: float | None
    iterations: int = 0


def work(task: Task, line: Line) -> News:
    """Search in a child process and say every better plan."""
    from dispatch.solver.engines.rich.walk import walk

    return walk(task, line.say)

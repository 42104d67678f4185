"""The plain engine's door: seeds in parallel, a hard deadline, the best feasible answer at any moment."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack

from dispatch.solver.engines.child import Child, Line, wait_any
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.repair import repair
from dispatch.solver.engines.plain.search import Answer, Task, search
from dispatch.solver.errors import EngineError
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem

LAST_WORDS_S = 0.5
"""How long after the deadline a child may still hand over its last answer before it is killed."""


def solve_plain(
    problem: Problem,
    *,
    time_limit_s: float = 30.0,
    iterations: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    on_better: Callable[[Plan], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Solve a problem that `is_plain`.

    Parameters
    ----------
    time_limit_s : float
        Wall time from this call on; the answer comes at most a second later.
    iterations : int | None
        Iterations of each search; with the same seed and jobs the same plan, unless the time runs out first.
    jobs : int | None
        Searches at once, each with a seed of its own; all cores by default.
    on_better : Callable[[Plan], None] | None
        Hears every better plan as it comes.
    should_stop : Callable[[], bool] | None
        Asked several times a second; the best plan so far is then the answer.

    Raises
    ------
    EngineError
        When every search has failed and nothing could be planned instead.
    """
    deadline = time.monotonic() + time_limit_s
    count = jobs or cores()
    best: Answer | None = None
    with ExitStack() as stack:
        children = [
            stack.enter_context(Child(_work, Task(problem, seed + 7919 * number, deadline, iterations)))
            for number in range(count)
        ]
        while any(child.running for child in children) and time.monotonic() < deadline + LAST_WORDS_S:
            if should_stop is not None and should_stop():
                break
            for child in wait_any(children, min(0.2, max(0.0, deadline + LAST_WORDS_S - time.monotonic()))):
                if best is None or child.answer.score < best.score:
                    best = child.answer
                    if on_better is not None:
                        on_better(plan_of(problem, best.routes))
        answers = [child.answer for child in children if child.answer is not None]
        errors = [child.error for child in children if child.error is not None]
    if answers:
        return plan_of(problem, min(answers, key=lambda answer: answer.score).routes)
    if errors and iterations is None and time.monotonic() > deadline:
        raise EngineError(f"every search failed: {errors[0]}", "Report this problem file; try fewer jobs.")
    return plan_of(problem, repair(problem, {}, max(deadline, time.monotonic() + 0.5)))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(task: Task, line: Line) -> Answer | None:
    return search(task, line.say)

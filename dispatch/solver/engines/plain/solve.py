"""The plain engine's door: small problems as a whole with several seeds, large ones by parts; a hard deadline."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from dispatch.solver.engines.child import Child, wait_any
from dispatch.solver.engines.plain.decompose import LARGE, solve_by_parts
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.proof import Proof
from dispatch.solver.engines.plain.repair import repair
from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.engines.plain.search import BROAD, QUICK, Answer, Task, searched
from dispatch.solver.errors import EngineError
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem

LAST_WORDS_S = 0.5
"""How long after the deadline a child may still hand over its last answer before it is killed."""
MANY = 150
"""Visits from which on a single search is quick rather than broad."""
ANNEALED = 300
"""Visits from which on every search anneals: two runs differ by 2 % there, and PyVRP's own walk ends 2 to 5 % above."""


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
        Searches at once; all cores by default.
    on_better : Callable[[Plan], None] | None
        Hears better plans as they come, not so often that telling them would take the time.
    should_stop : Callable[[], bool] | None
        Asked several times a second; the best plan so far is then the answer.

    Raises
    ------
    EngineError
        When every search has failed before the deadline.
    """
    timing_s = 5e-5 * len(problem.visits)  # the plan's own clock and cost come out of the limit
    deadline = time.monotonic() + max(0.1, time_limit_s - timing_s)
    teller = _Teller(problem, on_better)
    stop = should_stop or _never
    count = jobs or cores()
    if len(problem.visits) > LARGE:
        parts: Routes = solve_by_parts(
            problem, deadline=deadline, iterations=iterations, seed=seed, jobs=count, on_routes=teller.tell,
            should_stop=stop,
        )  # fmt: skip
        return plan_of(problem, parts)
    routes, bound = _solve_whole(problem, deadline, iterations, seed, count, teller, stop)
    return replace(plan_of(problem, routes), bound=bound)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def searches(problem: Problem, deadline: float, iterations: int | None, seed: int, count: int) -> list[Task]:
    """So many searches of the whole: annealed and by PyVRP's own walk in turns, all annealed where that walk is slow."""
    size = len(problem.visits)
    styles = (QUICK, BROAD) if size >= MANY else (BROAD, QUICK)
    if size > ANNEALED:
        styles = (QUICK, QUICK)
    return [
        Task(
            problem,
            seed + 7919 * n,
            deadline,
            iterations,
            style=styles[n % 2],
            anneals=n % 2 == 0 or size > ANNEALED,
        )
        for n in range(count)
    ]


class _Teller:
    """Tells better plans as they come, at most a twentieth of the time."""

    def __init__(self, problem: Problem, on_better: Callable[[Plan], None] | None) -> None:
        self.problem, self.on_better = problem, on_better
        self.not_before = 0.0

    def tell(self, routes: Routes, bound: int | None = None) -> None:
        begun = time.monotonic()
        if self.on_better is not None and begun >= self.not_before:
            self.on_better(replace(plan_of(self.problem, routes), bound=bound))
            self.not_before = time.monotonic() + 20 * (time.monotonic() - begun)


def _solve_whole(
    problem: Problem,
    deadline: float,
    iterations: int | None,
    seed: int,
    count: int,
    teller: _Teller,
    should_stop: Callable[[], bool],
) -> tuple[Routes, int | None]:
    """Search the whole with several seeds at once; the best is kept. One of them makes room for the proof of a bound."""
    best: Answer | None = None
    with ExitStack() as stack:
        tasks = searches(problem, deadline, iterations, seed, count)
        children = [stack.enter_context(Child(searched, task)) for task in tasks]
        proof = stack.enter_context(Proof(problem, deadline, worth=iterations is None and count > 1))
        latest = deadline + LAST_WORDS_S
        while any(child.running for child in children) and time.monotonic() < latest and not should_stop():
            for child in wait_any(children, min(0.2, latest - time.monotonic())):
                if best is None or child.answer.score < best.score:
                    best = child.answer
                    teller.tell(best.routes, proof.bound)
            if best is not None and best.score.missing == 0 and proof.is_due():
                children[-1].kill()
                proof.begin(best.routes)
        answers: list[Answer] = [child.answer for child in children if child.answer is not None]
        errors = [child.error for child in children if child.error is not None]
        bound = proof.bound
    if answers:
        found = min(answers, key=lambda answer: answer.score)
        return found.routes, bound if found.score.missing == 0 else None
    if len(errors) == count:
        raise EngineError(f"every search failed: {errors[0]}", "Report this problem file; try fewer jobs.")
    return repair(problem, {}, max(deadline, time.monotonic() + 0.5)), None


def _never() -> bool:
    return False

"""The one door of the solver: a problem in, a plan out that has passed the checker."""

import logging
import time

from dispatch.solver.checker import violations
from dispatch.solver.cost import cost
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem
from dispatch.solver.progress import OnProgress, Progress, ShouldStop
from dispatch.solver.validation import validate

EXPLAINED = 1500
"""Visits up to which reasons are sought in a plain problem: the tables for it grow with the square."""

log = logging.getLogger(__name__)


def solve(
    problem: Problem,
    *,
    time_limit_s: float = 30.0,
    iterations: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Plan:
    """Plan a problem; what cannot be served is in the plan's `unassigned`, with reasons.

    Parameters
    ----------
    time_limit_s : float
        Wall time; the answer comes at most about a second later.
    iterations : int | None
        With the same seed the same plan, unless the time runs out first.
    seed : int
        Of the search.
    jobs : int | None
        Processes that search at once; all cores by default.
    on_progress, should_stop
        Hears how far it is; asked whether to stop with the best plan so far. Both from this thread.

    Raises
    ------
    ProblemError
        Where the problem contradicts itself.
    LockedPlanError
        Where the locked stops of the plan in force break a rule.
    """
    ends = time.monotonic() + time_limit_s
    validate(problem)
    plan = _plain(problem, time_limit_s, iterations, seed, jobs, on_progress, should_stop)
    if plan is not None:
        return plan
    from dispatch.solver.engines.rich import solve_rich

    return solve_rich(
        problem,
        time_limit_s=max(0.1, ends - time.monotonic()),
        iterations=iterations,
        seed=seed,
        jobs=jobs,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def _plain(
    problem: Problem,
    time_limit_s: float,
    iterations: int | None,
    seed: int,
    jobs: int | None,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> Plan | None:
    """Let PyVRP plan what it can state; None where it cannot or where the checker finds fault with its plan."""
    if problem.products or problem.docks or problem.shipments or any(visit.lines for visit in problem.visits):
        return None  # seen at once, without loading PyVRP
    from dispatch.solver.engines.plain import is_plain, solve_plain
    from dispatch.solver.engines.rich.compiled import compile_problem
    from dispatch.solver.engines.rich.reasons import with_reasons

    if not is_plain(problem):
        return None
    begun = time.monotonic()

    def tell(plan: Plan) -> None:
        if on_progress is not None:
            served, total = cost(problem, plan).served, len(problem.visits)
            on_progress(Progress(time.monotonic() - begun, plan.cost, plan.bound, served, total))

    plan = solve_plain(
        problem,
        time_limit_s=time_limit_s,
        iterations=iterations,
        seed=seed,
        jobs=jobs,
        on_better=tell,
        should_stop=should_stop,
    )
    found = violations(problem, plan)
    if found:
        log.error("a plan of the plain engine breaks a rule and is dropped: %s", found[0])
        return None
    tell(plan)
    if not plan.unassigned or len(problem.visits) > EXPLAINED:
        return plan
    return with_reasons(compile_problem(problem), plan)

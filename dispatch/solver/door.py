"""The one door of the solver: a problem in, a plan out that has passed the checker."""

import logging
import time
from typing import TYPE_CHECKING

from dispatch.solver.allow import Allow
from dispatch.solver.checker import violations
from dispatch.solver.cost import cost
from dispatch.solver.plan import Plan
from dispatch.solver.pool import Pool
from dispatch.solver.problem import Id, Problem
from dispatch.solver.progress import OnProgress, Progress, ShouldStop
from dispatch.solver.validation import validate

if TYPE_CHECKING:
    from dispatch.solver.engines.rich.elsewhere import Alternative

EXPLAINED = 1500
"""Visits up to which reasons are sought in a plain problem: the tables for it grow with the square."""
CAUSES = 500
"""The same where causes alone are asked for: the plan must be there within a second of its time limit."""

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
    explain: bool = True,
    allow: Allow = "all",
    pool: Pool | None = None,
) -> Plan:
    """Plan a problem; what cannot be served is in the plan's `unassigned`, with reasons.

    Parameters
    ----------
    time_limit_s : float
        Wall time; the plan is there at most about a second later, its remedies and prices at most nine.
    iterations : int | None
        With the same seed the same plan, unless the time runs out first.
    seed : int
        Of the search.
    jobs : int | None
        Processes that search at once; all cores by default.
    on_progress, should_stop
        Hears how far it is; asked whether to stop with the best plan so far. Both from this thread.
    explain : bool
        Whether remedies and prices are sought for what stays out, after the time limit.
    allow : Allow
        How much of the plan in force may change (see `dispatch.solver.allow`).
    pool : Pool | None
        Where to search rich days, `jobs` searches at once (see `dispatch.solver.pool`); children of this process if None.

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
        return _explained(problem, plan, time_limit_s if explain else 0.0)
    from dispatch.solver.engines.rich import solve_rich

    return solve_rich(
        problem,
        time_limit_s=max(0.1, ends - time.monotonic()),
        iterations=iterations,
        seed=seed,
        jobs=jobs,
        on_progress=on_progress,
        should_stop=should_stop,
        explain=explain,
        allow=allow,
        pool=pool,
    )


def alternatives(problem: Problem, plan: Plan, visit: Id) -> "tuple[Alternative, ...]":
    """List what a served visit would cost on each vehicle that could take it as the plan stands, cheapest first."""
    from dispatch.solver.engines.rich.elsewhere import alternatives as of_plan

    validate(problem)
    return of_plan(problem, plan, visit)


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
    return plan


def _explained(problem: Problem, plan: Plan, time_limit_s: float) -> Plan:
    """Give a plan of the plain engine its reasons; with a time limit of zero causes alone."""
    if not plan.unassigned or len(problem.visits) > (EXPLAINED if time_limit_s else CAUSES):
        return plan
    from dispatch.solver.engines.rich.compiled import compile_problem
    from dispatch.solver.engines.rich.reasons import with_reasons
    from dispatch.solver.engines.rich.solve import proofs_s

    return with_reasons(compile_problem(problem), plan, proofs_s(time_limit_s) if time_limit_s else 0.0)

"""The rich engine's parent: a plan at once, children that better it, the best one that the checker lets pass."""

import logging
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from dispatch.solver.allow import Allow
from dispatch.solver.checker import violations
from dispatch.solver.cost import cost
from dispatch.solver.engines.child import Child, wait_any
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.errand import work
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.engines.rich.news import News, Task
from dispatch.solver.engines.rich.reasons import with_reasons
from dispatch.solver.engines.rich.rounds import search_in_rounds
from dispatch.solver.plan import Plan
from dispatch.solver.pool import Pool
from dispatch.solver.problem import Problem
from dispatch.solver.progress import OnProgress, Progress, ShouldStop

GRACE_S = 0.4
"""How long after the limit a child may still hand over what it has."""
POLL_S = 0.1
TOGETHER = 150
"""Visits from which on all cores draw parts of one plan; of smaller days each core has a plan of its own."""
SOON = 400
"""Visits up to which a first plan is there in a moment; that of a larger day is made while the children load."""
PROOFS_S = 8.0
"""The most that remedies and prices may take after the time limit; after a short search a third of it."""

log = logging.getLogger(__name__)


def solve_rich(
    problem: Problem,
    *,
    time_limit_s: float,
    iterations: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    explain: bool = True,
    allow: Allow = "all",
    pool: Pool | None = None,
) -> Plan:
    """Plan a rich day; the plan has passed the checker and names the reason of everything left out.

    With `iterations` one child searches and the same seed gives the same plan, unless the time limit cuts it off.
    Without `explain` reasons are causes alone. With a `pool` it searches there, `jobs` at once, not in children.

    Raises
    ------
    LockedPlanError
        Where the locked stops of the plan in force break a rule.
    """
    begun = time.monotonic()
    best = _Best(problem, begun, on_progress)
    c = compile_problem(problem)
    first_s = min(0.3 * time_limit_s, max(1.0, 0.05 * time_limit_s))
    workers = 1 if iterations is not None else jobs or os.cpu_count() or 1
    ends = begun + time_limit_s
    tasks = [Task(problem, ends - 0.05, iterations, seed + 7919 * n, allow) for n in range(workers)]
    if len(problem.visits) > TOGETHER and pool is None and iterations is None:
        tasks = [replace(tasks[0], threads=workers)]
    if not problem.visits and not problem.shipments:
        tasks = []
    if len(problem.visits) <= SOON:
        best.offer(first_plan(c, first_s, allow))
    with ExitStack() as stack:
        children = [stack.enter_context(Child(work, task)) for task in tasks if pool is None]
        if len(problem.visits) > SOON:
            best.offer(first_plan(c, first_s, allow))
        if pool is not None:
            search_in_rounds(pool, tasks, ends, best.offer, lambda: best.plan, should_stop)
        else:
            _listen(children, best, ends + GRACE_S, should_stop)
    used = time.monotonic() - begun if iterations is None else time_limit_s
    return with_reasons(c, best.plan, proofs_s(used) if explain else 0.0, workers, allow)


def proofs_s(used_s: float) -> float:
    """Return how many seconds remedies and prices may take after a plan that took so many."""
    return min(PROOFS_S, max(1.0, used_s / 3))


def _listen(children: Sequence[Child], best: "_Best", until: float, should_stop: ShouldStop | None) -> None:
    while any(child.running for child in children):
        left = until - time.monotonic()
        if left <= 0 or (should_stop is not None and should_stop()):
            break
        for child in wait_any(children, min(left, POLL_S)):
            best.offer(child.answer)
        best.report()
    for child in children:
        if child.error:
            log.warning("a search of the rich engine ended badly: %s", child.error)


class _Best:
    """The best plan that the checker accepts."""

    def __init__(self, problem: Problem, begun: float, on_progress: OnProgress | None) -> None:
        self.problem, self.begun, self.on_progress = problem, begun, on_progress
        self.key: int | None = None
        self.plan = Plan()
        self.bound: float | None = None
        self.reported_at = 0.0
        self.served = 0

    def offer(self, news: News) -> None:
        """Take a plan if it is better and right."""
        bound = max((b for b in (self.bound, news.bound) if b is not None), default=None)
        if self.key is not None and news.key >= self.key:
            if news.key == self.key and bound != self.bound:
                self.bound, self.plan = bound, replace(self.plan, bound=bound)
            return
        found = violations(self.problem, news.plan)
        if found:
            log.error("a plan of the rich engine breaks a rule and is dropped: %s", found[0])
            return
        self.key, self.bound = news.key, bound
        self.plan = replace(news.plan, bound=bound)
        self.served = cost(self.problem, self.plan).served
        self.report(force=True)

    def report(self, *, force: bool = False) -> None:
        """Tell the caller how far it is, at most twice a second unless there is something new."""
        now = time.monotonic()
        if self.on_progress is None or (not force and now - self.reported_at < 0.5):
            return
        self.reported_at = now
        total = len(self.problem.visits) + len(self.problem.shipments)
        self.on_progress(Progress(now - self.begun, self.plan.cost, self.bound, self.served, total))

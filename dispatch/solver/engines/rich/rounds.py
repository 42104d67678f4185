"""Searches on a pool, in rounds: each begins from the best plan so far, so that a worker lost costs one round.

A pool cannot be told to stop, and its clock may be another machine's: a share of the work says how long, not until when.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from dispatch.solver.engines.rich.news import News, Task
from dispatch.solver.plan import Plan
from dispatch.solver.pool import Future, Pool
from dispatch.solver.progress import ShouldStop

ROUNDS = 5
LEAST_S = 2.0
TRAVEL_S = 0.5
"""What a share may take on its way, out and back."""
POLL_S = 0.05

log = logging.getLogger(__name__)


def search_in_rounds(
    pool: Pool,
    tasks: Sequence[Task],
    ends: float,
    offer: Callable[[News], None],
    best: Callable[[], Plan],
    should_stop: ShouldStop | None,
) -> None:
    """Let a pool search until an instant of this machine's monotonic clock; every plan found is offered as it comes."""
    counted = tasks[0].iterations is not None if tasks else True
    for number in range(1 if counted else ROUNDS):
        left = ends - time.monotonic() - TRAVEL_S
        if not tasks or left <= 0.2 or (should_stop is not None and should_stop()):
            return
        seconds = left if counted else min(left, max(LEAST_S, left / (ROUNDS - number)))
        shares = [replace(task, start=best(), seed=task.seed + 104_729 * number) for task in tasks]
        futures = [pool.submit(share, task, seconds) for task in shares]
        _collect(futures, min(ends, time.monotonic() + seconds + 2 * TRAVEL_S), offer, should_stop)


def share(task: Task, seconds: float) -> News:
    """Search for so many seconds on a worker."""
    from dispatch.solver.engines.rich.walk import walk

    return walk(replace(task, ends=time.monotonic() + seconds), lambda _: None)


def _collect(
    futures: list[Future], until: float, offer: Callable[[News], None], should_stop: ShouldStop | None
) -> None:
    open_ = list(futures)
    while open_ and time.monotonic() < until and not (should_stop is not None and should_stop()):
        for future in [future for future in open_ if future.done()]:
            open_.remove(future)
            try:
                offer(future.result(4 * TRAVEL_S))
            except Exception as error:  # noqa: BLE001  whatever became of a worker, the others go on
                log.warning("a search on the pool ended badly: %s", error)
        time.sleep(POLL_S)
    for future in open_:
        future.cancel()

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
PATIENCE_S = 3.0
"""How late a share may be before its worker is taken for lost."""
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
    """Let a pool search until an instant of this machine's monotonic clock; every plan found is offered as it comes.

    Whoever has handed in a share gets the next one, from the best plan so far. A share that is late (a worker that had
    to be started first) still counts when it comes; another one is given out for one that does not come at all.
    """
    if not tasks:
        return
    counted = tasks[0].iterations is not None
    length = max(LEAST_S, (ends - time.monotonic()) / ROUNDS)
    given, out = 0, []  # type: int, list[tuple[Future, float]]
    while (now := time.monotonic()) < ends and not (should_stop is not None and should_stop()):
        out = [(future, due) for future, due in out if not _taken(future, offer)]
        left = ends - now - TRAVEL_S
        busy = sum(1 for _, due in out if now < due)
        may_give = given < len(tasks) if counted else left > 0.2 and given < 2 * ROUNDS * len(tasks)
        if busy < len(tasks) and may_give:
            task = tasks[given % len(tasks)]
            seconds = left if counted else min(left, length)
            task = replace(task, start=best(), seed=task.seed + 104_729 * (given // len(tasks)))
            out.append((pool.submit(share, task, seconds), now + seconds + PATIENCE_S))
            given += 1
            continue
        if not out:
            break
        time.sleep(POLL_S)
    for future, _ in out:
        if not _taken(future, offer):
            future.cancel()


def share(task: Task, seconds: float) -> News:
    """Search for so many seconds on a worker."""
    from dispatch.solver.engines.rich.walk import walk

    return walk(replace(task, ends=time.monotonic() + seconds), lambda _: None)


def _taken(future: Future, offer: Callable[[News], None]) -> bool:
    """Offer what a share has found, if it is done."""
    if not future.done():
        return False
    try:
        offer(future.result(4 * TRAVEL_S))
    except Exception as error:  # noqa: BLE001  whatever became of a worker, the others go on
        log.warning("a search on the pool ended badly: %s", error)
    return True

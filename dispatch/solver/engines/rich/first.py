"""The plan that is always there: constructed in a moment by insertion alone."""

import time

from dispatch.solver.allow import Allow
from dispatch.solver.engines.rich.compiled import Compiled
from dispatch.solver.engines.rich.held import started
from dispatch.solver.engines.rich.news import News
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.search import Search


def first_plan(c: Compiled, seconds: float, allow: Allow = "all") -> News:
    """Construct a plan, without CP-SAT, in at most about so many seconds."""
    c, state = started(c, allow)
    search = Search(state, [tuple(item.quantity for item in items) for items in c.lines], seed=0)
    search.construct(time.monotonic() + seconds)
    return News(state.cost, plan_of(state), None)

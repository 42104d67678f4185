"""The plan in force held as far as a replan may not change it: the search's first state, and the problem narrowed to it."""

from dataclasses import replace

from dispatch.solver.allow import Allow
from dispatch.solver.engines.rich.compiled import Compiled
from dispatch.solver.engines.rich.start import from_incumbent
from dispatch.solver.engines.rich.state import State


def started(c: Compiled, allow: Allow) -> tuple[Compiled, State]:
    """Return the problem in which what must stay can only stay, and the state that has it.

    Raises
    ------
    LockedPlanError
        Where the locked stops of the plan in force break a rule.
    """
    state = from_incumbent(c)
    if allow == "all":
        return c, state
    order = [
        task
        for car, route in zip(c.cars, state.routes, strict=True)
        for trip in (route.trips if route is not None else ())
        for task, _ in trip.stops
        if c.mine[task] == car.index
    ]
    stays = set(order)
    cars = [
        replace(car, serves=[can and (t not in stays or c.mine[t] == car.index) for t, can in enumerate(car.serves)])
        for car in c.cars
    ]
    locked = [is_locked or (allow == "insert" and t in stays) for t, is_locked in enumerate(c.locked)]
    rank = None
    if allow == "sequences":
        rank = [-1] * c.tasks
        for n, task in enumerate(order):
            rank[task] = n if c.portions[task] == 1 else -1
    held = replace(c, cars=cars, locked=locked, rank=rank)
    fresh = State(held)
    fresh.restore(state.snapshot())
    return held, fresh

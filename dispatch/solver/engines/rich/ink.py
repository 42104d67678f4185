"""Sketched routes made exact: docks, breaks, supply and all else checked; what does not hold is left to the insertion."""

from dispatch.solver.engines.rich.compiled import Car
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.portions import admissible
from dispatch.solver.engines.rich.schedule import Stop, Trip
from dispatch.solver.engines.rich.sketch import Trips
from dispatch.solver.engines.rich.state import State, make_trip


def ink(state: State, routes: list[tuple[Car, Trips]], cars: list[Car]) -> None:
    """Give the cars these routes, as much of each as can be driven."""
    for car in cars:
        state.try_route(car, [])
    for car, trips in routes:
        done: list[Trip] = []
        for place, drawn in trips:
            stops = tuple(stop for stop in drawn if _is_open(state, stop))
            whole = _add(state, car, done, place, stops) if stops else None
            if whole is None and stops:
                whole = _most(state, car, done, place, stops)
            if whole is not None:
                done = whole
    for task in range(state.c.visits):
        if state.c.portions[task] > 1 and not _is_fit(state, task):
            _withdraw(state, task)


def _is_open(state: State, stop: Stop) -> bool:
    """Tell whether what a stop brings has not come on another vehicle since it was drawn."""
    task, units = stop
    return state.times[task] < state.c.portions[task] and all(
        have >= wanted for have, wanted in zip(state.rest_of(task), units, strict=True)
    )


def _is_fit(state: State, task: int) -> bool:
    """Tell whether the portions that could be driven add up to what the visit admits."""
    got, items = state.got[task], state.c.lines[task]
    if got is None:
        return True
    if state.c.whole[task]:
        return got == tuple(item.quantity for item in items)
    return all(units == 0 or admissible(item, 0, units) == units for item, units in zip(items, got, strict=True))


def _withdraw(state: State, task: int) -> None:
    """Leave a visit out altogether."""
    for car in state.c.cars:
        route = state.routes[car.index]
        if route is None or not any(stop[0] == task for trip in route.trips for stop in trip.stops):
            continue
        trips = []
        for trip in route.trips:
            made = make_trip(state.c, trip.place, tuple(stop for stop in trip.stops if stop[0] != task), trip.slot)
            assert made is not None, "fewer goods are to be had where more were"
            trips.append(made)
        if not state.try_route(car, trips):
            state.try_route(car, [])


def _add(state: State, car: Car, done: list[Trip], place: int, stops: tuple[Stop, ...]) -> list[Trip] | None:
    made = make_trip(state.c, place, stops, 0)
    if made is None:
        return None
    slot = state.slot_for(made.goods)
    if slot >= NEVER:
        return None
    trips = [*done, made.at_slot(max(slot, made.slot))]
    return trips if state.try_route(car, trips) else None


def _most(state: State, car: Car, done: list[Trip], place: int, stops: tuple[Stop, ...]) -> list[Trip] | None:
    """Leave out one stop, or whatever cannot be reached."""
    for n in range(len(stops)):
        if len(stops) > 1 and (trips := _add(state, car, done, place, (*stops[:n], *stops[n + 1 :]))) is not None:
            return trips
    best: list[Trip] | None = None
    kept: tuple[Stop, ...] = ()
    for stop in stops:
        trips = _add(state, car, done, place, (*kept, stop))
        if trips is not None:
            kept, best = (*kept, stop), trips
            state.try_route(car, done)
    if best is not None:
        state.try_route(car, done)
        return _add(state, car, done, place, kept)
    return None

"""The plan in force as the search's first state: locked stops as they stand, the others where they still can be."""

from dispatch.solver.engines.rich.compiled import Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.portions import portion
from dispatch.solver.engines.rich.schedule import Stop, Trip
from dispatch.solver.engines.rich.state import State, make_trip
from dispatch.solver.errors import LockedPlanError


def from_incumbent(c: Compiled) -> State:
    """Return a state with the locked stops and whatever else of the plan in force can be kept.

    Raises
    ------
    LockedPlanError
        Where the locked stops of a vehicle cannot be driven.
    """
    state = State(c)
    index = {visit.id: n for n, visit in enumerate(c.problem.visits)}
    cars = {vehicle.id: c.cars[n] for n, vehicle in enumerate(c.problem.vehicles)}
    wanted = [
        (cars[route.vehicle].index, [[index[v] for v in trip] for trip in route.trips]) for route in c.problem.incumbent
    ]
    for car, trips in wanted:
        if any(c.locked[task] for trip in trips for task in trip):
            _lock(state, car, trips)
    for car, trips in wanted:
        for number, trip in enumerate(trips):
            for position, task in enumerate(trip):
                if state.times[task] == 0 and c.cars[car].serves[task]:
                    _add(state, car, number, task, trip[:position])
    return state


def _lock(state: State, car: int, trips: list[list[int]]) -> None:
    """Build the vehicle's locked stops; fewer goods where supply has changed since."""
    c = state.c
    last = max(n for n, trip in enumerate(trips) if any(c.locked[task] for task in trip))
    made: list[Trip] = []
    for trip in trips[: last + 1]:
        tasks = [task for task in trip if c.locked[task]]
        whole = make_trip(c, c.cars[car].places[0], tuple((t, state.rest_of(t)) for t in tasks), 0)
        slot = NEVER if whole is None else state.slot_for(whole.goods)
        if whole is not None and slot < NEVER and _try(state, car, [*made, whole.at_slot(max(slot, whole.slot))]):
            made.append(whole.at_slot(max(slot, whole.slot)))
            continue
        stops: list[Stop] = []
        for task in tasks:
            stops.append((task, _what_is_left(state, car, task, stops)))
        less = make_trip(c, c.cars[car].places[0], tuple(stops), 0)
        slot = NEVER if less is None else state.slot_for(less.goods)
        if less is None or slot >= NEVER or not _try(state, car, [*made, less.at_slot(max(slot, less.slot))]):
            vehicle = c.problem.vehicles[car].id
            ids = [c.problem.visits[task].id for task in tasks]
            raise LockedPlanError(
                f"Vehicle {vehicle} cannot keep its locked stops {ids} in trip {len(made) + 1}.",
                "Unlock one of them, or widen the window, shift or supply that they miss.",
            )
        made.append(less.at_slot(max(slot, less.slot)))


def _try(state: State, car: int, trips: list[Trip]) -> bool:
    return state.try_route(state.c.cars[car], trips)


def _what_is_left(state: State, car: int, task: int, before: list[Stop]) -> Vector:
    c = state.c
    if not c.lines[task]:
        return ()
    earlier = make_trip(c, c.cars[car].places[0], tuple(before), 0)
    load = earlier.load if earlier is not None else (0,) * c.size
    room = tuple(max(0, r - a) for a, r in zip(load, c.cars[car].capacity, strict=True))
    rest = state.rest_of(task)
    units = portion(state, task, (0,) * len(rest), rest, c.cars[car].places[0], len(c.instants) - 1, room)
    return (0,) * len(rest) if c.whole[task] and units != rest else units


def _add(state: State, car: int, number: int, task: int, before: list[int]) -> None:
    """Put a stop back on its trip if it still can be served there, with what there still is of its goods."""
    c = state.c
    rest = state.rest_of(task)
    if _add_units(state, car, number, task, before, rest) or c.whole[task] or not c.lines[task]:
        return
    route = state.routes[car]
    load = route.trips[number].load if route is not None and number < len(route.trips) else (0,) * c.size
    room = tuple(r - a for a, r in zip(load, c.cars[car].capacity, strict=True))
    place = c.cars[car].places[0]
    units = portion(state, task, (0,) * len(rest), rest, place, len(c.instants) - 1, room)
    _add_units(state, car, number, task, before, units)


def _add_units(state: State, car: int, number: int, task: int, before: list[int], units: Vector) -> bool:
    c = state.c
    if c.lines[task] and not any(units):
        return False
    route = state.routes[car]
    trips = list(route.trips) if route is not None else []
    stop = (task, units)
    if number < len(trips):
        trip = trips[number]
        position = max((n + 1 for n, (t, _) in enumerate(trip.stops) if t in before), default=0)
        stops: tuple[Stop, ...] = (*trip.stops[:position], stop, *trip.stops[position:])
        made, alone = make_trip(c, trip.place, stops, trip.slot), make_trip(c, trip.place, (stop,), 0)
    else:
        made = alone = make_trip(c, c.cars[car].places[0], (stop,), 0)
    slot = NEVER if alone is None else state.slot_for(alone.goods)
    if made is None or slot >= NEVER:
        return False
    made = made.at_slot(max(made.slot, slot))
    trips[number : number + 1] = [made]
    return state.try_route(c.cars[car], trips)

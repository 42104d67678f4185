"""Departures moved in time: later ones free supply for others at no cost, earlier ones leave room for more stops."""

from random import Random

from dispatch.solver.engines.rich.compiled import Car
from dispatch.solver.engines.rich.state import State


def postpone(state: State, car: Car, number: int, slot: int) -> bool:
    """Let a trip wait for a later supply instant, if its stops can still be reached."""
    route = state.routes[car.index]
    if route is None or slot <= route.trips[number].slot:
        return False
    trips = list(route.trips)
    trips[number] = trips[number].at_slot(slot)
    return state.try_route(car, trips)


def postpone_all(state: State) -> None:
    """Let every trip leave as late as its stops allow, the last trips first."""
    last = len(state.c.instants) - 1
    for car in reversed(state.c.cars):
        route = state.routes[car.index]
        for number in range(len(route.trips) - 1, -1, -1) if route is not None else ():
            low, high = route.trips[number].slot if route is not None else 0, last
            while low < high:
                middle = (low + high + 1) // 2
                if postpone(state, car, number, middle):
                    low = middle
                else:
                    high = middle - 1


def postpone_one(state: State, rng: Random) -> None:
    """Let a random trip wait for one of the next supply instants."""
    cars = [car for car in state.c.cars if state.routes[car.index] is not None]
    if not cars:
        return
    car = rng.choice(cars)
    route = state.routes[car.index]
    assert route is not None
    number = rng.randrange(len(route.trips))
    first, last = route.trips[number].slot + 1, len(state.c.instants) - 1
    if first <= last:
        postpone(state, car, number, rng.randint(first, min(last, first + 3)))


def advance_all(state: State) -> None:
    """Let every trip leave as early as its goods allow."""
    for car in state.c.cars:
        route = state.routes[car.index]
        if route is not None:
            state.try_route(car, list(route.trips), relax=True)

"""The cheapest feasible place for a shipment: pickup and delivery on one trip, in this order."""

from dispatch.solver.engines.rich.compiled import Car
from dispatch.solver.engines.rich.schedule import Stop, Trip
from dispatch.solver.engines.rich.state import State, make_trip

TRIES = 80


def insert_shipment(state: State, pickup: int) -> bool:
    """Put a shipment in where it costs least; False leaves all as it was. `pickup` is its first task."""
    c = state.c
    found: list[tuple[int, int, int, int, int]] = []
    idle: set[int] = set()
    for car in c.cars:
        route = state.routes[car.index]
        if not car.serves[pickup]:
            continue
        if route is None:
            if car.twin not in idle:
                idle.add(car.twin)
                found.append((state.money(car, [_alone(state, car, pickup)]), car.index, -1, 0, 0))
            continue
        for number, trip in enumerate(route.trips):
            found += _pairs(state, car, number, trip.stops, pickup)
        if len(route.trips) < car.max_trips:
            grown = state.money(car, [*route.trips, _alone(state, car, pickup)])
            found.append((grown - route.money, car.index, len(route.trips), 0, 0))
    found.sort()
    return any(_place(state, pickup, *where) for where in found[:TRIES] if where[0] < c.worth[pickup])


def _alone(state: State, car: Car, pickup: int) -> Trip:
    trip = make_trip(state.c, car.places[0], ((pickup, ()), (pickup + 1, ())), 0)
    assert trip is not None
    return trip


def _pairs(
    state: State, car: Car, number: int, stops: tuple[Stop, ...], pickup: int
) -> list[tuple[int, int, int, int, int]]:
    """Weigh every pair of positions by the driving it adds."""
    c, money = state.c, car.kind.money
    route = state.routes[car.index]
    assert route is not None
    after = route.trips[number + 1].place if number + 1 < len(route.trips) else car.end
    places = [route.trips[number].place, *(c.place[task] for task, _ in stops), after]
    one, two = c.place[pickup], c.place[pickup + 1]
    work = car.kind.service_money[pickup] + car.kind.service_money[pickup + 1]
    found = []
    for i in range(len(stops) + 1):
        a, b = places[i], places[i + 1]
        both = money[a][one] + money[one][two] + money[two][b] - money[a][b] + work
        found.append((both, car.index, number, i, i))
        first = money[a][one] + money[one][b] - money[a][b]
        for j in range(i + 1, len(stops) + 1):
            a2, b2 = places[j], places[j + 1]
            found.append((first + money[a2][two] + money[two][b2] - money[a2][b2] + work, car.index, number, i, j))
    return found


def _place(state: State, pickup: int, _: int, car_index: int, number: int, i: int, j: int) -> bool:
    c = state.c
    car, route = c.cars[car_index], state.routes[car_index]
    trips = [] if route is None else list(route.trips)
    if number < 0 or number == len(trips):
        return state.try_route(car, [*trips, _alone(state, car, pickup)])
    old = trips[number]
    stops = (*old.stops[:i], (pickup, ()), *old.stops[i:j], (pickup + 1, ()), *old.stops[j:])
    made = make_trip(c, old.place, stops, old.slot)
    if made is None:
        return False
    trips[number] = made
    return state.try_route(car, trips)

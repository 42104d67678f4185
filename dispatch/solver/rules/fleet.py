"""Rules between vehicles: docks, and the locked stops of the plan in force."""

from collections.abc import Iterator

from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules.trace import Trace, Violation


def dock(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """At no instant do more vehicles load at a place than it has docks."""
    for place in problem.docks:
        intervals = [
            (trip.loading, day.vehicle.id)
            for day in days
            for trip in day.trips
            if trip.location == place.location and trip.loading[1] > trip.loading[0]
        ]
        for (start, _), vehicle in intervals:
            together = sum(1 for (a, z), _ in intervals if a <= start < z)
            if together > place.count:
                detail = f"{together} vehicles load at {place.location} at {start}, docks {place.count}"
                yield Violation("dock", vehicle, None, detail)
                break


def locked(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """Locked stops keep their vehicle, their trip and their order."""
    fixed = {visit.id for visit in problem.visits if visit.locked}
    places: dict[Id, list[tuple[Id, int, int]]] = {}
    for day in days:
        for number, trip in enumerate(day.trips):
            for order, stop in enumerate(trip.stops):
                if stop.step.kind == "job":
                    places.setdefault(stop.task.id, []).append((day.vehicle.id, number, order))
    for route in problem.incumbent:
        for number, trip_ids in enumerate(route.trips):
            last = -1
            for visit in trip_ids:
                if visit not in fixed:
                    continue
                here = [order for who, n, order in places.get(visit, []) if (who, n) == (route.vehicle, number)]
                if not here or len(places[visit]) != len(here) or here[0] <= last:
                    detail = f"has left trip {number + 1} or its order there"
                    yield Violation("locked", route.vehicle, visit, detail)
                else:
                    last = here[0]

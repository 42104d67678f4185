"""A day begun from usual rounds: what is due at their sites stands on their vehicles, in their order, before the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.planning.problem import Book
from dispatch.solver.problem import Id, IncumbentRoute, Problem
from dispatch.tours.rounds import RoundRow

Trips = tuple[tuple[Id, ...], ...]


def with_rounds(problem: Problem, book: Book, chosen: Sequence[RoundRow]) -> Problem:
    """The same problem with the rounds as the plan it begins from, behind what is locked.

    A round whose vehicle is away gives nothing: its calls go wherever they fit. A call stands on the first round that
    has its site.
    """
    number_of = {one.row.id: number for number, one in book.vehicles.items()}
    routes: dict[Id, Trips] = {route.vehicle: route.trips for route in problem.incumbent}
    seen = {visit for trips in routes.values() for trip in trips for visit in trip}
    at: dict[int, list[int]] = {}
    for visit, call in book.calls.items():
        at.setdefault(call.face.site_id, []).append(visit)
    for one in chosen:
        number = number_of.get(one.vehicle_id)
        if number is None:
            continue
        wanted: list[tuple[Id, ...]] = []
        for trip in one.trips:
            visits = [visit for site_id in trip for visit in at.get(site_id, ()) if visit not in seen]
            seen |= set(visits)
            wanted.append(tuple(visits))
        routes[number] = _behind(routes.get(number, ()), tuple(trip for trip in wanted if trip))
    return replace(
        problem, incumbent=tuple(IncumbentRoute(vehicle, trips) for vehicle, trips in routes.items() if trips)
    )


def _behind(held: Trips, wanted: Trips) -> Trips:
    """Trip by trip, what is held first."""
    longest = max(len(held), len(wanted))
    pairs = ((held[n] if n < len(held) else (), wanted[n] if n < len(wanted) else ()) for n in range(longest))
    return tuple((*first, *then) for first, then in pairs)

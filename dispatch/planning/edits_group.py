"""Several stops at once, of one tour or of many: taken off, held, let go, or gathered on one vehicle where each costs least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dispatch.errors import InvalidInputError
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_moves import Kind, Move, Place, moved
from dispatch.planning.edits_timing import Halt, Layout, Trips


@dataclass(frozen=True, slots=True)
class Group:
    """One edit of stops of several vehicles, by their numbers."""

    kind: Kind
    stops: Mapping[int, tuple[int, ...]]
    """The solver's number of a vehicle → numbers of its stops as the planner sees them."""
    to: int | None = None
    """The vehicle on which they are gathered."""


def grouped(bench: Bench, group: Group) -> Layout:
    """The trips of the vehicles that the edit touches, as they would be; raises as `edits_moves.moved` does."""
    if group.kind == "insert" or (group.kind == "move") != (group.to is not None):
        raise InvalidInputError("These stops cannot be edited together like this.", "Reload the day.")
    chosen = {number: stops for number, stops in group.stops.items() if stops and number != group.to}
    if not chosen:
        raise InvalidInputError("No stop of another tour is chosen.", "Choose stops first.")
    wanted: Layout = {}
    halts: list[Halt] = []
    kind: Kind = "off" if group.kind == "move" else group.kind
    for number, stops in chosen.items():
        flat = [halt for trip in bench.layout.get(number, ()) for halt in trip]
        wanted.update(moved(bench.layout, Move(kind, number, stops)))
        halts += [flat[stop - 1] for stop in sorted(stops)]
    if group.to is not None:
        trips = bench.layout.get(group.to, ())
        for halt in halts:
            trips = _put_cheapest(bench, group.to, trips, halt)
        wanted[group.to] = trips
    return wanted


def _put_cheapest(bench: Bench, number: int, trips: Trips, halt: Halt) -> Trips:
    """Where the detour costs least, on the trips that there are; on an idle vehicle on a first trip."""
    layout = {number: trips}
    places = by_detour(bench, halt, number, layout)
    best = next((place for place in places if not trips or place.trip <= len(trips)), Place(number, 1))
    return moved(layout, Move("insert", to=best), replace(halt, locked=False))[number]


def by_detour(bench: Bench, halt: Halt, only: int | None = None, layout: Layout | None = None) -> list[Place]:
    """Every place, by what its detour costs; of idle vehicles that are alike, one.

    Parameters
    ----------
    only
        The one vehicle to look at.
    layout
        The trips to look at; those of the bench where none are given.
    """
    c, tasks = bench.compiled, [task for task, _ in halt.tasks]
    there, ranked, idle = c.place[tasks[0]], [], set[int]()
    for car in c.cars:
        number, money = car.index + 1, car.kind.money
        trips = (bench.layout if layout is None else layout).get(number, ())
        if only is not None and number != only:
            continue
        if only is None and (any(not car.serves[task] for task in tasks) or (not trips and car.twin in idle)):
            continue
        sequence, depot = 0, car.places[0]
        for trip_number, trip in enumerate(trips, 1):
            here = depot
            for stop in trip:
                sequence += 1
                nextone = c.place[stop.tasks[0][0]]
                detour = money[here][there] + money[there][nextone] - money[here][nextone]
                ranked.append((detour, number, trip_number, sequence))
                here = nextone
            detour = money[here][there] + money[there][depot] - money[here][depot]
            ranked.append((detour, number, trip_number, 0))
        if len(trips) < car.max_trips:
            alone = money[depot][there] + money[there][depot] + (0 if trips else car.fixed)
            ranked.append((alone, number, len(trips) + 1, 0))
        if not trips:
            idle.add(car.twin)
    return [Place(number, trip, before or None) for _, number, trip, before in sorted(ranked)]

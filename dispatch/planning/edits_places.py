"""Where an unplanned order would fit best: the cheapest places that keep every rule, each with its price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.planning.edits import Figures, Judged, judge_layout, to_insert
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_moves import Move, Place, moved
from dispatch.planning.edits_timing import Halt, routed

TRIES_ON_ONE = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One place for the order, and what it adds."""

    place: Place
    vehicle_code: str
    letter: str
    """Empty: the vehicle stands idle so far."""
    sequence: int
    """The number that the stop would have."""
    begins_at: datetime
    before: Figures
    after: Figures

    @property
    def price_cents(self) -> int:
        """What the tours would cost more."""
        return self.after.cost_cents - self.before.cost_cents


def best_places(bench: Bench, reference: str, count: int = 3) -> list[Offer]:
    """The best place on each vehicle, cheapest first, at most so many.

    Raises
    ------
    NothingToPlanError
        When nothing of the order can be planned.
    """
    halt = to_insert(bench, reference)
    found: list[Offer] = []
    tries: Counter[int] = Counter()
    for place in _by_detour(bench, halt):
        if len(found) == count:
            break
        tries[place.vehicle] += 1
        if tries[place.vehicle] > TRIES_ON_ONE:
            continue
        wanted = moved(bench.layout, Move("insert", order=reference, to=place), halt)
        if not _holds(bench, place.vehicle, wanted[place.vehicle]):
            continue
        judged = judge_layout(bench, wanted)
        if not judged.broken:
            tries[place.vehicle] = TRIES_ON_ONE
            found.append(_offer(bench, place, halt, judged))
    return sorted(found, key=lambda offer: offer.price_cents)


def best_on(bench: Bench, move: Move, vehicle: int) -> Move:
    """The same edit at the cheapest place of one vehicle that breaks no rule; at its cheapest place where all do.

    Raises
    ------
    LockedStopError
        When a stop to be moved is locked.
    """
    if move.kind == "insert":
        halt = to_insert(bench, move.order)
    else:
        flat = [stop for trip in bench.layout[move.vehicle or 0] for stop in trip]
        halt = flat[move.stops[0] - 1]
    places = [
        place for place in _by_detour(bench, halt, vehicle) if move.vehicle != vehicle or place.before != move.stops[0]
    ]
    first = None
    for place in places[:TRIES_ON_ONE]:
        candidate = replace(move, to=place)
        wanted = moved(bench.layout, candidate, halt if move.kind == "insert" else None)
        if _holds(bench, vehicle, wanted[vehicle]) and not judge_layout(bench, wanted).broken:
            return candidate
        first = first or candidate
    return first or replace(move, to=Place(vehicle, 1))


def _by_detour(bench: Bench, halt: Halt, only: int | None = None) -> list[Place]:
    """Every place, by what its detour costs; of idle vehicles that are alike, one."""
    c, tasks = bench.compiled, [task for task, _ in halt.tasks]
    there, ranked, idle = c.place[tasks[0]], [], set[int]()
    for car in c.cars:
        number, money = car.index + 1, car.kind.money
        trips = bench.layout.get(number, ())
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


def _holds(bench: Bench, number: int, trips: tuple[tuple[Halt, ...], ...]) -> bool:
    with bench.lock:
        bench.state.restore(bench.base)
        bench.state.try_route(bench.compiled.cars[number - 1], [])
        return routed(bench.state, number - 1, trips)


def _offer(bench: Bench, place: Place, halt: Halt, judged: Judged) -> Offer:
    row = bench.book.vehicles[place.vehicle].row
    tour = bench.tours.get(row.id)
    visit = halt.tasks[0][0] + 1
    steps = next(route.steps for route in judged.plan.routes if route.vehicle == place.vehicle)
    begins = next(step.begin_s for step in steps if step.kind == "job" and step.id == visit)
    flat = [stop for trip in judged.layout[place.vehicle] for stop in trip]
    return Offer(
        place,
        row.code,
        tour.letter if tour else "",
        flat.index(halt) + 1,
        bench.book.horizon.instant(begins),
        judged.before,
        judged.after,
    )

"""Where an unplanned order would fit best: the cheapest places that keep every rule, each with its price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.planning.edits import Figures, Judged, judge_layout, to_insert
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_moves import Move, Place, moved
from dispatch.planning.edits_timing import Halt, routed

MOST_TRIES = 60


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
    RefusedError
        When nothing of the order can be planned.
    """
    halt = to_insert(bench, reference)
    found: list[Offer] = []
    for place in _by_detour(bench, halt)[:MOST_TRIES]:
        if len(found) == count:
            break
        if any(offer.place.vehicle == place.vehicle for offer in found):
            continue
        wanted = moved(bench.layout, Move("insert", order=reference, to=place), halt)
        if not _holds(bench, place.vehicle, wanted[place.vehicle]):
            continue
        judged = judge_layout(bench, wanted)
        if not judged.broken:
            found.append(_offer(bench, place, halt, judged))
    return sorted(found, key=lambda offer: offer.price_cents)


def _by_detour(bench: Bench, halt: Halt) -> list[Place]:
    """Every place, by what its detour costs; of idle vehicles that are alike, one."""
    c, tasks = bench.compiled, [task for task, _ in halt.tasks]
    there, ranked, idle = c.place[tasks[0]], [], set[int]()
    for car in c.cars:
        number, money = car.index + 1, car.kind.money
        trips = bench.layout.get(number, ())
        if any(not car.serves[task] for task in tasks) or (not trips and car.twin in idle):
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

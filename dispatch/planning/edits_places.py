"""Where an unplanned order would fit best: the cheapest places that keep every rule, each with its price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.planning.edits import Figures, Judged, judge_layout, to_insert
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_group import by_detour
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
    for place in by_detour(bench, halt):
        if len(found) == count:
            break
        tries[place.vehicle] += 1
        if tries[place.vehicle] > TRIES_ON_ONE:
            continue
        wanted = moved(bench.layout, Move("insert", order=reference, to=place), halt)
        if not holds(bench, place.vehicle, wanted[place.vehicle]):
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
        place for place in by_detour(bench, halt, vehicle) if move.vehicle != vehicle or place.before != move.stops[0]
    ]
    first = None
    for place in places[:TRIES_ON_ONE]:
        candidate = replace(move, to=place)
        wanted = moved(bench.layout, candidate, halt if move.kind == "insert" else None)
        if holds(bench, vehicle, wanted[vehicle]) and not judge_layout(bench, wanted).broken:
            return candidate
        first = first or candidate
    return first or replace(move, to=Place(vehicle, 1))


def places_on(bench: Bench, halt: Halt, vehicle: int) -> list[Place]:
    """The places of one vehicle that are worth a look, the shortest detour first."""
    return by_detour(bench, halt, vehicle)[:TRIES_ON_ONE]


def holds(bench: Bench, number: int, trips: tuple[tuple[Halt, ...], ...]) -> bool:
    """Whether a vehicle could drive these trips without breaking a rule, all others left as they are."""
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

"""Why a stop is where it is, and what it would cost on every other vehicle, by the checker's own figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.errors import InvalidInputError
from dispatch.planning.edits import Figures, Judged, judge, judge_layout
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_moves import Move, Place, moved
from dispatch.planning.edits_places import holds, places_on
from dispatch.planning.edits_timing import Halt, Layout
from dispatch.planning.edits_words import sentences


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One other vehicle: what the day would cost more there, or the rules that stand against it, in words."""

    vehicle_code: str
    letter: str
    """Empty: the vehicle stands idle so far."""
    place: Place
    price_cents: int
    distance_m: int
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What holds a stop: its own price here, its window, whether it is locked, and the others."""

    site_name: str
    locked: bool
    without: Figures
    """The day if the stop were taken off."""
    now: Figures
    begins_at: datetime
    closes_at: datetime | None
    elsewhere: tuple[Elsewhere, ...]
    """Those that keep every rule first, the cheapest first."""


def why(bench: Bench, vehicle: int, stop: int, language: str) -> Why:
    """Look at one stop of the plan in force.

    Raises
    ------
    InvalidInputError
        When the stop is not there.
    """
    image = bench.tours.get(bench.book.vehicles[vehicle].row.id)
    flat = [halt for trip in bench.layout.get(vehicle, ()) for halt in trip]
    if image is None or not 1 <= stop <= len(flat):
        raise InvalidInputError("A stop that is not there cannot be looked at.", "Reload the day.")
    halt, row = flat[stop - 1], image.stops[stop - 1]
    free = _free(bench, vehicle, halt)
    without = judge(free, Move("off", vehicle, (stop,)))
    others = sorted(_others(free, vehicle, stop, halt, language), key=lambda one: (bool(one.against), one.price_cents))
    return Why(
        site_name=bench.book.calls[halt.tasks[0][0] + 1].face.site_name,
        locked=halt.locked,
        without=without.after,
        now=without.before,
        begins_at=datetime.fromtimestamp(row.begins_s, bench.book.horizon.origin.tzinfo),
        closes_at=None
        if row.closes_s is None
        else datetime.fromtimestamp(row.closes_s, bench.book.horizon.origin.tzinfo),
        elsewhere=tuple(others),
    )


def _free(bench: Bench, vehicle: int, halt: Halt) -> Bench:
    """The same bench with the stop unlocked: a question is not an edit."""
    if not halt.locked:
        return bench
    trips = tuple(tuple(replace(each, locked=False) for each in trip) for trip in bench.layout[vehicle])
    return replace(bench, layout={**bench.layout, vehicle: trips})


def _others(bench: Bench, vehicle: int, stop: int, halt: Halt, language: str) -> Iterator[Elsewhere]:
    idle = set[int]()
    for car in bench.compiled.cars:
        number = car.index + 1
        if number == vehicle or (number not in bench.layout and car.twin in idle):
            continue
        if number not in bench.layout:
            idle.add(car.twin)
        place, judged = _cheapest(bench, vehicle, stop, halt, number)
        row = bench.book.vehicles[number].row
        tour = bench.tours.get(row.id)
        yield Elsewhere(
            row.code,
            tour.letter if tour else "",
            place,
            judged.after.cost_cents - judged.before.cost_cents,
            judged.after.distance_m - judged.before.distance_m,
            sentences(bench, judged.plan, judged.broken, language),
        )


def _cheapest(bench: Bench, vehicle: int, stop: int, halt: Halt, number: int) -> tuple[Place, Judged]:
    """The cheapest place that holds, else the cheapest of all, judged."""

    def wanted(place: Place) -> Layout:
        return moved(bench.layout, Move("move", vehicle, (stop,), to=place))

    places = places_on(bench, halt, number)
    held = next((place for place in places if holds(bench, number, wanted(place)[number])), None)
    chosen = held or (places[0] if places else Place(number, 1))
    return chosen, judge_layout(bench, wanted(chosen))

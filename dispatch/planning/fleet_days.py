"""A vehicle for each planned day, as the solver sees it: shift, break, capacities, skills, costs, and size as a skill."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dispatch.fleet.queries import VehicleRow
from dispatch.planning.horizon import Horizon
from dispatch.planning.portions import Call
from dispatch.solver.problem import Break, Vehicle, VehicleCosts

BREAK_OPENS, BREAK_CLOSES = 40, 70
"""Percent of the shift between which a driver's break begins: the middle, a little before rather than after."""


@dataclass(frozen=True, slots=True)
class VehicleDay:
    """One vehicle on one day."""

    row: VehicleRow
    day: date


class SkillBook:
    """Numbers for words: equipment that sites and goods ask for, and gross weights that sites do not admit more than.

    A vehicle whose gross weight is not known is not admitted where there is a limit.
    """

    def __init__(self, calls: Iterable[Call]) -> None:
        wanted = list(calls)
        words = {word for call in wanted for word in words_of(call)}
        limits = {call.face.max_vehicle_kg for call in wanted} - {None}
        self._words = {word: number for number, word in enumerate(sorted(words), 1)}
        self._limits = {limit: len(words) + number for number, limit in enumerate(sorted(filter(None, limits)), 1)}

    def of_call(self, call: Call) -> frozenset[int]:
        """What a vehicle must have to serve a call."""
        needs = {self._words[word] for word in words_of(call)}
        if call.face.max_vehicle_kg is not None:
            needs.add(self._limits[call.face.max_vehicle_kg])
        return frozenset(needs)

    def named(self, numbers: Iterable[int]) -> list[str]:
        """What numbers stand for: a word of equipment, or the gross weight that a site admits."""
        words = {number: word for word, number in self._words.items()}
        limits = {number: f"≤ {limit} kg" for limit, number in self._limits.items()}
        return [(words | limits)[number] for number in sorted(numbers)]

    def of_vehicle(self, row: VehicleRow) -> frozenset[int]:
        """What a vehicle has, of that which anybody asks for."""
        has = {self._words[word] for word in row.skills if word in self._words}
        if row.gross_kg is not None:
            has |= {number for limit, number in self._limits.items() if row.gross_kg <= limit}
        return frozenset(has)


def is_admitted(call: Call, row: VehicleRow) -> bool:
    """Whether the site admits a vehicle's gross weight; one that is not known is not admitted where there is a limit."""
    limit = call.face.max_vehicle_kg
    return limit is None or (row.gross_kg is not None and row.gross_kg <= limit)


def vehicle_days(
    rows: Sequence[VehicleRow], days: Sequence[date], taken: Collection[tuple[date, int]]
) -> list[VehicleDay]:
    """Every vehicle on every day but where it is already out: `taken` are (day, vehicle id) of tours that stay."""
    return [VehicleDay(row, day) for day in days for row in rows if (day, row.id) not in taken]


def night_seconds(fleet: Iterable[VehicleDay], horizon: Horizon) -> int:
    """How long after midnight the longest shift of any vehicle goes on; 0 when all end on the day they began."""
    ends = (horizon.second(one.row.shift_on(one.day)[1]) - horizon.whole_day(one.day)[1] for one in fleet)
    return max([0, *ends])


def as_vehicle(
    number: int,
    one: VehicleDay,
    horizon: Horizon,
    depot_index: Mapping[int, int],
    skills: SkillBook,
    capacity: tuple[int, ...],
) -> Vehicle:
    """The solver's vehicle."""
    row = one.row
    start, end = (horizon.second(instant) for instant in row.shift_on(one.day))
    place = depot_index[row.depot.id]
    pause = row.driver.break_s if row.driver else 0
    return Vehicle(
        id=number,
        start=place,
        end=place,
        profile=row.profile,
        capacity=capacity,
        shift=(start, end),
        skills=skills.of_vehicle(row),
        breaks=(Break(1, (break_window(start, end),), pause),) if pause else (),
        costs=VehicleCosts(row.cost_fixed_cents, row.cost_hour_cents, row.cost_hour_cents, row.cost_km_cents),
        max_trips=row.max_trips,
        loading_s=row.depot.loading_s,
        description=f"{row.code} {one.day.isoformat()}",
    )


def break_window(start: int, end: int) -> tuple[int, int]:
    """When a break may begin within a shift."""
    return start + (end - start) * BREAK_OPENS // 100, start + (end - start) * BREAK_CLOSES // 100


def from_then(vehicle: Vehicle, now_s: int) -> Vehicle:
    """The same vehicle, which does not leave before an instant that may lie within its shift: breaks that are past are taken."""
    opens, closes = max(vehicle.shift[0], now_s), max(vehicle.shift[1], now_s, vehicle.shift[0])
    if opens == vehicle.shift[0]:
        return vehicle
    breaks = tuple(
        replace(one, windows=windows)
        for one in vehicle.breaks
        if (windows := tuple((max(first, opens), last) for first, last in one.windows if last >= opens))
    )
    return replace(vehicle, shift=(opens, closes), breaks=breaks)


def words_of(call: Call) -> set[str]:
    """Equipment that a call's site and goods ask of a vehicle."""
    return set(call.face.site_skills).union(*(line.row.product_skills for line in call.lines))

"""One change to a problem that could make something servable: as values, applied, and in words.

A change is what a remedy proposes ("window until 16:30", "+40 minutes of shift"); :func:`changed` gives the problem in
which it is done, so that the remedy can be tested by a solve before anybody reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from dispatch.solver.problem import Dock, Id, Problem, Supply, Vehicle, Visit

ChangeKind = Literal[
    "window", "shift", "capacity", "skills", "limit", "transit", "release", "supply", "dock", "vehicle"
]
DAY = 86_400
EPOCH = 10**8
"""From here on a time is taken for an absolute one, of the Unix clock."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed, by how much, where.

    | kind | meaning |
    |---|---|
    | `window` | the last window of `visit` ends at `at_s`, `amount` seconds later |
    | `shift` | `vehicle` may end `amount` seconds later, at `at_s` |
    | `capacity` | `vehicle` takes `amount` more in `dimension` |
    | `skills` | `vehicle` also has `skills` |
    | `limit` | `rule` (`max_travel_time`, `max_distance`, `max_tasks`) of `vehicle` is `amount` higher |
    | `transit` | `visit` may be reached `amount` seconds longer after its trip left |
    | `release` | the goods of `visit` may leave `amount` seconds earlier, from `at_s` |
    | `supply` | `amount` more of `product` by `at_s` (at `location`, None: wherever it draws on) |
    | `dock` | `amount` more docks at `location` |
    | `vehicle` | `amount` more vehicles like `vehicle` |
    """

    kind: ChangeKind
    amount: int
    vehicle: Id | None = None
    visit: Id | None = None
    product: str | None = None
    at_s: int | None = None
    location: int | None = None
    dimension: int | None = None
    rule: str | None = None
    skills: tuple[int, ...] = ()


def changed(problem: Problem, *changes: Change) -> Problem:
    """Return the problem with these changes made."""
    for change in changes:
        problem = _DO[change.kind](problem, change)
    return problem


def sentence(change: Change) -> str:
    """Say the change in the closed style of remedies, in English; times as the problem counts them (Unix: in UTC)."""
    on, amount = f" on vehicle {change.vehicle}", change.amount
    words = {
        "window": f"window until {clock(change.at_s or 0)}",
        "shift": f"+{_minutes(amount)} of shift{on}",
        "capacity": f"+{amount} in dimension {(change.dimension or 0) + 1} of capacity{on}",
        "skills": f"skills {', '.join(map(str, change.skills))}{on}",
        "limit": f"+{amount} of {change.rule}{on}",
        "transit": f"+{_minutes(amount)} of max_transit",
        "release": f"goods ready by {clock(change.at_s or 0)}",
        "supply": f"{amount} more of {change.product} by {clock(change.at_s or 0)}",
        "dock": f"{_number(amount)} more dock at location {change.location}",
        "vehicle": f"{_number(amount)} more vehicle like {change.vehicle}",
    }
    where = f" at location {change.location}" if change.kind == "supply" and change.location is not None else ""
    return words[change.kind] + where


def clock(second: int) -> str:
    """Say a second as hours and minutes of its day, with the day where it is not the first."""
    day, rest = divmod(second, DAY)
    text = f"{rest // 3600:02d}:{rest % 3600 // 60:02d}"
    if rest % 60:
        text += f":{rest % 60:02d}"
    if second >= EPOCH:
        from datetime import UTC, datetime

        return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d} {text}Z"
    return text if day == 0 else f"{text} of day {day + 1}"


def _minutes(seconds: int) -> str:
    return f"{seconds // 60} minutes" if seconds % 60 == 0 else f"{seconds} seconds"


def _number(count: int) -> str:
    return "one" if count == 1 else str(count)


def _of_visit(problem: Problem, change: Change, alter: Callable[[Visit], Visit]) -> Problem:
    return replace(problem, visits=tuple(alter(v) if v.id == change.visit else v for v in problem.visits))


def _of_vehicle(problem: Problem, change: Change, alter: Callable[[Vehicle], Vehicle]) -> Problem:
    return replace(problem, vehicles=tuple(alter(v) if v.id == change.vehicle else v for v in problem.vehicles))


def _window(problem: Problem, change: Change) -> Problem:
    def alter(visit: Visit) -> Visit:
        *others, (begin, end) = sorted(visit.windows)
        return replace(visit, windows=(*others, (begin, max(end, change.at_s or 0))))

    return _of_visit(problem, change, alter)


def _shift(problem: Problem, change: Change) -> Problem:
    def alter(vehicle: Vehicle) -> Vehicle:
        most = None if vehicle.max_duration_s is None else vehicle.max_duration_s + change.amount
        return replace(vehicle, shift=(vehicle.shift[0], vehicle.shift[1] + change.amount), max_duration_s=most)

    return _of_vehicle(problem, change, alter)


def _capacity(problem: Problem, change: Change) -> Problem:
    def alter(vehicle: Vehicle) -> Vehicle:
        room = list(vehicle.capacity)
        room[change.dimension or 0] += change.amount
        return replace(vehicle, capacity=tuple(room))

    return _of_vehicle(problem, change, alter)


def _skills(problem: Problem, change: Change) -> Problem:
    return _of_vehicle(problem, change, lambda v: replace(v, skills=v.skills | set(change.skills)))


def _limit(problem: Problem, change: Change) -> Problem:
    more = change.amount

    def alter(v: Vehicle) -> Vehicle:
        if change.rule == "max_travel_time" and v.max_travel_s is not None:
            return replace(v, max_travel_s=v.max_travel_s + more)
        if change.rule == "max_distance" and v.max_distance_m is not None:
            return replace(v, max_distance_m=v.max_distance_m + more)
        return replace(v, max_tasks=None if v.max_tasks is None else v.max_tasks + more)

    return _of_vehicle(problem, change, alter)


def _transit(problem: Problem, change: Change) -> Problem:
    return _of_visit(problem, change, lambda v: replace(v, max_transit_s=(v.max_transit_s or 0) + change.amount))


def _release(problem: Problem, change: Change) -> Problem:
    return _of_visit(problem, change, lambda v: replace(v, release_s=max(0, v.release_s - change.amount)))


def _supply(problem: Problem, change: Change) -> Problem:
    def more(curve: Supply) -> Supply:
        if curve.product != change.product or curve.location != change.location:
            return curve
        at = change.at_s or 0
        before = max((units for t, units in curve.steps if t <= at), default=0)
        steps = [(t, units + (change.amount if t >= at else 0)) for t, units in curve.steps if t != at]
        return replace(curve, steps=tuple(sorted([*steps, (at, before + change.amount)])))

    return replace(problem, products=tuple(more(curve) for curve in problem.products))


def _dock(problem: Problem, change: Change) -> Problem:
    docks = tuple(Dock(d.location, d.count + change.amount * (d.location == change.location)) for d in problem.docks)
    return replace(problem, docks=docks)


def _vehicle(problem: Problem, change: Change) -> Problem:
    like = next(v for v in problem.vehicles if v.id == change.vehicle)
    taken = {v.id for v in problem.vehicles}
    numbers = [v for v in taken if isinstance(v, int)]
    fresh: list[Id] = [max(numbers, default=0) + 1 + n for n in range(change.amount)]
    if isinstance(like.id, str):
        fresh = [f"{like.id}+{n + 1}" for n in range(change.amount)]
    return replace(problem, vehicles=(*problem.vehicles, *(replace(like, id=new) for new in fresh)))


_DO: dict[ChangeKind, Callable[[Problem, Change], Problem]] = {
    "window": _window,
    "shift": _shift,
    "capacity": _capacity,
    "skills": _skills,
    "limit": _limit,
    "transit": _transit,
    "release": _release,
    "supply": _supply,
    "dock": _dock,
    "vehicle": _vehicle,
}

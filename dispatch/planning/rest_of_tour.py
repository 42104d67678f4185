"""What is left of a tour under way: when each stop is reached from where the truck is, and the order that serves it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy import int64
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Waiting:
    """One stop still to come; instants are whole seconds since 1970."""

    stop_id: int
    place: int
    """Its row in the matrix."""
    service_s: int
    opens_s: int | None
    closes_s: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """When a stop is reached, begun and left."""

    arrives_s: int
    begins_s: int
    leaves_s: int


@dataclass(slots=True)
class Pause:
    """The driver's break that is still to be taken: not before `due_s`; 0 seconds once it is taken."""

    due_s: int
    length_s: int
    begun_s: int | None = None

    def before_driving(self, free_s: int) -> int:
        """When the driver drives on."""
        if not self.length_s or free_s < self.due_s:
            return free_s
        self.begun_s, length, self.length_s = free_s, self.length_s, 0
        return free_s + length


def reached(
    stops: Sequence[Waiting], here: int, free_s: int, seconds: NDArray[int64], pause: Pause | None = None
) -> list[Reached]:
    """Drive to the stops one after the other, from a place that is left at `free_s`."""
    found = []
    for stop in stops:
        leaves = pause.before_driving(free_s) if pause else free_s
        arrives = leaves + int(seconds[here, stop.place])
        begins = max(arrives, stop.opens_s or arrives)
        free_s, here = begins + stop.service_s, stop.place
        found.append(Reached(arrives, begins, free_s))
    return found


def best_order(
    stops: Sequence[Waiting], here: int, free_s: int, home: int, seconds: NDArray[int64]
) -> tuple[Waiting, ...]:
    """The least lateness, then the earliest return: one stop moved or a stretch turned round until nothing gets better."""

    def price(order: Sequence[Waiting]) -> tuple[int, int]:
        times = reached(order, here, free_s, seconds)
        late = sum(
            max(time.begins_s - stop.closes_s, 0)
            for stop, time in zip(order, times, strict=True)
            if stop.closes_s is not None
        )
        return late, times[-1].leaves_s + int(seconds[order[-1].place, home])

    order = tuple(stops)
    best = price(order) if order else (0, 0)
    while True:
        better = min(((price(each), n, each) for n, each in enumerate(_beside(order))), default=None)
        if better is None or better[0] >= best:
            return order
        best, _, order = better


def _beside(order: tuple[Waiting, ...]) -> list[tuple[Waiting, ...]]:
    count, found = len(order), []
    for a in range(count):
        rest = order[:a] + order[a + 1 :]
        found += [(*rest[:b], order[a], *rest[b:]) for b in range(count) if b != a]
        found += [(*order[:a], *reversed(order[a:b]), *order[b:]) for b in range(a + 3, count + 1)]
    return found

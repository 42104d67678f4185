"""The rule of loads: at no point does a vehicle carry more than its capacity in any dimension.

A trip's deliveries are aboard when it leaves, pickups of visits until it loads again or ends, a shipment from its
pickup to its delivery.
"""

from collections.abc import Iterator

from dispatch.solver.problem import Id, Visit
from dispatch.solver.rules.trace import Stop, Trace, Trip, Violation


def load(trace: Trace) -> Iterator[Violation]:
    """At no point does the vehicle carry more than its capacity in any dimension."""
    size = len(trace.vehicle.capacity)
    aboard = [0] * size
    for number, trip in enumerate(trace.trips):
        now = [have + goods for have, goods in zip(aboard, _deliveries(trip, size), strict=True)]
        peak = list(now)
        for stop in trip.stops:
            now = [have + change for have, change in zip(now, _change(stop, size), strict=True)]
            peak = [max(pair) for pair in zip(peak, now, strict=True)]
        for k, (have, room) in enumerate(zip(peak, trace.vehicle.capacity, strict=True)):
            if have > room:
                detail = f"trip {number + 1} carries {have} of dimension {k}, capacity {room}"
                yield Violation("load", trace.vehicle.id, None, detail)
        collected = [0] * size
        for stop in trip.stops:
            if isinstance(stop.task, Visit):
                collected = [a + b for a, b in zip(collected, padded(stop.task.pickup, size), strict=True)]
        aboard = [a - b for a, b in zip(now, collected, strict=True)]


def padded(amount: tuple[int, ...], size: int) -> tuple[int, ...]:
    """Return the amount in exactly `size` dimensions."""
    return (amount + (0,) * size)[:size]


def _goods(visit: Visit, lines: tuple[tuple[Id, int], ...], size: int) -> list[int]:
    if not visit.lines:
        return list(padded(visit.delivery, size))
    amounts = {line.id: padded(line.amount, size) for line in visit.lines}
    return [sum(amounts.get(line, (0,) * size)[k] * quantity for line, quantity in lines) for k in range(size)]


def _deliveries(trip: Trip, size: int) -> list[int]:
    total = [0] * size
    for stop in trip.stops:
        if isinstance(stop.task, Visit):
            total = [a + b for a, b in zip(total, _goods(stop.task, stop.step.lines, size), strict=True)]
    return total


def _change(stop: Stop, size: int) -> list[int]:
    if isinstance(stop.task, Visit):
        goods = _goods(stop.task, stop.step.lines, size)
        return [up - down for up, down in zip(padded(stop.task.pickup, size), goods, strict=True)]
    sign = 1 if stop.step.kind == "pickup" else -1
    return [sign * a for a in padded(stop.shipment.amount if stop.shipment else (), size)]

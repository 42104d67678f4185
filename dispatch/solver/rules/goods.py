"""Rules of the goods over the whole plan: quantities per line, visits per job, complete orders, supply over time."""

from collections import defaultdict
from collections.abc import Iterator

from dispatch.solver.problem import Id, Problem, Visit
from dispatch.solver.rules.trace import Trace, Violation


def delivered(days: list[Trace]) -> dict[Id, dict[Id, int]]:
    """Units delivered per visit and line, visits that are not served absent."""
    got: dict[Id, dict[Id, int]] = {}
    for day in days:
        for stop in day.stops:
            if isinstance(stop.task, Visit):
                sums = got.setdefault(stop.task.id, {})
                for line, quantity in stop.step.lines:
                    sums[line] = sums.get(line, 0) + quantity
    return got


def quantity(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """Of each line in total: nothing, all, or at least the minimum in steps of the multiple; never a negative part."""
    for day in days:
        for stop in day.stops:
            if not isinstance(stop.task, Visit):
                continue
            known = {line.id for line in stop.task.lines}
            for line_id, units in stop.step.lines:
                if line_id not in known or units < 0:
                    yield Violation("quantity", day.vehicle.id, stop.task.id, f"line {line_id} quantity {units}")
    got = delivered(days)
    for visit in problem.visits:
        for line in visit.lines:
            have, want = got.get(visit.id, {}).get(line.id, 0), line.quantity
            short = 0 < have < min(line.min_quantity, want)
            if have > want or short or (0 < have < want and have % line.multiple):
                detail = f"line {line.id} delivers {have} of {want}, minimum {line.min_quantity}, by {line.multiple}"
                yield Violation("quantity", None, visit.id, detail)


def complete(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """Demand that an all-or-nothing visit gets every line whole, or none."""
    got = delivered(days)
    for visit in problem.visits:
        have = got.get(visit.id, {})
        if visit.all_or_nothing and any(have.values()) and any(have.get(x.id, 0) != x.quantity for x in visit.lines):
            yield Violation("complete", None, visit.id, f"all or nothing, delivered {have}")


def visits(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """No visit is served more often than it may be, no shipment twice."""
    count: dict[tuple[str, Id], int] = defaultdict(int)
    for day in days:
        for stop in day.stops:
            count[stop.step.kind, stop.task.id] += 1
    for visit in problem.visits:
        have = count["job", visit.id]
        if have > visit.max_visits:
            yield Violation("visits", None, visit.id, f"{have} visits, at most {visit.max_visits}")
    for shipment in problem.shipments:
        for kind, end in (("pickup", shipment.pickup), ("delivery", shipment.delivery)):
            if count[kind, end.id] > 1:
                yield Violation("visits", None, end.id, f"the {kind} is done {count[kind, end.id]} times")


def supply(problem: Problem, days: list[Trace]) -> Iterator[Violation]:
    """By no departure has more of a product left than its supply by then, over all depots or at the goods' own."""
    leaving: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for day in days:
        for trip in day.trips:
            for stop in trip.stops:
                if isinstance(stop.task, Visit):
                    of = {line.id: line.product for line in stop.task.lines}
                    for line, units in stop.step.lines:
                        if line in of:
                            leaving[of[line]].append((trip.departs_s, units, trip.location))
    places: dict[str, set[int | None]] = defaultdict(set)
    for curve in problem.products:
        places[curve.product].add(curve.location)
        departures = [x for x in leaving[curve.product] if curve.location is None or x[2] == curve.location]
        yield from _overdrawn(curve.product, curve.steps, departures)
    for product, known in places.items():
        elsewhere = {place for _, units, place in leaving[product] if units} - known
        if None not in known and elsewhere:
            yield Violation("supply", None, None, f"product {product} leaves from {elsewhere}, where there is none")


def _overdrawn(
    product: str, steps: tuple[tuple[int, int], ...], departures: list[tuple[int, int, int | None]]
) -> Iterator[Violation]:
    gone = 0
    at_once: dict[int, int] = defaultdict(int)
    for at, units, _ in departures:
        at_once[at] += units
    for at in sorted(at_once):
        gone += at_once[at]
        available = max((total for t, total in steps if t <= at), default=0)
        if gone > available:
            yield Violation("supply", None, None, f"product {product}: {gone} have left by {at}, {available} available")
            return

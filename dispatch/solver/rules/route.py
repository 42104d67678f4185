"""Rules that one vehicle's route keeps or breaks by itself: windows, shift, skills, releases, limits, breaks."""

from collections.abc import Iterator
from math import ceil

from dispatch.solver.problem import Visit
from dispatch.solver.rules.trace import ALWAYS, Trace, Violation


def shift(trace: Trace) -> Iterator[Violation]:
    """Demand that the route starts after the shift opens and is over before it closes."""
    opens, closes = trace.vehicle.shift
    if trace.starts_s < opens:
        yield Violation("shift", trace.vehicle.id, None, f"starts at {trace.starts_s}, the shift opens at {opens}")
    if trace.ends_s > closes:
        yield Violation("shift", trace.vehicle.id, None, f"ends at {trace.ends_s:.0f}, the shift closes at {closes}")


def window(trace: Trace) -> Iterator[Violation]:
    """Service begins inside one of the visit's windows."""
    for stop in trace.stops:
        if not any(a <= stop.begin_s <= b for a, b in stop.task.windows or ALWAYS):
            detail = f"begins at {stop.begin_s}, windows {list(stop.task.windows)}"
            yield Violation("window", trace.vehicle.id, stop.task.id, detail)


def skill(trace: Trace) -> Iterator[Violation]:
    """Demand that the vehicle has every skill that the visit or shipment needs."""
    for stop in trace.stops:
        needs = stop.task.skills if isinstance(stop.task, Visit) else stop.shipment.skills if stop.shipment else set()
        if lacking := set(needs) - trace.vehicle.skills:
            yield Violation("skill", trace.vehicle.id, stop.task.id, f"needs skills {sorted(lacking)}")


def release(trace: Trace) -> Iterator[Violation]:
    """Goods do not leave before they are released."""
    for trip in trace.trips:
        for stop in trip.stops:
            if isinstance(stop.task, Visit) and trip.departs_s < stop.task.release_s:
                detail = f"is released at {stop.task.release_s}, its trip leaves at {trip.departs_s}"
                yield Violation("release", trace.vehicle.id, stop.task.id, detail)


def transit(trace: Trace) -> Iterator[Violation]:
    """Service of perishables begins soon enough after their trip left."""
    for trip in trace.trips:
        for stop in trip.stops:
            most = stop.task.max_transit_s if isinstance(stop.task, Visit) else None
            if most is not None and stop.begin_s - trip.departs_s > most:
                detail = f"begins {stop.begin_s - trip.departs_s} s after its trip left, at most {most}"
                yield Violation("transit", trace.vehicle.id, stop.task.id, detail)


def trips(trace: Trace) -> Iterator[Violation]:
    """No more trips than allowed, each loaded where the vehicle may load."""
    vehicle = trace.vehicle
    if len(trace.trips) > vehicle.max_trips:
        yield Violation("trips", vehicle.id, None, f"{len(trace.trips)} trips, at most {vehicle.max_trips}")
    for number, trip in enumerate(trace.trips):
        if trip.location != vehicle.start and trip.location not in vehicle.load_at:
            yield Violation("trips", vehicle.id, None, f"trip {number + 1} loads at {trip.location}")


def limits(trace: Trace) -> Iterator[Violation]:
    """No more tasks, driving seconds, metres and seconds from start to end than the vehicle may have."""
    vehicle = trace.vehicle
    have = (
        ("max_tasks", sum(1 for _ in trace.stops), vehicle.max_tasks),
        ("max_travel_time", ceil(trace.travel_s - 1e-6), vehicle.max_travel_s),
        ("max_distance", trace.travel_m, vehicle.max_distance_m),
        ("max_duration", ceil(trace.ends_s - trace.starts_s - 1e-6), vehicle.max_duration_s),
        ("max_duration", ceil(trace.ends_s - trace.starts_s), vehicle.max_duration_s),
    )
    for name, value, most in have:
        if most is not None and value > most:
            yield Violation("limits", vehicle.id, None, f"{name} {most}, has {value}")


def breaks(trace: Trace) -> Iterator[Violation]:
    """Every break is taken once, inside a window, unless the route is over before its first window opens."""
    for pause in trace.vehicle.breaks:
        taken = [begin for identity, begin in trace.breaks if identity == pause.id]
        windows = pause.windows or ALWAYS
        if len(taken) > 1:
            yield Violation("breaks", trace.vehicle.id, None, f"break {pause.id} is taken {len(taken)} times")
        if taken and not any(a <= begin <= b for begin in taken for a, b in windows):
            yield Violation("breaks", trace.vehicle.id, None, f"break {pause.id} at {taken}, windows {windows}")
        if not taken and trace.is_used and trace.ends_s > min(a for a, _ in windows):
            yield Violation("breaks", trace.vehicle.id, None, f"break {pause.id} is not taken within {windows}")


def shipment(trace: Trace) -> Iterator[Violation]:
    """Demand a shipment's pickup before its delivery, by the same vehicle."""
    aboard: list[int] = []
    done: list[int] = []
    for stop in trace.stops:
        if stop.shipment is None:
            continue
        key = id(stop.shipment)
        if stop.step.kind == "pickup":
            aboard.append(key)
        elif key not in aboard:
            yield Violation("shipment", trace.vehicle.id, stop.task.id, "is handed over without its pickup before it")
        else:
            done.append(key)
    for stop in trace.stops:
        if stop.shipment is not None and stop.step.kind == "pickup" and id(stop.shipment) not in done:
            yield Violation("shipment", trace.vehicle.id, stop.task.id, "is picked up and never handed over")

"""Jobs, lines, shipments, vehicles and breaks of a VROOM problem, with the keys that this solver adds."""

from dispatch.solver.files.fields import AMOUNT, COUNT, MONEY, SECONDS, Fields, window
from dispatch.solver.findings import Findings
from dispatch.solver.problem import (
    HORIZON,
    Break,
    Line,
    Shipment,
    ShipmentEnd,
    TimeWindow,
    Vehicle,
    VehicleCosts,
    Visit,
)


def read_visit(value: object, where: str, findings: Findings) -> Visit:
    """Read one entry of `jobs`."""
    fields = Fields(value, where, findings)
    lines = tuple(read_line(entry, at, findings) for at, entry in fields.items("lines"))
    findings.distinct((line.id for line in lines), f"{where}.lines")
    visit = Visit(
        id=fields.identity(),
        location=read_location(fields, "location"),
        service_s=fields.whole("service", 0, most=SECONDS),
        setup_s=fields.whole("setup", 0, most=SECONDS),
        delivery=fields.wholes("delivery", most=AMOUNT),
        pickup=fields.wholes("pickup", most=AMOUNT),
        skills=frozenset(fields.wholes("skills", most=AMOUNT)),
        priority=fields.whole("priority", 0, most=100),
        windows=fields.windows("time_windows"),
        lines=lines,
        all_or_nothing=fields.flag("all_or_nothing"),
        max_visits=fields.whole("max_visits", 1, most=COUNT, least=1),
        release_s=fields.whole("release", 0, most=SECONDS),
        max_transit_s=fields.optional("max_transit", most=SECONDS),
        penalty=fields.optional("penalty", most=MONEY),
        locked=fields.flag("locked"),
        description=fields.text("description"),
        service_per_type=fields.per_type("service_per_type"),
        setup_per_type=fields.per_type("setup_per_type"),
    )
    fields.done()
    if lines and visit.delivery:
        findings.warnings.append(f"{where}.delivery: not read, the job's lines say what is delivered")
    return visit


def read_line(value: object, where: str, findings: Findings) -> Line:
    """Read one ordered line of a job."""
    fields = Fields(value, where, findings)
    product = fields.raw("product")
    if product is None:
        findings.fault("missing", f"{where}.product", "The line names no product.", "Give the product's id.")
    line = Line(
        id=fields.identity(),
        product=str(product),
        quantity=fields.whole("quantity", 0, most=AMOUNT),
        amount=fields.wholes("amount", most=AMOUNT),
        min_quantity=fields.whole("min_quantity", 1, most=AMOUNT),
        multiple=fields.whole("multiple", 1, most=AMOUNT, least=1),
        unit_penalty=fields.optional("unit_penalty", most=MONEY),
    )
    if not fields.has("quantity"):
        findings.fault("missing", f"{where}.quantity", "The line has no quantity.", "Give the units ordered.")
    fields.done("description")
    return line


def read_shipment(value: object, where: str, findings: Findings) -> Shipment:
    """Read one entry of `shipments`."""
    fields = Fields(value, where, findings)
    shipment = Shipment(
        pickup=_end(fields.raw("pickup"), f"{where}.pickup", findings),
        delivery=_end(fields.raw("delivery"), f"{where}.delivery", findings),
        amount=fields.wholes("amount", most=AMOUNT),
        skills=frozenset(fields.wholes("skills", most=AMOUNT)),
        priority=fields.whole("priority", 0, most=100),
        penalty=fields.optional("penalty", most=MONEY),
    )
    fields.done("description")
    return shipment


def read_vehicle(value: object, where: str, findings: Findings) -> Vehicle:
    """Read one entry of `vehicles`."""
    fields = Fields(value, where, findings)
    pauses = tuple(_break(entry, at, findings) for at, entry in fields.items("breaks"))
    findings.distinct((pause.id for pause in pauses), f"{where}.breaks")
    start, end = _optional_location(fields, "start"), _optional_location(fields, "end")
    if start is None and end is None:
        findings.fault("missing", where, "It has neither start_index nor end_index.", "Give at least one.")
    vehicle = Vehicle(
        id=fields.identity(),
        start=start,
        end=end,
        profile=fields.text("profile") or "car",
        capacity=fields.wholes("capacity", most=AMOUNT),
        shift=_shift(fields, findings),
        skills=frozenset(fields.wholes("skills", most=AMOUNT)),
        breaks=pauses,
        costs=_costs(fields, findings),
        max_trips=fields.whole("max_trips", 1, most=COUNT, least=1),
        loading_s=fields.whole("loading", 0, most=SECONDS),
        load_at=fields.wholes("load_at", most=COUNT),
        max_tasks=fields.optional("max_tasks", most=COUNT),
        max_travel_s=fields.optional("max_travel_time", most=SECONDS),
        max_distance_m=fields.optional("max_distance", most=AMOUNT),
        speed_factor=fields.number("speed_factor", 1.0, above=0.0, most=5.0),
        type=fields.text("type"),
        description=fields.text("description"),
    )
    if fields.has("steps"):
        findings.warnings.append(f"{where}.steps: not read, give the plan in force as `incumbent`")
    fields.done("steps")
    return vehicle


def read_location(fields: Fields, key: str) -> int:
    """Read `…_index`, a row of the matrices; coordinates alone are not enough without a router."""
    name = f"{key}_index"
    if not fields.has(name):
        cause = "It has coordinates only." if fields.has(key) else "It has no place."
        fields.findings.fault("missing", f"{fields.where}.{name}", cause, "Give its row in the matrices.")
    fields.raw(key)
    return fields.whole(name, 0, most=COUNT)


def _optional_location(fields: Fields, key: str) -> int | None:
    return read_location(fields, key) if fields.has(f"{key}_index") or fields.has(key) else fields.raw(key)


def _end(value: object, where: str, findings: Findings) -> ShipmentEnd:
    fields = Fields(value, where, findings)
    end = ShipmentEnd(
        id=fields.identity(),
        location=read_location(fields, "location"),
        service_s=fields.whole("service", 0, most=SECONDS),
        setup_s=fields.whole("setup", 0, most=SECONDS),
        windows=fields.windows("time_windows"),
        description=fields.text("description"),
        service_per_type=fields.per_type("service_per_type"),
        setup_per_type=fields.per_type("setup_per_type"),
    )
    fields.done()
    return end


def _break(value: object, where: str, findings: Findings) -> Break:
    fields = Fields(value, where, findings)
    if fields.has("max_load"):
        action = "Remove it; the break may then be taken under any load."
        findings.fault("unsupported", f"{where}.max_load", "Breaks that depend on the load are not known.", action)
    pause = Break(
        id=fields.identity(),
        windows=fields.windows("time_windows"),
        service_s=fields.whole("service", 0, most=SECONDS),
        description=fields.text("description"),
    )
    fields.done("max_load")
    return pause


def _shift(fields: Fields, findings: Findings) -> TimeWindow:
    value = fields.raw("time_window")
    return (0, HORIZON) if value is None else window(value, f"{fields.where}.time_window", findings)


def _costs(fields: Fields, findings: Findings) -> VehicleCosts:
    value = fields.raw("costs")
    inner = Fields({} if value is None else value, f"{fields.where}.costs", findings)
    costs = VehicleCosts(
        fixed=inner.whole("fixed", 0, most=MONEY),
        per_hour=inner.whole("per_hour", 3600, most=MONEY),
        per_task_hour=inner.whole("per_task_hour", 0, most=MONEY),
        per_km=inner.whole("per_km", 0, most=MONEY),
    )
    inner.done()
    return costs

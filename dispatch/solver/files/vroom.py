"""VROOM's problem JSON with the keys of this solver, read strictly: faults with codes, unknown keys as warnings."""

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dispatch.solver.errors import Fault, FileError, ProblemError
from dispatch.solver.files.fields import AMOUNT, COUNT, MONEY, SECONDS, Fields, Findings, whole
from dispatch.solver.files.matrices import read_matrices
from dispatch.solver.files.vroom_tasks import read_shipment, read_vehicle, read_visit
from dispatch.solver.problem import Dock, Id, IncumbentRoute, Problem, Supply


@dataclass(frozen=True, slots=True)
class VroomProblem:
    """A problem as read, with a warning for every key that was not."""

    problem: Problem
    warnings: tuple[str, ...] = ()


def read_vroom(path: Path) -> VroomProblem:
    """Read a problem file.

    Raises
    ------
    FileError
        Where the file cannot be read or is no JSON object.
    ProblemError
        With every fault found in it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        fault = Fault("unreadable", str(path), f"The file cannot be read ({error.strerror}).", "Check the path.")
        raise FileError((fault,)) from error
    except (ValueError, RecursionError) as error:
        fault = Fault("json", str(path), f"The file is no JSON ({error}).", "Correct it at that place.")
        raise FileError((fault,)) from error
    return parse_vroom(document)


def parse_vroom(document: object) -> VroomProblem:
    """Turn a problem document into a `Problem`; ProblemError lists all that is wrong."""
    findings = Findings()
    top = Fields(document, "", findings)
    problem = Problem(
        visits=tuple(read_visit(entry, at, findings) for at, entry in top.items("jobs")),
        vehicles=tuple(read_vehicle(entry, at, findings) for at, entry in top.items("vehicles")),
        shipments=tuple(read_shipment(entry, at, findings) for at, entry in top.items("shipments")),
        products=tuple(curve for at, entry in top.items("products") for curve in _supply(entry, at, findings)),
        docks=tuple(_dock(entry, at, findings) for at, entry in top.items("docks")),
        matrices=read_matrices(top.raw("matrices"), findings),
        incumbent=tuple(_incumbent(entry, at, findings) for at, entry in top.items("incumbent")),
        change_penalty=top.whole("change_penalty", 0, most=MONEY),
    )
    top.done("matrix")
    check_references(problem, findings)
    if findings.faults:
        raise ProblemError(tuple(findings.faults))
    return VroomProblem(problem, tuple(findings.warnings))


def check_references(problem: Problem, findings: Findings) -> None:
    """Note ids that stand twice, places outside the matrices, profiles, sizes and references that do not exist."""
    if not problem.vehicles:
        findings.fault("no_vehicle", "vehicles", "There is no vehicle.", "Give at least one.")
    findings.distinct((visit.id for visit in problem.visits), "jobs")
    findings.distinct((vehicle.id for vehicle in problem.vehicles), "vehicles")
    findings.distinct((s.pickup.id for s in problem.shipments), "shipments.pickup")
    findings.distinct((s.delivery.id for s in problem.shipments), "shipments.delivery")
    for profile in sorted({vehicle.profile for vehicle in problem.vehicles} - set(problem.matrices)):
        findings.fault("matrix_missing", "matrices", f"No matrix for the profile {profile}.", "Add it.")
    sizes = {len(matrix.durations) for matrix in problem.matrices.values()}
    if len(sizes) > 1:
        findings.fault("matrix_size", "matrices", f"The profiles differ in size: {sorted(sizes)}.", "Make them equal.")
    _check_places(problem, min(sizes, default=0), findings)
    _check_amounts(problem, findings)
    visits, vehicles = {visit.id for visit in problem.visits}, {vehicle.id for vehicle in problem.vehicles}
    placed: set[Id] = set()
    for n, route in enumerate(problem.incumbent):
        where = f"incumbent[{n}]"
        if route.vehicle not in vehicles:
            findings.fault("unknown_reference", where, f"There is no vehicle {route.vehicle}.", "Correct the id.")
        for visit in (v for trip in route.trips for v in trip):
            placed.add(visit)
            if visit not in visits:
                findings.fault("unknown_reference", where, f"There is no job {visit}.", "Correct the id.")
    for visit_id in (visit.id for visit in problem.visits if visit.locked and visit.id not in placed):
        cause = f"The job {visit_id} is locked and in no trip of the plan in force."
        findings.fault("unknown_reference", "incumbent", cause, "Add its trip or unlock it.")


def _check_places(problem: Problem, size: int, findings: Findings) -> None:
    places = [(f"jobs (id {visit.id})", visit.location) for visit in problem.visits]
    places += [(f"shipments (id {end.id})", end.location) for s in problem.shipments for end in (s.pickup, s.delivery)]
    for vehicle in problem.vehicles:
        mine = [place for place in (vehicle.start, vehicle.end, *vehicle.load_at) if place is not None]
        places += [(f"vehicles (id {vehicle.id})", place) for place in mine]
    places += [("docks", dock.location) for dock in problem.docks]
    places += [("products", curve.location) for curve in problem.products if curve.location is not None]
    for where, place in places:
        if not 0 <= place < size:
            cause = f"The place {place} is outside the matrices, which have {size}."
            findings.fault("location_range", where, cause, "Correct the index or enlarge the matrices.")


def _check_amounts(problem: Problem, findings: Findings) -> None:
    sizes = {len(vehicle.capacity) for vehicle in problem.vehicles}
    most = max(sizes, default=0)
    if len(sizes) > 1:
        findings.fault("amount_size", "vehicles", f"Capacities differ in length: {sorted(sizes)}.", "Make them equal.")
    amounts = [(f"jobs (id {v.id})", amount) for v in problem.visits for amount in (v.delivery, v.pickup)]
    amounts += [(f"jobs (id {v.id}) line {line.id}", line.amount) for v in problem.visits for line in v.lines]
    amounts += [(f"shipments (id {s.pickup.id})", s.amount) for s in problem.shipments]
    for where, amount in amounts:
        if len(amount) > most:
            cause = f"The amount has {len(amount)} dimensions, the vehicles' capacity {most}."
            findings.fault("amount_size", where, cause, "Give one number per dimension of capacity.")


def _supply(value: object, where: str, findings: Findings) -> list[Supply]:
    fields = Fields(value, where, findings)
    product = str(fields.identity())
    curves = []
    if fields.has("supply"):
        curves.append(Supply(product, _steps(fields.items("supply"), f"{where}.supply", findings)))
    for at, entry in fields.items("supply_by_depot"):
        inner = Fields(entry, at, findings)
        place = inner.whole("location_index", 0, most=COUNT)
        curves.append(Supply(product, _steps(inner.items("supply"), f"{at}.supply", findings), place))
        inner.done()
    if not curves:
        cause, action = "The product has no supply.", "Give its supply, or leave the product out: it is then unlimited."
        findings.fault("missing", f"{where}.supply", cause, action)
    fields.raw("supply")
    fields.done("description")
    return curves


def _steps(entries: list[tuple[str, Any]], where: str, findings: Findings) -> tuple[tuple[int, int], ...]:
    steps = []
    for at, entry in entries:
        if not isinstance(entry, list) or len(entry) != 2:
            findings.fault("type", at, "A step of supply is [second, cumulative units].", "Write two numbers.")
            continue
        second = whole(entry[0], f"{at}[0]", findings, default=0, least=0, most=SECONDS)
        steps.append((second, whole(entry[1], f"{at}[1]", findings, default=0, least=0, most=AMOUNT)))
    for (t, units), (later, more) in pairwise(steps):
        if later < t or more < units:
            cause = f"After {units} by {t} comes {more} by {later}: supply is cumulative."
            findings.fault("supply_order", where, cause, "Sort the steps and add the units up.")
    return tuple(steps)


def _dock(value: object, where: str, findings: Findings) -> Dock:
    fields = Fields(value, where, findings)
    dock = Dock(fields.whole("location_index", 0, most=COUNT), fields.whole("count", 1, most=COUNT, least=1))
    fields.done("description")
    return dock


def _incumbent(value: object, where: str, findings: Findings) -> IncumbentRoute:
    fields = Fields(value, where, findings)
    trips = tuple(
        tuple(entry) if isinstance(entry, list) and all(isinstance(v, int | str) for v in entry) else ()
        for _, entry in fields.items("trips")
    )
    route = IncumbentRoute(fields.identity("vehicle"), trips)
    fields.done()
    return route

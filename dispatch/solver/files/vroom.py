"""VROOM's problem JSON with the keys of this solver, read strictly: faults with codes, unknown keys as warnings."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dispatch.solver.errors import ProblemError
from dispatch.solver.files.fields import AMOUNT, COUNT, MONEY, SECONDS, Fields, whole
from dispatch.solver.files.json_file import read_json
from dispatch.solver.files.matrices import read_matrices
from dispatch.solver.files.vroom_tasks import read_shipment, read_vehicle, read_visit
from dispatch.solver.findings import Findings
from dispatch.solver.problem import Dock, Id, IncumbentRoute, Problem, Supply
from dispatch.solver.validation import check_references


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
    return parse_vroom(read_json(path))


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
    trips = tuple(_trip(entry, at, findings) for at, entry in fields.items("trips"))
    route = IncumbentRoute(fields.identity("vehicle"), trips)
    fields.done()
    return route


def _trip(value: object, where: str, findings: Findings) -> tuple[Id, ...]:
    if not isinstance(value, list) or any(isinstance(one, bool) or not isinstance(one, int | str) for one in value):
        findings.fault("type", where, "A trip is a list of the ids of its jobs.", "Write […].")
        return ()
    return tuple(value)

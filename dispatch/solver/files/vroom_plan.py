"""An answer JSON read back as a plan, so that it can be judged: ours, or VROOM's own."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

from dispatch.solver.checker import left_out
from dispatch.solver.cost import cost_of
from dispatch.solver.errors import FileError
from dispatch.solver.files.fields import AMOUNT, SECONDS, Fields
from dispatch.solver.files.json_file import read_json
from dispatch.solver.findings import Findings
from dispatch.solver.plan import Plan, Route, Step, StepKind, Unassigned
from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules.trace import traces

LARGEST = 1e30
"""Beyond it no cost or bound is one."""
Ordered = dict[Id, tuple[tuple[Id, int], ...]]


def read_answer(problem: Problem, path: Path) -> Plan:
    """Read an answer file; FileError where it cannot be one."""
    return parse_answer(problem, read_json(path))


def parse_answer(problem: Problem, document: object) -> Plan:
    """Turn an answer document into a plan. Where it keeps no books (VROOM's own), they are drawn up from its routes.

    Raises
    ------
    FileError
        With every fault found in it.
    """
    findings = Findings()
    top = Fields(document, "", findings)
    ordered = {visit.id: tuple((line.id, line.quantity) for line in visit.lines) for visit in problem.visits}
    size = min((len(matrix.durations) for matrix in problem.matrices.values()), default=0)
    if isinstance(document, dict) and not top.has("routes"):
        findings.fault("missing", "routes", "The answer has no routes.", "Give an answer with routes and steps.")
    routes = tuple(_route(Fields(entry, at, findings), ordered, size) for at, entry in top.items("routes"))
    named = tuple(_unassigned(Fields(entry, at, findings)) for at, entry in top.items("unassigned"))
    books = top.raw("summary")
    summary = Fields({} if books is None else books, "summary", findings)
    bound = summary.number("bound", 0.0, above=-LARGEST, most=LARGEST) if summary.has("bound") else None
    cost = summary.number("cost", 0.0, above=-LARGEST, most=LARGEST)
    if findings.faults:
        raise FileError(tuple(findings.faults))
    plan = Plan(routes, named, cost, bound)
    days, _ = traces(problem, plan)
    if isinstance(books, dict) and "bound" in books:
        return plan
    missing = left_out(problem, days)
    kinds = tuple(Unassigned(visit, tuple(rest.items()), kind=kind) for (kind, visit), rest in missing.items())  # type: ignore[arg-type]  # the keys are these kinds
    return replace(plan, cost=cost_of(problem, days).total, unassigned=kinds)


def _route(fields: Fields, ordered: Ordered, size: int) -> Route:
    steps = tuple(_step(Fields(entry, at, fields.findings), ordered, size) for at, entry in fields.items("steps"))
    return Route(fields.identity("vehicle"), steps)


def _step(fields: Fields, ordered: Ordered, size: int) -> Step:
    kind: StepKind = _one_of(fields, get_args(StepKind))
    if not fields.has("arrival"):
        fields.findings.fault("missing", f"{fields.where}.arrival", "It has no arrival.", "Give its second.")
    place = fields.optional("location_index", least=-SECONDS, most=SECONDS)
    if place is not None and not 0 <= place < size:
        cause = f"The place {place} is outside the matrices, which have {size}."
        fields.findings.fault("location_range", f"{fields.where}.location_index", cause, "Correct the index.")
    identity = fields.identity() if kind in {"job", "pickup", "delivery", "break"} else None
    lines: tuple[tuple[Id, int], ...] = ()
    if kind == "job" and identity is not None:
        lines = _lines(fields, "lines", "id") if fields.has("lines") else ordered.get(identity, ())
    return Step(
        kind,
        identity,
        fields.whole("arrival", 0, least=-SECONDS, most=SECONDS),
        fields.whole("waiting_time", 0, least=-SECONDS, most=SECONDS),
        place,
        lines,
    )


def _lines(fields: Fields, key: str, line: str) -> tuple[tuple[Id, int], ...]:
    inner = [Fields(entry, at, fields.findings) for at, entry in fields.items(key)]
    return tuple((one.identity(line), one.whole("quantity", 0, least=-AMOUNT, most=AMOUNT)) for one in inner)


def _unassigned(fields: Fields) -> Unassigned:
    kind: Literal["job", "pickup", "delivery"] = "job"
    if fields.has("type"):
        kind = _one_of(fields, ("job", "pickup", "delivery"))
    return Unassigned(fields.identity(), _lines(fields, "undelivered", "line"), kind=kind)


def _one_of(fields: Fields, known: tuple[Any, ...]) -> Any:
    """Read `type`, one of the known; the first, with a fault noted, where it is another."""
    found = fields.text("type")
    if found in known:
        return found
    cause = f"The type {found!r} is unknown."
    fields.findings.fault("type", f"{fields.where}.type", cause, f"Use one of {', '.join(known)}.")
    return known[0]

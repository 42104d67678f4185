"""An answer JSON read back as a plan, so that it can be judged: ours, or VROOM's own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from dispatch.solver.checker import left_out
from dispatch.solver.cost import cost_of
from dispatch.solver.errors import Fault, FileError
from dispatch.solver.plan import Plan, Route, Step, StepKind, Unassigned
from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules.trace import traces


def read_answer(problem: Problem, path: Path) -> Plan:
    """Read an answer file; FileError where it cannot be one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return parse_answer(problem, document)
    except OSError as error:
        fault = Fault("unreadable", str(path), f"The plan cannot be read ({error.strerror}).", "Check the path.")
        raise FileError((fault,)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fault = Fault("plan", str(path), f"The file is no plan ({error!r}).", "Give an answer with routes and steps.")
        raise FileError((fault,)) from error


def parse_answer(problem: Problem, document: dict[str, Any]) -> Plan:
    """Turn an answer document into a plan. Where it keeps no books (VROOM's own), they are drawn up from its routes."""
    ordered = {visit.id: tuple((line.id, line.quantity) for line in visit.lines) for visit in problem.visits}
    routes = tuple(
        Route(entry["vehicle"], tuple(_step(step, ordered) for step in entry["steps"])) for entry in document["routes"]
    )
    summary = document.get("summary", {})
    plan = Plan(routes, bound=summary.get("bound"))
    days, _ = traces(problem, plan)
    if "bound" not in summary:
        missing = left_out(problem, days)
        kinds = tuple(Unassigned(visit, tuple(rest.items()), kind=kind) for (kind, visit), rest in missing.items())  # type: ignore[arg-type]  # the keys are these kinds
        return replace(plan, cost=cost_of(problem, days).total, unassigned=kinds)
    named = tuple(
        Unassigned(
            entry["id"],
            tuple((rest["line"], rest["quantity"]) for rest in entry.get("undelivered", [])),
            kind=entry.get("type", "job"),
        )
        for entry in document.get("unassigned", [])
    )
    return replace(plan, cost=float(summary["cost"]), unassigned=named)


def _step(step: dict[str, Any], ordered: dict[Id, tuple[tuple[Id, int], ...]]) -> Step:
    kind: StepKind = step["type"]
    if kind not in get_args(StepKind):
        raise ValueError(f"the step type {kind!r} is unknown")
    lines: tuple[tuple[Id, int], ...] = ()
    if kind == "job":
        given = step.get("lines")
        lines = ordered.get(step["id"], ()) if given is None else tuple((x["id"], x["quantity"]) for x in given)
    return Step(kind, step.get("id"), step["arrival"], step.get("waiting_time", 0), step.get("location_index"), lines)

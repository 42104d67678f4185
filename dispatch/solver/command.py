"""`solve` and `check` on files, as plain functions: read, call, print, exit code.

0: done; 1: the plan breaks a rule; 2: a file cannot be used (each fault with code, place, cause and action).
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dispatch.solver.allow import Allow
from dispatch.solver.checker import violations
from dispatch.solver.cost import cost
from dispatch.solver.door import solve
from dispatch.solver.errors import ProblemError, SolverError
from dispatch.solver.files import Loaded, check_place, read_plan, read_problem, required_visits, write_answer
from dispatch.solver.files.vroom_answer import answer_of
from dispatch.solver.plan import Plan, Reason, Unassigned
from dispatch.solver.pool import cluster as on_cluster
from dispatch.solver.progress import OnProgress, Progress

Echo = Callable[[str], Any]


def solve_file(
    path: Path,
    out: Path | None,
    time_limit_s: float = 30.0,
    iterations: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    *,
    allow: Allow = "all",
    cluster: str | None = None,
    as_json: bool = False,
    echo: Echo = print,
) -> int:
    """Solve a problem file, write the answer to `out` and print what it is.

    `cluster` is the address (or the file) of a Dask scheduler on whose workers rich days are searched.
    """
    begun = time.monotonic()
    try:
        loaded = read_problem(path)
        _warn(loaded, as_json=as_json, echo=echo)
        if out is not None:
            check_place(loaded, out)
        with ExitStack() as stack:
            pool, workers = (None, None) if cluster is None else stack.enter_context(on_cluster(cluster))
            plan = solve(
                loaded.problem,
                time_limit_s=max(0.1, time_limit_s - (time.monotonic() - begun)),
                iterations=iterations,
                seed=seed,
                jobs=jobs or workers,
                on_progress=None if as_json else _terminal(),
                explain=not loaded.is_instance,
                allow=allow,
                pool=pool,
            )
        if out is not None:
            write_answer(loaded, plan, out)
    except SolverError as error:
        return _refuse(error, as_json=as_json, echo=echo)
    if as_json:
        answer = answer_of(loaded.problem, plan)
        shown = {"warnings": list(loaded.warnings), "summary": answer["summary"], "unassigned": answer["unassigned"]}
        echo(json.dumps(shown, ensure_ascii=False))
    else:
        for line in _lines_of(loaded, plan, time.monotonic() - begun):
            echo(line)
    return 0


def check_file(path: Path, plan_path: Path, *, as_json: bool = False, echo: Echo = print) -> int:
    """Judge a plan file against its problem: violations, recomputed cost; 1 if a rule is broken."""
    try:
        loaded = read_problem(path)
        plan = read_plan(loaded, plan_path)
    except SolverError as error:
        return _refuse(error, as_json=as_json, echo=echo)
    found = violations(loaded.problem, plan)
    if loaded.is_instance:
        found += required_visits(loaded.problem, plan)
    total = cost(loaded.problem, plan)
    if as_json:
        listed = [{"rule": v.rule, "vehicle": v.vehicle, "visit": v.visit, "detail": v.detail} for v in found]
        echo(json.dumps({"violations": listed, "cost": round(total.total)}, ensure_ascii=False))
    else:
        for violation in found:
            echo(f"VIOLATION {violation}")
        echo(f"Violations {len(found)}")
        echo(f"Cost {round(total.total)}")
    return 1 if found else 0


def _warn(loaded: Loaded, *, as_json: bool, echo: Echo) -> None:
    if not as_json:
        for warning in loaded.warnings:
            echo(f"WARNING {warning}")


def _refuse(error: SolverError, *, as_json: bool, echo: Echo) -> int:
    if isinstance(error, ProblemError):
        faults = [{"code": f.code, "where": f.where, "cause": f.cause, "action": f.action} for f in error.faults]
    else:
        faults = [{"code": error.code, "where": "", "cause": error.detail, "action": error.hint}]
    if as_json:
        echo(json.dumps({"errors": faults}, ensure_ascii=False))
    else:
        for fault in faults:
            where = f"{fault['where']}: " if fault["where"] else ""
            echo(f"ERROR [{fault['code']}] {where}{fault['cause']} {fault['action']}".rstrip())
    return 2


def _terminal() -> OnProgress | None:
    """Return a line of progress that rewrites itself, where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        bound = "" if progress.bound is None else f", bound {progress.bound:.0f}"
        text = (
            f"{progress.elapsed_s:5.1f} s  cost {progress.cost:.0f}{bound}  served {progress.served}/{progress.total}"
        )
        sys.stderr.write(f"\r{text:<78}")
        sys.stderr.flush()

    return show


def _lines_of(loaded: Loaded, plan: Plan, seconds: float) -> list[str]:
    problem = loaded.problem
    total = cost(problem, plan)
    lines = [f"Served {total.served} of {len(problem.visits) + len(problem.shipments)} on {len(plan.routes)} routes"]
    if not loaded.is_instance:
        lines += [_unassigned(item) for item in plan.unassigned]
    lines.append(f"Time {seconds:.1f} s")
    if plan.bound is not None:
        gap = 100 * (total.total - plan.bound) / total.total if total.total else 0.0
        lines.append(f"Bound {int(plan.bound)} (gap {gap:.2f} %)")
    lines.append(f"Cost {round(total.total)}")
    return lines


def _unassigned(item: Unassigned) -> str:
    rest = ", ".join(f"line {line} × {units}" for line, units in item.undelivered)
    reasons = "; ".join(_reason(reason) for reason in item.reasons) or "no reason found"
    return f"Not served: {item.kind} {item.visit}{f' ({rest})' if rest else ''}: {reasons}"


def _reason(reason: Reason) -> str:
    by = "" if reason.by is None else f" by {reason.by}"
    vehicle = "" if reason.vehicle is None else f" on vehicle {reason.vehicle}"
    price = "" if reason.price is None else f", forced in: +{reason.price}"
    instead = "" if not reason.instead else f" and less for {', '.join(map(str, reason.instead))}"
    remedy = "" if reason.remedy is None else f", remedy: {reason.remedy}"
    return f"{reason.code} [{reason.rule}]{by}{vehicle}{remedy}{price}{instead}"

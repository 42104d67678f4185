"""Problem and plan files: VROOM's JSON with our keys, VRPLIB's `.vrp` and `.sol`, Solomon's `.txt`."""

import json
from dataclasses import dataclass
from pathlib import Path

from dispatch.solver.errors import Fault, FileError
from dispatch.solver.files.sol_file import read_sol, required_visits, write_sol
from dispatch.solver.files.solomon import read_solomon
from dispatch.solver.files.vroom import read_vroom
from dispatch.solver.files.vroom_answer import answer_of
from dispatch.solver.files.vroom_plan import read_answer
from dispatch.solver.files.vrplib_file import read_vrplib
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem

__all__ = ["Loaded", "read_plan", "read_problem", "required_visits", "write_answer"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A problem as read from a file; `is_instance` is a published one, which answers as `.sol`."""

    problem: Problem
    warnings: tuple[str, ...] = ()
    is_instance: bool = False


def read_problem(path: Path) -> Loaded:
    """Read a problem of any kind by its name and content; FileError or ProblemError say what is wrong with it."""
    try:
        head = path.read_bytes()[:4096].decode("utf-8", errors="replace")
    except OSError as error:
        fault = Fault("unreadable", str(path), f"The file cannot be read ({error.strerror}).", "Check the path.")
        raise FileError((fault,)) from error
    if path.suffix.lower() == ".json" or head.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        read = read_vroom(path)
        return Loaded(read.problem, read.warnings)
    if path.suffix.lower() == ".vrp" or "DIMENSION" in head:
        return Loaded(read_vrplib(path), is_instance=True)
    if path.suffix.lower() == ".txt" or "VEHICLE" in head:
        return Loaded(read_solomon(path), is_instance=True)
    fault = Fault("kind", str(path), "The kind of file is not known.", "Give VROOM JSON, VRPLIB .vrp or Solomon .txt.")
    raise FileError((fault,))


def write_answer(loaded: Loaded, plan: Plan, path: Path) -> None:
    """Write a plan as `.sol` where the name says so, else as JSON."""
    if path.suffix.lower() == ".sol":
        write_sol(loaded.problem, plan, path)
    else:
        path.write_text(json.dumps(answer_of(loaded.problem, plan), ensure_ascii=False) + "\n", encoding="utf-8")


def read_plan(loaded: Loaded, path: Path) -> Plan:
    """Read a plan of this problem, `.sol` or JSON."""
    if path.suffix.lower() == ".sol":
        return read_sol(loaded.problem, path)
    return read_answer(loaded.problem, path)

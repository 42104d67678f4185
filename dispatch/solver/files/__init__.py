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

__all__ = ["Loaded", "check_place", "read_plan", "read_problem", "required_visits", "write_answer"]


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


def check_place(loaded: Loaded, path: Path) -> None:
    """Refuse, before any time is spent on it, a place where no answer to this problem can be written; FileError."""
    if not path.parent.is_dir():
        raise _unwritable(path, f"There is no folder {path.parent}.")
    _refuse_other_kind(loaded, path)


def write_answer(loaded: Loaded, plan: Plan, path: Path) -> None:
    """Write a plan as `.sol` where the name says so, else as JSON; FileError where it cannot be written."""
    _refuse_other_kind(loaded, path)
    try:
        if _is_sol(path):
            write_sol(loaded.problem, plan, path)
        else:
            path.write_text(json.dumps(answer_of(loaded.problem, plan), ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise _unwritable(path, f"The answer cannot be written ({error.strerror}).") from error


def read_plan(loaded: Loaded, path: Path) -> Plan:
    """Read a plan of this problem, `.sol` or JSON; FileError where it is none."""
    _refuse_other_kind(loaded, path)
    return read_sol(loaded.problem, path) if _is_sol(path) else read_answer(loaded.problem, path)


def _is_sol(path: Path) -> bool:
    return path.suffix.lower() == ".sol"


def _refuse_other_kind(loaded: Loaded, path: Path) -> None:
    """Refuse a `.sol` for a problem in JSON: it has no times, lines or breaks, and names places, not jobs."""
    if _is_sol(path) and not loaded.is_instance:
        fault = Fault("kind", str(path), "A .sol holds a plan of a published instance only.", "Name a .json file.")
        raise FileError((fault,))


def _unwritable(path: Path, cause: str) -> FileError:
    return FileError((Fault("unwritable", str(path), cause, "Name a file in a folder that can be written to."),))

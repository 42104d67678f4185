"""Errors of the solver: what is wrong with a problem, where, and what to do about it.

    SolverError                 anything the solver refuses, with `code`, `detail`, `hint`
    ├── ProblemError            the problem cannot be stated: carries one `Fault` per thing that is wrong
    │   └── FileError           the file itself cannot be read
    ├── LockedPlanError         the locked stops cannot be kept together
    ├── ClusterError            the cluster cannot be used
    └── EngineError             an engine died or broke its word

An unserved visit is an answer, not an error.
"""

from dataclasses import dataclass


class SolverError(Exception):
    """Base of all errors of the solver.

    Parameters
    ----------
    detail : str
        What is wrong, with the numbers in it.
    hint : str
        What to do about it.
    """

    code = "solver"

    def __init__(self, detail: str, hint: str = "") -> None:
        self.detail = detail
        self.hint = hint
        super().__init__(detail, hint)

    def __str__(self) -> str:
        return f"{self.detail} {self.hint}".strip()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a problem: a stable code, where it stands, what it is and what to do."""

    code: str
    where: str
    cause: str
    action: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.cause} {self.action}"


class ProblemError(SolverError):
    """The problem is not one that can be solved; every fault found is listed."""

    code = "problem"

    def __init__(self, faults: tuple[Fault, ...], hint: str = "") -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults), hint)
        self.args = (faults, hint)


class FileError(ProblemError):
    """The file is missing, unreadable, or of no known kind."""

    code = "file"


class LockedPlanError(SolverError):
    """The locked stops of the plan in force break a rule, so that no plan can keep them."""

    code = "locked"


class EngineError(SolverError):
    """An engine died or handed over a plan that the checker rejects."""

    code = "engine"


class ClusterError(SolverError):
    """The cluster that searches should run on cannot be used."""

    code = "cluster"

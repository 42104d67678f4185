"""Faults and warnings found in a problem, collected so that all are told at once."""

from collections.abc import Iterable

from dispatch.solver.errors import Fault
from dispatch.solver.problem import Id


class Findings:
    """Faults and warnings found so far in one problem."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[str] = []

    def fault(self, code: str, where: str, cause: str, action: str) -> None:
        """Note one thing that is wrong."""
        self.faults.append(Fault(code, where, cause, action))

    def distinct(self, ids: Iterable[Id], where: str) -> None:
        """Note every id that stands twice in `where`."""
        seen: set[Id] = set()
        for identity in ids:
            if identity in seen:
                self.fault("duplicate_id", where, f"The id {identity} stands twice.", "Give each its own id.")
            seen.add(identity)

"""The solver: numbers only, stands alone. One door: :func:`dispatch.solver.solve`."""

from dispatch.solver.checker import Violation, violations
from dispatch.solver.cost import Cost, cost
from dispatch.solver.door import solve
from dispatch.solver.errors import EngineError, Fault, FileError, LockedPlanError, ProblemError, SolverError
from dispatch.solver.plan import Plan, Reason, Route, Step, Unassigned
from dispatch.solver.progress import Progress

__all__ = [
    "Cost",
    "EngineError",
    "Fault",
    "FileError",
    "LockedPlanError",
    "Plan",
    "ProblemError",
    "Progress",
    "Reason",
    "Route",
    "SolverError",
    "Step",
    "Unassigned",
    "Violation",
    "cost",
    "solve",
    "violations",
]

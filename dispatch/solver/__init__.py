"""The solver: numbers only, stands alone. One door: :func:`dispatch.solver.solve`."""

from dispatch.solver.allow import ALLOW, Allow
from dispatch.solver.changes import Change, changed, sentence
from dispatch.solver.checker import Violation, violations
from dispatch.solver.cost import Cost, cost
from dispatch.solver.door import alternatives, solve
from dispatch.solver.errors import EngineError, Fault, FileError, LockedPlanError, ProblemError, SolverError
from dispatch.solver.plan import Plan, Reason, Route, Step, Unassigned
from dispatch.solver.problem import (
    HORIZON,
    Break,
    Dock,
    IncumbentRoute,
    Line,
    Matrix,
    Problem,
    Shipment,
    ShipmentEnd,
    Supply,
    TimeWindow,
    Vehicle,
    VehicleCosts,
    Visit,
)
from dispatch.solver.progress import Progress

__all__ = [
    "ALLOW",
    "HORIZON",
    "Allow",
    "Break",
    "Change",
    "Cost",
    "Dock",
    "EngineError",
    "Fault",
    "FileError",
    "IncumbentRoute",
    "Line",
    "LockedPlanError",
    "Matrix",
    "Plan",
    "Problem",
    "ProblemError",
    "Progress",
    "Reason",
    "Route",
    "Shipment",
    "ShipmentEnd",
    "SolverError",
    "Step",
    "Supply",
    "TimeWindow",
    "Unassigned",
    "Vehicle",
    "VehicleCosts",
    "Violation",
    "Visit",
    "alternatives",
    "changed",
    "cost",
    "sentence",
    "solve",
    "violations",
]

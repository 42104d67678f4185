"""What both models of goods share: the effort CP-SAT may spend, and the variable of a line's total."""

from dataclasses import dataclass, replace
from typing import Any

from dispatch.solver.engines.rich.compiled import Item
from dispatch.solver.engines.rich.light import cp_model


@dataclass(frozen=True, slots=True)
class Effort:
    """How long CP-SAT may think: seconds, and a deterministic limit where the same answer is wanted twice."""

    seconds: float
    deterministic: float | None = None
    seed: int = 1

    def half(self) -> "Effort":
        """Return half of this effort."""
        half = None if self.deterministic is None else self.deterministic / 2
        return replace(self, seconds=self.seconds / 2, deterministic=half)

    def solver(self) -> cp_model.CpSolver:
        """Return a solver with these limits on one thread."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = max(0.01, self.seconds)
        if self.deterministic is not None:
            solver.parameters.max_deterministic_time = self.deterministic
        return solver


def quantity_var(cp: cp_model.CpModel, item: Item) -> Any:
    """Return a variable for a line's total: nothing, all, or at least the minimum in steps of the multiple."""
    if item.multiple == 1:
        spans = [[0, 0], [item.least, item.quantity]] if item.quantity else [[0, 0]]
    else:
        first = -(-item.least // item.multiple) * item.multiple
        values = {0, item.quantity} | set(range(first, item.quantity, item.multiple))
        spans = [[value, value] for value in sorted(values)]
    return cp.new_int_var_from_domain(cp_model.Domain.from_intervals(spans), "")

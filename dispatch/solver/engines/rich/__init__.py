"""The engine for rich days: goods and tours decided together, in children that can be killed at any moment."""

from dispatch.solver.engines.rich.solve import solve_rich

__all__ = ["solve_rich"]

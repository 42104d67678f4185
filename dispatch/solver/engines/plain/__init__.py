"""The plain engine: problems that PyVRP can state exactly, solved in killable children on all cores.

Several jobs are several seeds at once, the best answer is kept. Routes leave here timed, as a plan.
"""

from dispatch.solver.engines.plain.solve import solve_plain
from dispatch.solver.engines.plain.translate import is_plain

__all__ = ["is_plain", "solve_plain"]

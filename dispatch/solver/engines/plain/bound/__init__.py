"""A proven lower bound of a plain problem's cost: trips that bend the rules a little, priced until none pays.

Any choice of prices for the visits gives a valid bound (Lagrange); column generation looks for good ones. Trips may
serve a visit twice, never one at once again after a single other (two-cycle elimination), and keep one of the rules that
add up along a trip: time in windows, load, working time or distance.
"""

from dispatch.solver.engines.plain.bound.ascent import lower_bound

__all__ = ["lower_bound"]

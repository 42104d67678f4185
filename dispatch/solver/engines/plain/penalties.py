"""What a unit of a broken rule costs PyVRP's search at first: a few average legs for an average breach.

PyVRP 0.14 starts from half of its largest penalty, 50,000 for a unit of load or time, and comes down by a tenth every
500 iterations: within the seconds we have it would never look at a slightly infeasible solution.
"""

import numpy as np
import pyvrp

LEGS = 5.0
"""Average legs that an average load too much, or an average leg too late, costs."""


def first_penalties(data: pyvrp.ProblemData) -> tuple[list[float], float, float]:
    """Penalties of a unit of load in each dimension, of time and of distance."""
    distances = np.asarray(data.distance_matrix(0), dtype=np.float64)
    durations = np.asarray(data.duration_matrix(0), dtype=np.float64)
    leg_m = max(1.0, float(distances.mean()))
    latest = max(kind.tw_late for kind in data.vehicle_types())  # what is longer is forbidden
    leg_s = max(1.0, float(durations[durations <= latest].mean()))
    cost = LEGS * leg_m * min(kind.unit_distance_cost for kind in data.vehicle_types())
    loads = np.array([[*client.delivery, *client.pickup] for client in data.clients()], dtype=np.float64).mean(axis=0)
    half = data.num_load_dimensions
    mean_loads = np.maximum(1.0, np.maximum(loads[:half], loads[half:]))
    return [cost / load for load in mean_loads.tolist()], cost / leg_s, cost / leg_m

"""How published instances become whole numbers: one rule per TYPE, named as PyVRP names it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rule = Callable[[Floats], Ints]


def nearest(values: Floats) -> Ints:
    """`round`: the nearest integer."""
    return np.round(values).astype(np.int64)


def dimacs(values: Floats) -> Ints:
    """`dimacs`: times 10, truncated (the rule of the 12th DIMACS implementation challenge)."""
    return (10 * values).astype(np.int64)


def exact(values: Floats) -> Ints:
    """`exact`: times 1,000, rounded."""
    return np.round(1_000 * values).astype(np.int64)


RULES: dict[str, Rule] = {
    "CVRP": nearest,
    "HFVRP": nearest,
    "VRPTW": dimacs,
    "PCVRPTW": dimacs,
    "MTVRPTWR": dimacs,
    "MDVRPTW": exact,
    "SDVRPTW": exact,
}


def euclidean(coordinates: Floats, rule: Rule, block: int = 512) -> Ints:
    """Round Euclidean distances (n × n) of coordinates (n × 2), by blocks of rows: memory stays the result's."""
    count = len(coordinates)
    squares = (coordinates**2).sum(axis=1)
    distances = np.empty((count, count), dtype=np.int64)
    for first in range(0, count, block):
        rows = slice(first, min(first + block, count))
        squared = squares[rows, None] + squares[None, :] - 2 * (coordinates[rows] @ coordinates.T)
        distances[rows] = rule(np.sqrt(np.maximum(squared, 0.0)))
    np.fill_diagonal(distances, 0)
    return distances

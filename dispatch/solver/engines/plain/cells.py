"""The first routes of a large problem: cells of near visits, each with its share of the fleet."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.engines.plain.parts import Part, cut
from dispatch.solver.problem import Problem

CELL = 600
"""Visits per cell at most; building the first routes takes more than linear time."""


def cells(problem: Problem) -> list[Part]:
    """Cut the whole into cells; every vehicle belongs to one of them."""
    everything = np.arange(len(problem.visits))
    areas = _bisect(problem, everything)
    fleets = _share(problem, [max(1, int(_weight(problem, area))) for area in areas])
    return [cut(problem, {}, fleet, [int(v) for v in area]) for area, fleet in zip(areas, fleets, strict=True) if fleet]


def _bisect(problem: Problem, visits: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Halve a set of visits between two that lie far apart, until each piece is a cell. Needs no coordinates."""
    if len(visits) <= CELL:
        return [visits]
    places = np.array([problem.visits[visit].location for visit in visits])
    distances = next(iter(problem.matrices.values())).distances
    one = places[int(np.argmax(distances[places[0], places]))]
    other = places[int(np.argmax(distances[one, places]))]
    order = np.argsort(distances[one, places] - distances[other, places], kind="stable")
    half = len(visits) // 2
    return [*_bisect(problem, visits[order[:half]]), *_bisect(problem, visits[order[half:]])]


def _weight(problem: Problem, area: NDArray[np.int64]) -> float:
    """How much of the fleet an area needs: its largest load, or its visits where nothing is weighed."""
    loads = np.array([problem.visits[visit].delivery or (1,) for visit in area], dtype=np.float64).sum(axis=0)
    return float(loads.max())


def _share(problem: Problem, weights: list[int]) -> list[list[int]]:
    """Deal each kind of vehicle to the areas by weight, none twice; the rests go round."""
    kinds: dict[object, list[int]] = defaultdict(list)
    for number, v in enumerate(problem.vehicles):
        kinds[v.profile, v.skills, v.capacity, v.start, v.end, v.shift, v.costs].append(number)
    fleets: list[list[int]] = [[] for _ in weights]
    total, turn = sum(weights), 0
    for vehicles in kinds.values():
        rest = list(reversed(vehicles))
        for fleet, weight in zip(fleets, weights, strict=True):
            fleet += [rest.pop() for _ in range(len(vehicles) * weight // total)]
        while rest:
            fleets[turn % len(fleets)].append(rest.pop())
            turn += 1
    return fleets

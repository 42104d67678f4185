"""Which vehicles and visits are drawn together: all of a small day; of a large one cells of near visits, then near routes."""

from collections import defaultdict
from random import Random
from typing import NamedTuple

import numpy as np

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.search import Search
from dispatch.solver.engines.rich.state import Route, load_of

WHOLE = 150
"""Stops up to which a plan is drawn as a whole."""
CELL = 60
"""Stops of a first cell of a larger one."""
PART = 70
"""Stops of neighbouring routes that are drawn anew together."""
OFFERED = 20
"""Missing visits that are offered to a part."""
NEAR_MISSING = 0.5
"""How often a part is chosen around a missing visit."""
IDLE, SPARE = 2, 6
"""Idle vehicles that a part may use, of each sort and in all."""


class Part(NamedTuple):
    """Vehicles, and the units hoped for per visit that they may serve."""

    cars: list[Car]
    offered: dict[int, Vector]


class Parts:
    """Chooses parts of a search's plan; vehicles that have not been chosen for long come first."""

    def __init__(self, search: Search, rng: Random) -> None:
        self.search, self.c, self.rng = search, search.c, rng
        self.chosen_at = [0] * len(search.c.cars)
        self.turn = 0
        self.are_many = sum(not is_locked for is_locked in search.c.locked[: search.c.visits]) > WHOLE

    def whole(self) -> Part:
        """Return every vehicle that is free and every visit that is theirs or missing."""
        cars = [car for car in self.c.cars if is_free(self.c, self.search.state.routes[car.index])]
        return self._part(cars, self._missing())

    def cells(self) -> list[Part]:
        """Halve the visits between two that lie far apart until each piece is a cell, and deal the vehicles to them.

        For a plan in which no vehicle that is free serves anything.
        """
        cars, offered = self.whole()
        self.rng.shuffle(cars)
        cars.sort(key=lambda car: car.twin)
        return [
            Part(mine, {task: offered[task] for task in tasks})
            for tasks, mine in _halved(self.c, list(offered), offered, cars)
        ]

    def neighbours(self, count: int) -> list[Part]:
        """Choose up to `count` groups of near routes that share nothing."""
        free = [car for car in self.c.cars if is_free(self.c, self.search.state.routes[car.index])]
        used = [car for car in free if self.search.state.routes[car.index] is not None]
        idle: dict[int, list[Car]] = defaultdict(list)
        for car in free:
            if self.search.state.routes[car.index] is None:
                idle[car.twin].append(car)
        missing, parts = self._missing(), []
        for _ in range(count):
            part = self._near(used, idle, missing)
            if not part.cars or not part.offered:
                break
            parts.append(part)
            gone = {car.index for car in part.cars}
            used = [car for car in used if car.index not in gone]
            missing = [task for task in missing if task not in part.offered]
        return parts

    def _near(self, used: list[Car], idle: dict[int, list[Car]], missing: list[int]) -> Part:
        """Take the routes around one that has waited longest, what is missing near it, and some idle vehicles."""
        self.turn += 1
        routes = self.search.state.routes
        mine = {task: car for car in used for task in _tasks(routes[car.index]) if task < self.c.visits}
        waited = min((self.chosen_at[car.index] for car in used), default=0)
        oldest = [car for car in used if self.chosen_at[car.index] == waited]
        some = [task for car in oldest for task in _tasks(routes[car.index])]
        if not some or (missing and self.rng.random() < NEAR_MISSING):
            some = missing
        if not some:
            return Part([], {})
        order = self._order(self.rng.choice(some))
        chosen: dict[int, Car] = {}
        size = 0
        for car in (mine[task] for task in order if task in mine):
            if car.index not in chosen:
                size += len(_tasks(routes[car.index]))
                if size > PART and chosen:
                    break
                chosen[car.index] = car
                self.chosen_at[car.index] = self.turn
        sorts = [alike for alike in idle.values() if alike]
        self.rng.shuffle(sorts)
        spare = [alike.pop() for alike in sorts[:SPARE] for _ in range(min(IDLE, len(alike)))][:SPARE]
        wished = set(missing)
        near = [task for task in order if task in wished][:OFFERED]
        return self._part([*chosen.values(), *spare], near)

    def _order(self, seed: int) -> list[int]:
        """List all tasks, those near a seed first."""
        places = np.array(self.c.place)
        away = np.array(self.c.cars[0].kind.seconds[self.c.place[seed]])[places]
        order: list[int] = np.argsort(away, kind="stable").tolist()
        return order

    def _missing(self) -> list[int]:
        c, got, target = self.c, self.search.state.got, self.search.insertion.target
        return [t for t in range(c.visits) if got[t] is None and not c.locked[t] and (not c.lines[t] or any(target[t]))]

    def _part(self, cars: list[Car], missing: list[int]) -> Part:
        target, routes = self.search.insertion.target, self.search.state.routes
        served = {task for car in cars for task in _tasks(routes[car.index]) if task < self.c.visits}
        return Part(cars, {task: target[task] for task in sorted(served | set(missing))})


def _halved(
    c: Compiled, tasks: list[int], units: dict[int, Vector], cars: list[Car]
) -> list[tuple[list[int], list[Car]]]:
    """Halve visits and vehicles until a cell is small enough, vehicles by the load of each half."""
    cells = min(len(cars), round(len(tasks) / CELL))
    if cells < 2:
        return [(tasks, cars)]
    seconds, places = c.cars[0].kind.seconds, [c.place[task] for task in tasks]
    one = max(places, key=lambda place: seconds[places[0]][place])
    other = max(places, key=lambda place: seconds[one][place])
    order = sorted(tasks, key=lambda task: seconds[one][c.place[task]] - seconds[other][c.place[task]])
    cut = len(order) * (cells // 2) // cells
    loads = np.array([[1, *load_of(c, task, units[task])] for task in order], dtype=np.float64)
    share = float((loads[:cut].sum(axis=0) / np.maximum(1.0, loads.sum(axis=0))).max())
    wanted = min(len(cars) - 1, max(1, round(share * len(cars))))
    first = {round(n * len(cars) / wanted) for n in range(wanted)}
    mine = [car for n, car in enumerate(cars) if n in first]
    rest = [car for n, car in enumerate(cars) if n not in first]
    return [*_halved(c, order[:cut], units, mine), *_halved(c, order[cut:], units, rest)]


def _tasks(route: Route | None) -> list[int]:
    return [task for trip in route.trips for task, _ in trip.stops] if route is not None else []


def is_free(c: Compiled, route: Route | None) -> bool:
    """Tell whether a vehicle's trips may all be drawn anew: nothing is locked on them, and no shipment rides."""
    return not any(c.locked[task] or task >= c.visits for task in _tasks(route))

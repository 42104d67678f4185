"""Some vehicles of a plan and what they could serve, in PyVRP's words: its fast search looks there for better trips.

PyVRP knows optional visits with prizes, releases, loading, second trips, several depots and mixed fleets. What it cannot
know is approximated, and made exact by `ink`: supply by releases (`pieces`), breaks by a folded axis of time (`folding`);
docks, perishables, and limits on driving, metres and tasks not at all. Money is its distance, so its objective is ours.
"""

from random import Random
from typing import Any

import numpy as np
import pyvrp

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.folding import Folding
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.pieces import Piece, pieces_of
from dispatch.solver.engines.rich.schedule import Stop
from dispatch.solver.engines.rich.state import State, load_of

UNLIMITED = 2**63 - 1
DEAREST_LEGS = 40
"""Dearest legs that a visit is worth at most: what must be served is, and no number grows too large."""

Trips = list[tuple[int, tuple[Stop, ...]]]
"""Per trip the place where it loads, and its stops."""


class Sketch:
    """PyVRP's data of some cars of a state, `offered` the units hoped for per visit; `pieces` where these are cut already."""

    def __init__(
        self,
        state: State,
        cars: list[Car],
        offered: dict[int, Vector],
        rng: Random,
        pieces: list[Piece] | None = None,
    ) -> None:
        self.state, self.c, self.cars = state, state.c, cars
        self.rng, self.folding = rng, Folding(cars, rng)
        self.pieces = pieces_of(state, cars, offered, self.folding) if pieces is None else pieces
        self.depots = list(dict.fromkeys((place, car.loading) for car in cars for place in car.places))
        self.depots += [(car.end, 0) for car in cars if (car.end, 0) not in self.depots]
        self.types = _alike(state.c, cars)
        self.kinds = list({id(car.kind): car.kind for car in cars}.values())
        self.dearest = max(kind.dearest for kind in self.kinds)
        tasks = {self.c.place[piece.task] for piece in self.pieces}
        places = sorted(tasks | {place for place, _ in self.depots})
        self.at = {place: n for n, place in enumerate(places)}
        tables = _Tables(self, places)
        types = [self._type(alike, tables.of(alike[0])) for alike in self.types]
        self.data = pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * len(places),
            clients=[self._client(piece) for piece in self.pieces],
            depots=[pyvrp.Depot(self.at[place], service_duration=loading) for place, loading in self.depots],
            vehicle_types=types,
            distance_matrices=tables.money,
            duration_matrices=tables.seconds,
        )

    def solution(self) -> pyvrp.Solution:
        """Say the state's own routes in PyVRP's words."""
        at: dict[int, list[int]] = {}
        for n, piece in enumerate(self.pieces):
            at.setdefault(piece.task, []).append(n)
        client, depot = pyvrp.ActivityType.CLIENT, pyvrp.ActivityType.DEPOT
        routes = []
        for number, alike in enumerate(self.types):
            for car in alike:
                route = self.state.routes[car.index]
                activities: list[pyvrp.Activity] = []
                for trip in route.trips if route is not None else ():
                    if activities or trip.place != car.start:
                        activities.append(pyvrp.Activity(depot, self.depots.index((trip.place, car.loading))))
                    activities += [pyvrp.Activity(client, at[task].pop(0)) for task, _ in trip.stops if at.get(task)]
                if any(activity.is_client() for activity in activities):
                    routes.append(pyvrp.Route(self.data, activities, number))
        return pyvrp.Solution(self.data, routes)

    def routes(self, solution: pyvrp.Solution) -> list[tuple[Car, Trips]]:
        """Say PyVRP's routes in our words, those that begin first before the others."""
        free = [list(reversed(alike)) for alike in self.types]
        found = []
        for route in sorted(solution.routes(), key=lambda route: route.start_time()):
            car = free[route.vehicle_type()].pop()
            trips: list[tuple[int, dict[int, Vector]]] = [(car.start, {})]
            for activity in route:
                if activity.is_client():
                    piece, stops = self.pieces[activity.idx], trips[-1][1]
                    had = stops.get(piece.task)
                    both = piece.units if had is None else tuple(map(sum, zip(had, piece.units, strict=True)))
                    stops[piece.task] = both
                elif trips[-1][1]:
                    trips.append((self.depots[activity.idx][0], {}))
                else:
                    trips[-1] = (self.depots[activity.idx][0], {})
            found.append((car, [(place, tuple(stops.items())) for place, stops in trips if stops]))
        return found

    def _client(self, piece: Piece) -> pyvrp.Client:
        c, task = self.c, piece.task
        items = c.lines[task]
        worth = sum(i.worth * q for i, q in zip(items, piece.units, strict=True)) if items else c.worth[task]
        work = min(kind.service_money[task] for kind in self.kinds)
        early, late = self._window(piece)
        ready = max(0, self.folding.of(c.instants[piece.slot]) - min(car.loading for car in self.cars))
        if piece.now is not None:
            leaves, begun = piece.now
            early, late = min(early, begun), max(late, begun)
            ready = min(ready, max(0, leaves - max(car.loading for car in self.cars)))
        return pyvrp.Client(
            location=self.at[c.place[task]],
            delivery=list(load_of(c, task, piece.units)),
            pickup=list(c.pickup[task]),
            service_duration=max(kind.service[task] for kind in self.kinds),
            tw_early=early,
            tw_late=late,
            release_time=min(ready, late),
            prize=max(0, min(worth, DEAREST_LEGS * self.dearest) - work),
            required=False,
        )

    def _window(self, piece: Piece) -> tuple[int, int]:
        """Choose the window in which a stop is served now, any where it is not."""
        windows = self.c.windows[piece.task]
        if not windows:
            return 0, UNLIMITED
        folded = [(self.folding.of(a), self.folding.of(b) if b < NEVER else UNLIMITED) for a, b in windows]
        if piece.now is None:
            return folded[0] if len(folded) == 1 else self.rng.choice(folded)
        begun = piece.now[1]
        return min(folded, key=lambda window: max(window[0] - begun, begun - window[1], 0))

    def _type(self, alike: list[Car], profile: int) -> pyvrp.VehicleType:
        car = alike[0]
        loads = [self.depots.index((place, car.loading)) for place in car.places]
        may_reload = car.max_trips > 1 or len(loads) > 1
        breaks = sum(length for _, length in car.breaks)
        return pyvrp.VehicleType(
            num_available=len(alike),
            capacity=list(car.capacity),
            start_depot=self.depots.index((car.start, car.loading)),
            end_depot=next(n for n, (place, _) in enumerate(self.depots) if place == car.end),
            fixed_cost=car.fixed,
            tw_early=car.opens - self.folding.origin,
            tw_late=self.folding.of(car.closes),
            shift_duration=UNLIMITED if car.max_duration is None else max(0, car.max_duration - breaks),
            profile=profile,
            reload_depots=loads if may_reload else [],
            max_reloads=car.max_trips - 1 + (len(loads) > 1),
        )


def _alike(c: Compiled, cars: list[Car]) -> list[list[Car]]:
    """Put cars together that differ in nothing, or only in fixed costs that are the same too."""
    groups: dict[object, list[Car]] = {}
    for car in cars:
        groups.setdefault((car.twin, car.fixed, car.index if c.change else None), []).append(car)
    return list(groups.values())


class _Tables:
    """Money and seconds between a sketch's places, one pair for cars of one kind that may serve the same."""

    def __init__(self, sketch: Sketch, places: list[int]) -> None:
        self.sketch, self.grid = sketch, np.ix_(places, places)
        self.profiles: dict[object, int] = {}
        self.money: list[Any] = []  # PyVRP's stubs misname arrays
        self.seconds: list[Any] = []

    def of(self, car: Car) -> int:
        """Return the number of a car's pair of tables."""
        sketch, c = self.sketch, self.sketch.c
        loads = {place for place, _ in sketch.depots}
        lost = {c.place[piece.task] for piece in sketch.pieces if not car.serves[piece.task]} - loads
        barred = sorted(sketch.at[place] for place in lost)
        key = (id(car.kind), tuple(barred), car.index if c.change else None)
        if key in self.profiles:
            return self.profiles[key]
        size = len(sketch.at)
        extra, more = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        for piece in sketch.pieces:
            n, task = sketch.at[c.place[piece.task]], piece.task
            extra[n] = max(extra[n], car.kind.setup_money[task] + c.change_money(task, car.index))
            more[n] = max(more[n], car.kind.setup[task])
        moves = ~np.eye(size, dtype=bool)
        self.money.append(_table(car.kind.money, self.grid) + moves * extra)
        seconds = _table(car.kind.seconds, self.grid) + moves * more
        if barred:  # true distances; only the clock forbids: PyVRP overflows on anything stronger
            seconds[barred, :] = seconds[:, barred] = 2 * (
                max(other.closes for other in sketch.cars) - sketch.folding.origin
            )
            np.fill_diagonal(seconds, 0)
        self.seconds.append(seconds)
        self.profiles[key] = len(self.money) - 1
        return self.profiles[key]


def _table(rows: list[list[int]], grid: Any) -> Any:
    (firsts,), lasts = grid[0].T, grid[1][0]
    return np.array([[rows[a][b] for b in lasts] for a in firsts], dtype=np.int64)

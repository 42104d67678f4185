"""OR-Tools routing over the trips of a plan: stops change trip and order, departures and quantities stand.

Each trip is a vehicle of the model, from its departure in the plan to the instant at which its car must load again (a
chain of trips kills that search, fixed instants do not). A stop may go to any trip whose goods leave no earlier than
its own do now, so supply stays covered. What comes out is timed anew by the exact schedule and kept if it is cheaper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util import optional_boolean_pb2

from dispatch.solver.engines.rich.compiled import Car, Compiled
from dispatch.solver.engines.rich.kinds import MILLI
from dispatch.solver.engines.rich.schedule import Stop, Trip
from dispatch.solver.engines.rich.state import Route, State, load_of, make_trip

LEFT_OUT = 10**9
FAR = 10**10
LARGEST = 300
LEAN = ("use_relocate", "use_exchange", "use_cross", "use_two_opt", "use_or_opt")


@dataclass(frozen=True, slots=True)
class Leg:
    """One trip as a vehicle of the model: when it leaves, when it must be back, the breaks it holds."""

    car: Car
    number: int
    trip: Trip
    leaves: int
    back: int
    onward: int
    pauses: tuple[tuple[int, int, int], ...]


def polish(state: State, seconds: float, rng: Random, *, descend: bool) -> bool:
    """Reorder the stops of a plan; True if it got cheaper. `descend`: to the next valley only, the same every time.

    Of a large plan a random part is taken, trips that stand together, about `LARGEST` stops.
    """
    if state.c.rank is not None:
        return False
    legs = _part(list(_legs(state)), rng)
    stops = [(n, stop) for n, leg in enumerate(legs) for stop in leg.trip.stops]
    if len(stops) < 3:
        return False
    model = _Model(state.c, legs, stops)
    routes = model.solve(seconds, descend=descend)
    return routes is not None and _apply(state, legs, stops, routes)


def _part(legs: list[Leg], rng: Random) -> list[Leg]:
    if sum(len(leg.trip.stops) for leg in legs) <= LARGEST:
        return legs
    first = rng.randrange(len(legs))
    part: list[Leg] = []
    for leg in legs[first:] + legs[:first]:
        if part and sum(len(taken.trip.stops) for taken in part) + len(leg.trip.stops) > LARGEST:
            break
        part.append(leg)
    return part


def _legs(state: State) -> Iterator[Leg]:
    """List the trips that the model can hold: deliveries only, nothing locked, no limits that span a car's trips."""
    c = state.c
    for car in c.cars:
        route = state.routes[car.index]
        if route is None or any(
            x is not None for x in (car.max_tasks, car.max_travel, car.max_metres, car.max_duration)
        ):
            continue
        for number, trip in enumerate(route.trips):
            if trip.flat and trip.stops and not any(c.locked[task] for task, _ in trip.stops):
                yield _leg(car, route, number, trip)


def _leg(car: Car, route: Route, number: int, trip: Trip) -> Leg:
    plan = route.plan
    first = sum(len(before.stops) + 1 for before in route.trips[:number])
    at, over = first + 1, first + 1 + len(trip.stops) + 1
    is_last = number + 1 == len(route.trips)
    back = car.closes if is_last else plan.loads[number + 1][0]
    onward = car.end if is_last else route.trips[number + 1].place
    pauses = []
    for windows, length in car.breaks[plan.taken[at] : plan.taken[over]]:
        begin, end = next((a, b) for a, b in windows if b >= plan.loads[number][1])
        pauses.append((max(begin, plan.loads[number][1]), end, length))
    if is_last and plan.taken[over] < len(car.breaks):
        back = min(back, car.breaks[plan.taken[over]][0][0][0])
    return Leg(car, number, trip, plan.loads[number][1], back, onward, tuple(pauses))


class _Model:
    """The routing model; nodes are the stops, then start and end of each leg."""

    def __init__(self, c: Compiled, legs: list[Leg], stops: list[tuple[int, Stop]]) -> None:
        self.c, self.legs, self.stops = c, legs, stops
        n = len(stops)
        starts, ends = [n + 2 * k for k in range(len(legs))], [n + 2 * k + 1 for k in range(len(legs))]
        self.places = [c.place[task] for _, (task, _) in stops]
        for leg in legs:
            self.places += [leg.trip.place, leg.onward]
        self.manager = pywrapcp.RoutingIndexManager(len(self.places), len(legs), starts, ends)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.origin = min(leg.leaves for leg in legs)
        self._costs_and_clock()
        self._room()
        for k, leg in enumerate(legs):
            self._shift(k, leg)
        copies: dict[int, int] = {}
        for _, (task, _) in stops:
            copies[task] = copies.get(task, 0) + 1
        for node, (home, (task, _)) in enumerate(stops):
            self._stop(node, home, task, is_split=copies[task] > 1)

    def solve(self, seconds: float, *, descend: bool) -> list[list[int]] | None:
        """Search from the plan's own routes; nodes per leg, or None where nothing came out."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        methods = routing_enums_pb2.LocalSearchMetaheuristic
        parameters.local_search_metaheuristic = methods.GREEDY_DESCENT if descend else methods.GUIDED_LOCAL_SEARCH
        parameters.time_limit.FromMilliseconds(max(50, round(1000 * seconds)))
        operators = parameters.local_search_operators
        for field in operators.DESCRIPTOR.fields:
            wanted = field.name in LEAN
            setattr(
                operators, field.name, optional_boolean_pb2.BOOL_TRUE if wanted else optional_boolean_pb2.BOOL_FALSE
            )
        self.routing.CloseModelWithParameters(parameters)
        now: list[list[int]] = [[] for _ in self.legs]
        for node, (home, _) in enumerate(self.stops):
            now[home].append(self.manager.NodeToIndex(node))
        start = self.routing.ReadAssignmentFromRoutes(now, True)
        if start is None:
            return None
        found = self.routing.SolveFromAssignmentWithParameters(start, parameters)
        return None if found is None else [self._nodes(found, k) for k in range(len(self.legs))]

    def _nodes(self, found: Any, leg: int) -> list[int]:
        nodes, index = [], self.routing.Start(leg)
        while not self.routing.IsEnd(index):
            index = found.Value(self.routing.NextVar(index))
            if not self.routing.IsEnd(index):
                nodes.append(self.manager.IndexToNode(index))
        return nodes

    def _costs_and_clock(self) -> None:
        """Give each leg its money; the clock of a stop runs through setup and service, then the way onward."""
        routing, places, n = self.routing, self.places, len(self.stops)
        money: dict[int, int] = {}
        clocks: dict[int, int] = {}
        per_leg = []
        for k, leg in enumerate(self.legs):
            kind = leg.car.kind
            key = id(kind)
            if key not in money:
                here = np.array(places)
                moves = here[:, None] != here[None, :]
                tasks = [task for _, (task, _) in self.stops]
                rows = np.array(kind.money)[np.ix_(here, here)]
                rows[:, :n] += np.array([kind.service_money[t] for t in tasks])
                rows[:, :n] += moves[:, :n] * np.array([kind.setup_money[t] for t in tasks])
                seconds = np.array(kind.seconds)[np.ix_(here, here)]
                seconds[:n] += np.array([kind.service[t] + kind.setup[t] for t in tasks])[:, None]
                money[key] = routing.RegisterTransitMatrix(rows.tolist())
                clocks[key] = routing.RegisterTransitMatrix(seconds.tolist())
            routing.SetArcCostEvaluatorOfVehicle(money[key], k)
            per_leg.append(clocks[key])
        routing.AddDimensionWithVehicleTransits(per_leg, FAR, FAR, False, "time")
        self.time = routing.GetDimensionOrDie("time")
        kind = self.legs[0].car.kind
        self.work = [kind.service[t] + kind.setup[t] for _, (t, _) in self.stops] + [0] * (len(places) - n)

    def _room(self) -> None:
        for k in range(self.c.size):
            loads = [load_of(self.c, task, units)[k] for _, (task, units) in self.stops]
            demand = self.routing.RegisterUnaryTransitVector(loads + [0] * (2 * len(self.legs)))
            room = [leg.car.capacity[k] for leg in self.legs]
            self.routing.AddDimensionWithVehicleCapacity(demand, 0, room, True, f"load {k}")

    def _shift(self, k: int, leg: Leg) -> None:
        """Hold a leg between its departure and its return, with its breaks inside."""
        start, end = self.time.CumulVar(self.routing.Start(k)), self.time.CumulVar(self.routing.End(k))
        start.SetValue(leg.leaves - self.origin)
        end.SetMax(max(0, leg.back - self.origin))
        solver = self.routing.solver()
        pauses = []
        for begin, last, length in leg.pauses:
            low, high = begin - self.origin, last - self.origin
            pause = solver.FixedDurationIntervalVar(low, high, length, False, f"break {k}")
            solver.Add(pause.EndExpr() <= end)
            pauses.append(pause)
        if pauses:
            indices = [self.manager.IndexToNode(i) for i in range(self.routing.Size())]
            self.time.SetBreakIntervalsOfVehicle(pauses, k, [self.work[node] for node in indices])

    def _stop(self, node: int, home: int, task: int, *, is_split: bool) -> None:
        """Let a stop go where vehicle, supply and windows allow; perishables and parts of a split stay on their trip."""
        c, legs, index = self.c, self.legs, self.manager.NodeToIndex(node)
        mine = legs[home]
        stays = is_split or c.transit[task] is not None
        allowed = [
            k
            for k, leg in enumerate(legs)
            if k == home
            or (
                not stays
                and leg.car.serves[task]
                and leg.trip.slot >= mine.trip.slot
                and leg.trip.place == mine.trip.place
                and c.change_money(task, leg.car.index) <= c.change_money(task, mine.car.index)
            )
        ]
        self.routing.VehicleVar(index).SetValues([-1, *allowed])
        self.routing.AddDisjunction([index], LEFT_OUT * MILLI)
        begin = self.time.CumulVar(index)
        windows = c.windows[task]
        if windows:
            begin.SetRange(max(0, windows[0][0] - self.origin), max(0, windows[-1][1] - self.origin))
            for (_, closed), (opens, _) in pairwise(windows):
                if opens - self.origin > 0:
                    begin.RemoveInterval(max(0, closed + 1 - self.origin), opens - 1 - self.origin)
        most = c.transit[task]
        if most is not None:
            begin.SetMax(mine.leaves + most - self.origin)


def _apply(state: State, legs: list[Leg], stops: list[tuple[int, Stop]], routes: list[list[int]]) -> bool:
    """Drive the new trips; back to the old plan if one cannot be driven or nothing is gained."""
    if sum(len(nodes) for nodes in routes) != len(stops):
        return False
    before = state.snapshot()
    new = {
        (leg.car.index, leg.number): tuple(stops[n][1] for n in nodes) for leg, nodes in zip(legs, routes, strict=True)
    }
    for car in state.c.cars:
        route = state.routes[car.index]
        if route is None:
            continue
        trips: list[Trip] = []
        for number, trip in enumerate(route.trips):
            changed = new.get((car.index, number), trip.stops)
            made = trip if changed == trip.stops else make_trip(state.c, trip.place, changed, trip.slot)
            if made is None:
                state.restore(before)
                return False
            trips.append(made)
        if not state.try_route(car, trips):
            state.restore(before)
            return False
    if state.cost >= before.cost or any(row[0] < 0 for row in state.left):
        state.restore(before)
        return False
    return True

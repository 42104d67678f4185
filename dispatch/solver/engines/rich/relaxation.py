"""Whose goods, tours ignored: CP-SAT gives each visit a target and the whole problem a proven lower bound.

Goods are shared as if each visit were reached at its latest departure; every served place pays its cheapest way in, its
service and a share of the vehicles, which no plan can save.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.cpsat import Effort, quantity_var
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.kinds import MILLI
from dispatch.solver.engines.rich.light import cp_model
from dispatch.solver.engines.rich.schedule import slot_at

LARGEST = 1 << 61


@dataclass(frozen=True, slots=True)
class Shares:
    """Units per visit and line to aim at, and a proven bound on the money of any plan that serves all that must be."""

    target: list[Vector]
    bound: float | None


def relaxation(c: Compiled, effort: Effort) -> Shares:
    """Share the goods as if tours cost only what no plan can save.

    First what must be served, from the highest priority down, with half of what is left of the effort each time; the
    bound holds only where all of it can be.
    """
    model = _Relaxed(c)
    shares = Shares([tuple(item.quantity for item in items) for items in c.lines], None)
    for expression, most in model.hard_levels():
        effort = effort.half()
        solver = effort.solver()
        model.cp.maximize(expression)
        if solver.solve(model.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return shares
        shares = Shares(model.target(solver), None)
        reached = round(solver.objective_value)
        model.cp.add(expression >= reached)
        model.all_must = model.all_must and reached >= most
    solver = effort.solver()
    model.cp.minimize(model.money())
    if solver.solve(model.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return shares
    bound = max(0.0, solver.best_objective_bound / MILLI - 1.0) if model.all_must else None
    return Shares(model.target(solver), bound)


class _Relaxed:
    """The model without tours."""

    def __init__(self, c: Compiled) -> None:
        self.c, self.cp, self.all_must = c, cp_model.CpModel(), True
        self.costs: list[Any] = []
        self.ways: dict[tuple[int, int], int] = {}
        self.reach = [[car for car in c.cars if car.serves[task]] for task in range(c.tasks)]
        self.origins = {p for car in c.cars for p in (car.start, *car.places)} | set(c.place)
        self.served = [self.cp.new_bool_var("") for _ in range(c.tasks)]
        self.units = [
            [quantity_var(self.cp, item) if self.reach[task] else self.cp.new_constant(0) for item in c.lines[task]]
            for task in range(c.tasks)
        ]
        for task, quantities in enumerate(self.units):
            for item, quantity in zip(c.lines[task], quantities, strict=True):
                self.cp.add(quantity <= item.quantity * self.served[task])
                if c.whole[task]:
                    self.cp.add(quantity == item.quantity * self.served[task])
            if not self.reach[task]:
                self.cp.add(self.served[task] == 0)
        for pair in range(c.visits, c.tasks, 2):
            self.cp.add(self.served[pair] == self.served[pair + 1])
        self._supply()
        self._work()

    def target(self, solver: cp_model.CpSolver) -> list[Vector]:
        """Return the units that a solved model gives."""
        return [tuple(solver.value(quantity) for quantity in quantities) for quantities in self.units]

    def hard_levels(self) -> list[tuple[Any, int]]:
        """List what must be served, from the highest priority down: (units served, units wanted)."""
        c, levels = self.c, defaultdict(list)
        for task in range(c.tasks):
            if c.worth[task] >= c.big:
                levels[c.worth[task]].append((self.served[task], 1))
            for item, quantity in zip(c.lines[task], self.units[task], strict=True):
                if item.worth >= c.big:
                    levels[item.worth].append((quantity, item.quantity))
        return [
            (sum(expression for expression, _ in levels[level]), sum(most for _, most in levels[level]))
            for level in sorted(levels, reverse=True)
        ]

    def money(self) -> Any:
        """Return the money that no plan with these goods can save."""
        c, parts = self.c, list(self.costs)
        for task in range(c.tasks):
            if 0 < c.worth[task] < c.big:
                parts.append(c.worth[task] * (1 - self.served[task]))
            for item, quantity in zip(c.lines[task], self.units[task], strict=True):
                if item.worth < c.big:
                    parts.append(item.worth * (item.quantity - quantity))
        return sum(parts)

    def _supply(self) -> None:
        c = self.c
        draws: dict[tuple[int, ...], list[tuple[int, Any]]] = defaultdict(list)
        for task, quantities in enumerate(self.units):
            last = self._last_slot(task)
            for item, quantity in zip(c.lines[task], quantities, strict=True):
                supplies = sorted({s for some in item.draws.values() for s in some or ()})
                everywhere = all(some != () for some in item.draws.values())
                if supplies and everywhere:
                    draws[tuple(supplies)].append((last, quantity))
                elif not any(some is not None for some in item.draws.values()):
                    self.cp.add(quantity == 0)
        for together, takers in draws.items():
            for slot in sorted({last for last, _ in takers}):
                cap = sum(c.caps[supply][slot] for supply in together)
                early = [quantity for last, quantity in takers if last <= slot]
                self.cp.add(sum(early) <= cap)

    def _last_slot(self, task: int) -> int:
        c, latest = self.c, -1
        for car in self.reach[task]:
            closes = min(car.closes, c.windows[task][-1][1] if c.windows[task] else NEVER)
            latest = max(latest, closes - (0 if c.place[task] in car.places else self._way(car, c.place[task])))
        return max(0, slot_at(c, latest))

    def _way_home(self, car: Car) -> int:
        """Return the money of the cheapest leg from any task to the vehicle's end, which no way into a task counts."""
        return min((car.kind.money[place][car.end] for place in set(self.c.place)), default=0)

    def _way(self, car: Car, place: int) -> int:
        """Return the seconds of the shortest leg into a place (a second less where speeds are rounded)."""
        key = (id(car.kind), place)
        if key not in self.ways:
            way = min((car.kind.seconds[p][place] for p in self.origins if p != place), default=0)
            self.ways[key] = max(0, way - 1)
        return self.ways[key]

    def _work(self) -> None:
        """Count the cheapest way into each served place, service, and enough vehicles for load and time."""
        c, cp = self.c, self.cp
        used = [cp.new_bool_var("") for _ in c.cars]
        self.costs += [(car.fixed + self._way_home(car)) * flag for car, flag in zip(c.cars, used, strict=True)]
        groups: dict[int, list[int]] = defaultdict(list)
        seconds: list[Any] = []
        for task in range(c.tasks):
            if not self.reach[task]:
                continue
            groups[c.place[task]].append(task)
            cp.add(sum(used[car.index] for car in self.reach[task]) >= self.served[task])
            kinds = _kinds(self.reach[task])
            service = min(kind.service_money[task] for kind in kinds)
            if service:
                self.costs.append(service * self.served[task])
            seconds.append(min(kind.service[task] for kind in kinds) * self.served[task])
        for place, tasks in groups.items():
            cars = [car for task in tasks for car in self.reach[task]]
            kinds = _kinds(cars)
            others = [p for p in self.origins if p != place]
            money = min((kind.money[p][place] for kind in kinds for p in others), default=0)
            way = min(self._way(car, place) for car in cars)
            if place in {p for car in cars for p in (car.start, *car.places)}:
                continue
            here = cp.new_bool_var("")
            for task in tasks:
                cp.add_implication(self.served[task], here)
            self.costs.append(money * here)
            seconds.append(way * here)
        shifts = [(car.closes - car.opens - car.loading) * flag for car, flag in zip(c.cars, used, strict=True)]
        if all(car.closes - car.opens < 10**8 for car in c.cars):
            cp.add(sum(seconds) <= sum(shifts))
        self._room(used)

    def _room(self, used: list[Any]) -> None:
        c = self.c
        for k in range(c.size):
            load = [
                item.amount[k] * quantity
                for task in range(c.visits)
                for item, quantity in zip(c.lines[task], self.units[task], strict=True)
                if item.amount[k]
            ]
            load += [c.delivery[t][k] * self.served[t] for t in range(c.visits) if c.delivery[t][k]]
            most = sum(item.amount[k] * item.quantity for items in c.lines for item in items)
            most += sum(amount[k] for amount in c.delivery)
            room = [min(car.capacity[k] * car.max_trips, most) * flag for car, flag in zip(c.cars, used, strict=True)]
            if load and most < LARGEST:
                self.cp.add(sum(load) <= sum(room))


def _kinds(cars: list[Car]) -> list[Any]:
    return list({id(car.kind): car.kind for car in cars}.values())

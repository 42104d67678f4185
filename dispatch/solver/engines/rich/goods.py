"""Whose goods, tours given: CP-SAT sets the quantities of a plan's stops exactly, departures and room being known."""

from collections import defaultdict
from typing import Any

from dispatch.solver.engines.rich.compiled import Car, Vector
from dispatch.solver.engines.rich.cpsat import Effort, quantity_var
from dispatch.solver.engines.rich.light import cp_model
from dispatch.solver.engines.rich.schedule import Trip
from dispatch.solver.engines.rich.state import State, make_trip


def reallocate(state: State, effort: Effort) -> bool:
    """Set the quantities of a plan's stops anew, as worth most under its departures and room; True if it got better."""
    c = state.c
    model = _Exact(state)
    for car, route in zip(c.cars, state.routes, strict=True):
        for number, trip in enumerate(route.trips if route is not None else ()):
            model.add_trip(car, number, trip)
    if not model.stops:
        return False
    model.close()
    solver = effort.solver()
    if solver.solve(model.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return False
    chosen = {(car, n, task): tuple(solver.value(q) for q in parts) for car, n, task, parts in model.stops}
    return _apply(state, chosen)


class _Exact:
    """The model of a plan's quantities: its trips, departures and order of stops stand."""

    def __init__(self, state: State) -> None:
        self.state, self.c, self.cp = state, state.c, cp_model.CpModel()
        self.stops: list[tuple[int, int, int, list[Any]]] = []
        self.leaving: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        self.totals: dict[int, list[list[Any]]] = defaultdict(list)

    def add_trip(self, car: Car, number: int, trip: Trip) -> None:
        """Add the quantities of a trip's stops and the room of its vehicle."""
        c, cp = self.c, self.cp
        load: list[list[Any]] = [[] for _ in range(c.size)]
        for task, units in trip.stops:
            quantities = []
            for item, now in zip(c.lines[task], units, strict=True):
                draws = item.draws[trip.place]
                most = item.quantity if draws is not None else 0
                quantity = cp.new_int_var(0, most if trip.flat else now, "")
                cp.add_hint(quantity, now)
                quantities.append(quantity)
                for supply in draws or ():
                    self.leaving[supply].append((trip.slot, quantity))
                for k, amount in enumerate(item.amount):
                    if amount:
                        load[k].append(amount * quantity)
            if quantities:
                self.stops.append((car.index, number, task, quantities))
                self.totals[task].append(quantities)
        fixed = [sum(c.delivery[t][k] for t, _ in trip.stops if not c.lines[t]) for k in range(c.size)]
        for k, parts in enumerate(load):
            if parts:
                cp.add(sum(parts) + fixed[k] <= car.capacity[k])

    def close(self) -> None:
        """Add supply over time and what the quantities are worth."""
        for supply, takers in self.leaving.items():
            for slot in sorted({s for s, _ in takers}):
                early = [quantity for s, quantity in takers if s <= slot]
                self.cp.add(sum(early) <= min(self.c.caps[supply][slot:]))
        self.cp.maximize(sum(_gain(self.state, self.cp, task, parts) for task, parts in self.totals.items()))


def _gain(state: State, cp: cp_model.CpModel, task: int, portions: list[list[Any]]) -> Any:
    """Bind a visit's portions to its rules and return what they are worth."""
    c = state.c
    gain: Any = 0
    served = cp.new_bool_var("") if c.whole[task] else None
    for n, item in enumerate(c.lines[task]):
        total = quantity_var(cp, item)
        cp.add(sum(parts[n] for parts in portions) == total)
        if served is not None:
            cp.add(total == item.quantity * served)
        worth = item.worth
        if worth >= c.big:
            now = state.got[task]
            cp.add(total >= (now[n] if now else 0))
            worth = 10**9
        gain += min(worth, 10**9) * total
    return gain


def _apply(state: State, chosen: dict[tuple[int, int, int], Vector]) -> bool:
    c, before, cost = state.c, state.snapshot(), state.cost
    for car in c.cars:
        route = state.routes[car.index]
        if route is None:
            continue
        trips: list[Trip] = []
        for number, trip in enumerate(route.trips):
            stops = tuple(
                (task, chosen.get((car.index, number, task), units))
                for task, units in trip.stops
                if not c.lines[task] or any(chosen[car.index, number, task]) or c.locked[task]
            )
            made = make_trip(c, trip.place, stops, trip.slot)
            if made is None:
                state.restore(before)
                return False
            trips.append(made)
        if not state.try_route(car, trips):
            state.restore(before)
            return False
    if state.cost >= cost:
        state.restore(before)
        return False
    return True

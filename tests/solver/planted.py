"""Rich days around a planted plan that is provably the best: its cost is known, so distance to the optimum is testable.

Roads are a star: the depot in the middle, stops along arms, no way from arm to arm but through the depot. ::

            o o                 each road of an arm is driven out and back at least once by any plan that serves its end;
             o o                fewer vehicles than load ÷ (capacity × trips) cannot do, and the room spared is less than
    o o o o  D  o o o o         one vehicle; a stop left out costs more than its arm, a unit more than its part of a
                                vehicle. The planted plan, an arm a trip, pays just that: nothing can be cheaper.

Windows, breaks, docks and supply are drawn around the times of the planted plan, just enough for it; they can only make
other plans worse. A scarce product that weighs nothing is ordered beyond its supply: what stays of it has a known price.
"""

from dataclasses import dataclass
from math import ceil
from random import Random
from typing import Any

from tests.solver.builders import HOUR, Document

LOAD, PAUSE, SIX = 1200, 1800, 6 * HOUR
FIXED, PER_HOUR, PER_TASK_HOUR, PER_KM = 5000, 2700, 1800, 40
PACE_M_S = 10
VEHICLE_A_UNIT = 20
"""More than what a vehicle less would save per unit that must then stay."""
SPARED = 0.5
"""Of one vehicle's room: what all of them together have to spare."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A problem document, an answer document that serves it best, and what that costs."""

    problem: Document
    answer: Document
    cost: float


def planted_day(seed: int, arms: int = 4, stops: int = 5, trips: int = 2, fill: float | None = None) -> Planted:
    """Draw a day of `arms` tours of about `stops` stops, `trips` of them per vehicle (`arms` a multiple of it).

    `fill` is the part of its room that each trip needs; vehicles then cost nothing by themselves. Without it they do,
    and what all of them can spare is less than the room of one.
    """
    return _Day(seed, arms, stops, trips, fill).drawn()


class _Day:
    def __init__(self, seed: int, arms: int, stops: int, trips: int, fill: float | None) -> None:
        self.rng = Random(seed)
        self.trips, self.load = trips, 600
        self.vehicles = arms // trips
        self.fixed = FIXED if fill is None else 0
        self.capacity = int(self.load / (1 - SPARED / self.vehicles if fill is None else fill))
        self.metres = [[0]]
        self.arm_of: list[tuple[int, int]] = [(-1, 0)]
        """Arm and metres from the depot, per place."""
        self.places: list[list[int]] = []
        for arm in range(arms):
            away, here = 0, []
            for _ in range(self.rng.randint(max(1, stops - 1), stops + 1)):
                away += 10 * self.rng.randint(100, 600)
                here.append(len(self.arm_of))
                self.arm_of.append((arm, away))
            self.places.append(here)
        self.jobs: dict[int, Document] = {}
        self.supply: dict[str, list[tuple[int, int]]] = {}
        self.loads: list[tuple[int, int]] = []
        self.money = 0.0

    def drawn(self) -> Planted:
        routes = [self.route(v) for v in range(self.vehicles)]
        self.scarce(routes)
        for place, job in self.jobs.items():
            farthest = max(self.arm_of[other][1] for other in self.places[self.arm_of[place][0]])
            arm = 2 * (PER_HOUR * farthest / PACE_M_S / 3600 + PER_KM * farthest / 1000)
            saved = arm + PER_TASK_HOUR * job["service"] / 3600
            job["lines"][0]["unit_penalty"] = ceil(saved / job["lines"][0]["quantity"]) + VEHICLE_A_UNIT
        size = range(len(self.arm_of))
        table = [[self.between(a, b) for b in size] for a in size]
        together = [sum(a <= start < z for a, z in self.loads) for start, _ in self.loads]
        problem: Document = {
            "jobs": [self.jobs[place] for place in sorted(self.jobs)],
            "vehicles": [self.vehicle(v, route) for v, route in enumerate(routes)],
            "products": [{"id": name, "supply": _cumulated(steps)} for name, steps in sorted(self.supply.items())],
            "docks": [{"location_index": 0, "count": max(together)}],
            "matrices": {"car": {"durations": [[m // PACE_M_S for m in row] for row in table], "distances": table}},
        }
        return Planted(problem, {"code": 0, "summary": {}, "unassigned": [], "routes": routes}, self.money)

    def between(self, a: int, b: int) -> int:
        (arm, x), (other, y) = self.arm_of[a], self.arm_of[b]
        return abs(x - y) if arm == other else x + y

    def vehicle(self, number: int, route: Document) -> Document:
        pause = next(step for step in route["steps"] if step["type"] == "break")["arrival"]
        ends = route["steps"][-1]["arrival"]
        return {
            "id": number + 1, "start_index": 0, "end_index": 0, "capacity": [self.capacity], "loading": LOAD,
            "max_trips": self.trips, "time_window": [SIX - 600, ends + self.rng.randint(0, 7200)],
            "costs": {"fixed": self.fixed, "per_hour": PER_HOUR, "per_task_hour": PER_TASK_HOUR, "per_km": PER_KM},
            "breaks": [{"id": 1, "service": PAUSE, "time_windows": [[pause - 1200, pause + 1200]]}],
        }  # fmt: skip

    def route(self, number: int) -> Document:
        """Drive one vehicle's arms, out along half of the stops and back along the others; note what it costs."""
        clock = SIX + self.rng.randint(0, 3) * 600
        steps: list[Document] = [{"type": "start", "arrival": clock, "location_index": 0}]
        self.money += self.fixed
        for trip in range(self.trips):
            places = self.places[number * self.trips + trip]
            back = set(self.rng.sample(places[:-1], self.rng.randint(0, len(places) - 1)))
            order = [p for p in places if p not in back] + [p for p in reversed(places) if p in back]
            steps.append({"type": "load", "arrival": clock, "waiting_time": 0, "location_index": 0})
            self.loads.append((clock, clock + LOAD))
            clock += LOAD
            clock = self.drive(steps, clock, order, self.portions(len(order)), pause=trip == 0)
        steps.append({"type": "end", "arrival": clock, "location_index": 0})
        return {"vehicle": number + 1, "steps": steps}

    def portions(self, count: int) -> list[int]:
        cuts = sorted(self.rng.sample(range(1, self.load), count - 1))
        return [b - a for a, b in zip([0, *cuts], [*cuts, self.load], strict=True)]

    def drive(self, steps: list[Document], clock: int, order: list[int], portions: list[int], *, pause: bool) -> int:
        leaves, here = clock, 0
        for n, (place, units) in enumerate(zip(order, portions, strict=True)):
            if pause and n == len(order) // 2:
                steps.append({"type": "break", "id": 1, "arrival": clock, "waiting_time": 0})
                clock += PAUSE
            clock += self.leg(here, place)
            product, service = f"P{self.rng.randint(1, 5)}", 60 * self.rng.randint(2, 12)
            self.supply.setdefault(product, []).append((leaves - self.rng.randint(0, 7200), units))
            lines = [{"id": 1, "product": product, "quantity": units, "amount": [1]}]
            window = [clock - self.rng.randint(0, 5400), clock + self.rng.randint(300, 5400)]
            self.jobs[place] = {
                "id": place, "location_index": place, "service": service, "lines": lines, "time_windows": [window]
            }  # fmt: skip
            given = [{"id": 1, "quantity": units}]
            steps.append({"type": "job", "id": place, "arrival": clock, "waiting_time": 0, "location_index": place, "lines": given})  # fmt: skip
            clock, here = clock + service, place
            self.money += PER_TASK_HOUR * service / 3600
        return clock + self.leg(here, 0)

    def leg(self, a: int, b: int) -> int:
        metres = self.between(a, b)
        self.money += PER_HOUR * (metres // PACE_M_S) / 3600 + PER_KM * metres / 1000
        return metres // PACE_M_S

    def scarce(self, routes: list[Document]) -> None:
        """Order a product without weight beyond its supply; the planted plan gives it where leaving it out is dearest."""
        wanted: list[tuple[int, int, int]] = []
        for place in self.rng.sample(sorted(self.jobs), max(1, len(self.jobs) // 2)):
            units, price = self.rng.randint(1, 30), self.rng.randint(5, 400)
            self.jobs[place]["lines"].append(
                {"id": 2, "product": "S", "quantity": units, "amount": [0], "unit_penalty": price}
            )
            wanted.append((price, place, units))
        left = sum(units for _, _, units in wanted) * 2 // 3
        self.supply["S"] = [(0, left)]
        visits: dict[int, Document] = {s["id"]: s for r in routes for s in r["steps"] if s["type"] == "job"}
        for price, place, units in sorted(wanted, reverse=True):
            given = min(left, units)
            left -= given
            self.money += price * (units - given)
            if given:
                visits[place]["lines"].append({"id": 2, "quantity": given})


def _cumulated(steps: list[tuple[int, int]]) -> list[list[Any]]:
    total, out = 0, [[0, 0]] if min(steps)[0] > 0 else []
    for at, units in sorted(steps):
        total += units
        out.append([at, total])
    return out

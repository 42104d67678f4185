"""Tiny and random rich problems for tests: drawn documents in the file format, mixed features, planted plans."""

from random import Random
from typing import Any

from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.problem import Problem

Document = dict[str, Any]
HOUR = 3600


def line_matrix(count: int, seconds: int = 600, metres: int = 5000) -> Document:
    """Give places 0 … count-1 on one straight road, so many seconds and metres from each to the next."""
    return {
        "car": {
            "durations": [[seconds * abs(a - b) for b in range(count)] for a in range(count)],
            "distances": [[metres * abs(a - b) for b in range(count)] for a in range(count)],
        }
    }


def document(jobs: list[Document], vehicles: list[Document] | None = None, **keys: Any) -> Document:
    """Give a problem on a road of as many places as needed, the depot at place 0."""
    ends = [end for s in keys.get("shipments", []) for end in (s["pickup"], s["delivery"])]
    count = 1 + max((task["location_index"] for task in [*jobs, *ends]), default=1)
    fleet = vehicles if vehicles is not None else [vehicle()]
    return {"jobs": jobs, "vehicles": fleet, "matrices": line_matrix(count), **keys}


def vehicle(identity: int = 1, **keys: Any) -> Document:
    """Give a vehicle at place 0 with room for 100, a shift of ten hours and 20 minutes of loading."""
    base: Document = {"id": identity, "start_index": 0, "end_index": 0, "capacity": [100], "loading": 1200}
    base |= {"time_window": [6 * HOUR, 16 * HOUR], "costs": {"fixed": 1000, "per_hour": 3600, "per_km": 10}}
    return base | keys


def line(product: str, quantity: int, identity: int = 1, **keys: Any) -> Document:
    """Give an ordered line: one unit weighs one, leaving it out costs 500."""
    base = {"id": identity, "product": product, "quantity": quantity, "amount": [1], "unit_penalty": 500}
    return {key: value for key, value in (base | keys).items() if value is not None}


def job(identity: int, place: int, *lines: Document, **keys: Any) -> Document:
    """Give a job of ten minutes at a place."""
    base: Document = {"id": identity, "location_index": place, "service": 600}
    return base | ({"lines": list(lines)} if lines else {}) | keys


def problem(*args: Any, **keys: Any) -> Problem:
    """Give the problem of a document."""
    return parse_vroom(document(*args, **keys)).problem


def rich_day(seed: int, jobs: int = 20, *, judged: bool = False) -> Document:
    """Give a day with every rule mixed in by chance; `judged`: only what the shared judge covers."""
    return _Day(seed, jobs, judged=judged).document()


class _Day:
    """One random day being drawn."""

    def __init__(self, seed: int, jobs: int, *, judged: bool) -> None:
        self.rng = Random(seed)
        self.count, self.judged = jobs, judged
        self.days = self.rng.choice([1, 1, 1, 2])
        self.origin = self.rng.choice([0, 0, 1_795_500_000])
        self.products = [f"P{n}" for n in range(max(2, jobs // 4))]
        self.points = [(self.rng.randint(0, 1800), self.rng.randint(0, 1800)) for _ in range(jobs + 4)]

    def document(self) -> Document:
        rng = self.rng
        fleet = [self.vehicle(n) for n in range(1, max(3, self.count // 6) * self.days)]
        tasks = [self.job(n) for n in range(1, self.count + 1)]
        out: Document = {"jobs": tasks, "vehicles": fleet, "matrices": self.matrices()}
        out["products"] = [self.supply(name) for name in self.products if rng.random() < 0.8]
        if rng.random() < 0.7:
            out["docks"] = [{"location_index": 0, "count": rng.randint(1, 2)}]
        if not self.judged and rng.random() < 0.5:
            out["shipments"] = [self.shipment(n) for n in range(rng.randint(1, 3))]
        if rng.random() < 0.3:
            served = rng.sample([task["id"] for task in tasks], min(6, len(tasks)))
            out["incumbent"] = [{"vehicle": 1, "trips": [served[:3]]}, {"vehicle": 2, "trips": [served[3:]]}]
            out["change_penalty"] = rng.choice([0, 500])
        return out

    def time(self, day: int, hours: float) -> int:
        return self.origin + day * 24 * HOUR + int(hours * HOUR)

    def matrices(self) -> Document:
        def metres(a: int, b: int) -> int:
            (x, y), (u, v) = self.points[a], self.points[b]
            return abs(x - u) * 8 + abs(y - v) * 9

        size = range(len(self.points))
        table = [[metres(a, b) for b in size] for a in size]
        return {
            name: {"durations": [[m // pace + (a > b) * 7 * (m > 0) for b, m in enumerate(row)] for a, row in enumerate(table)],
                   "distances": table}
            for name, pace in (("car", 9), ("truck", 7))
        }  # fmt: skip

    def vehicle(self, identity: int) -> Document:
        rng, day = self.rng, self.rng.randrange(self.days)
        opens = rng.choice([5, 6, 7])
        out: Document = {"id": identity, "start_index": 0, "end_index": 0, "capacity": [rng.choice([80, 120]), 400]}
        out |= {"time_window": [self.time(day, opens), self.time(day, opens + rng.choice([6, 9, 11]))]}
        out |= {"loading": rng.choice([0, 600, 1200]), "max_trips": rng.randint(1, 3), "profile": "car"}
        out["costs"] = {"fixed": 3000, "per_hour": 2500, "per_task_hour": rng.choice([0, 2000]), "per_km": 40}
        out["skills"] = rng.sample([1, 2, 3], rng.randint(0, 3))
        if rng.random() < 0.5:
            out["breaks"] = [{"id": 1, "service": 1800, "time_windows": [[self.time(day, 9), self.time(day, 11.5)]]}]
            if rng.random() < 0.3:
                last = [[self.time(day, 12), self.time(day, 12.2)], [self.time(day, 13), self.time(day, 14)]]
                out["breaks"].append({"id": 2, "service": 900, "time_windows": last})
        for key, values in (("max_tasks", [5, 9]), ("max_travel_time", [9000]), ("max_distance", [90_000])):
            if rng.random() < 0.15:
                out[key] = rng.choice(values)
        if rng.random() < 0.3:
            out |= {"profile": "truck", "speed_factor": rng.choice([1.0, 0.9])}
        if rng.random() < 0.1:
            del out["end_index"]
        if not self.judged and rng.random() < 0.3:
            out |= {"load_at": [1], "type": "big"}
        return out

    def job(self, identity: int) -> Document:
        rng, day = self.rng, self.rng.randrange(self.days)
        out: Document = {
            "id": identity,
            "location_index": rng.randint(2, self.count + 3),
            "service": rng.randint(60, 900),
        }
        if rng.random() < 0.5:
            begin = rng.choice([6.0, 8.5, 10.0])
            out["time_windows"] = [[self.time(day, begin), self.time(day, begin + rng.choice([2, 4, 6]))]]
            if rng.random() < 0.3:
                out["time_windows"].append([self.time(day, 14), self.time(day, 16)])
        chances: list[tuple[str, float, Any]] = [
            ("setup", 0.2, 300), ("skills", 0.2, [rng.randint(1, 3)]), ("priority", 0.2, rng.randint(1, 10)),
            ("release", 0.1, self.time(day, 8)), ("max_transit", 0.1, 5400),
        ]  # fmt: skip
        out |= {key: value for key, chance, value in chances if rng.random() < chance}
        if not self.judged and rng.random() < 0.1:
            out["service_per_type"] = {"big": 30}
        if rng.random() < 0.2:
            out["delivery"] = [rng.randint(1, 30), 10]
            if rng.random() < 0.7:
                out["penalty"] = rng.randint(1000, 20_000)
            if not self.judged and rng.random() < 0.3:
                out["pickup"] = [rng.randint(1, 30), 0]
            return out
        out["lines"] = [self.line(n, name) for n, name in enumerate(rng.sample(self.products, rng.randint(1, 2)))]
        if rng.random() < 0.25:
            out["all_or_nothing"] = True
        if rng.random() < 0.25:
            out["max_visits"] = rng.randint(2, 3)
        return out

    def line(self, number: int, product: str) -> Document:
        rng = self.rng
        quantity = rng.choice([5, 12, 30, 48, 110])
        out = line(product, quantity, number, amount=[1, rng.randint(0, 4)], unit_penalty=rng.randint(50, 900))
        if rng.random() < 0.3:
            out["min_quantity"] = rng.choice([3, 10])
        if rng.random() < 0.3:
            out["multiple"] = rng.choice([4, 6])
        if rng.random() < 0.1:
            del out["unit_penalty"]
        return out

    def supply(self, product: str) -> Document:
        rng, units, steps = self.rng, 0, []
        for at in [0, *sorted(rng.sample([self.time(d, h) for d in range(self.days) for h in (7, 8, 9, 10)], 2))]:
            units += rng.randint(0, 60)
            steps.append([at, units])
        if not self.judged and rng.random() < 0.2:
            return {"id": product, "supply_by_depot": [{"location_index": p, "supply": steps} for p in (0, 1)]}
        return {"id": product, "supply": steps}

    def shipment(self, number: int) -> Document:
        rng = self.rng
        ends = [{"id": number, "location_index": rng.randint(2, self.count + 3), "service": 120} for _ in range(2)]
        return {"pickup": ends[0], "delivery": ends[1], "amount": [rng.randint(1, 60), 5], "penalty": 9000}

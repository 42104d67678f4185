"""Published instances in VRPLIB's `.vrp` and PyVRP's dialect of it, read as a problem.

A visit's id and location are the file's node number minus one; vehicle ids count from 1 in the file's order. The
money is the published objective: distance × unit cost + fixed costs + uncollected prizes, in the scale of the TYPE's
rounding rule (`dispatch.solver.files.rounding`), which applies to all quantities but unit costs, as in PyVRP.
"""

from pathlib import Path

import numpy as np

from dispatch.solver.files.rounding import RULES, Floats, Ints, Rule, euclidean
from dispatch.solver.files.sections import Sections, take_apart
from dispatch.solver.problem import HORIZON, Matrix, Problem, Vehicle, VehicleCosts, Visit

PROFILE = "car"
LARGEST = 10**12
_SPECIFICATIONS = {"NAME", "COMMENT", "TYPE", "DIMENSION", "VEHICLES", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT"}
_SPECIFICATIONS |= {"NODE_COORD_TYPE", "DISPLAY_DATA_TYPE"}
_EITHER = {"CAPACITY", "SERVICE_TIME", "RELEASE_TIME", "VEHICLES_FIXED_COST", "VEHICLES_UNIT_DISTANCE_COST"}
_EITHER |= {"VEHICLES_MAX_DURATION", "VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_RELOADS"}
_SECTIONS = {"NODE_COORD", "EDGE_WEIGHT", "DEMAND", "TIME_WINDOW", "PRIZE", "DEPOT", "DISPLAY_DATA"}
_SECTIONS |= {"VEHICLES_DEPOT", "VEHICLES_RELOAD_DEPOT", "VEHICLES_ALLOWED_CLIENTS"}


def read_vrplib(path: Path) -> Problem:
    """Read a `.vrp` file; `FileError` names what is wrong, where and what to do."""
    return parse_vrplib(path.read_text(encoding="utf-8", errors="replace"), path.name)


def parse_vrplib(text: str, name: str = "instance") -> Problem:
    """Read the text of a `.vrp` file; `name` is what its faults call it."""
    return _Reader(take_apart(text, name)).problem()


class _Reader:
    """One instance: numbers of the file in the scale of its rule."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self._know_every_key()
        self.count = sections.whole("DIMENSION")
        self.rule = self._rule()
        self.depots = self._depots()
        self.fleet = sections.whole("VEHICLES") if sections.has("VEHICLES") else max(1, self.count - self.depots)

    def problem(self) -> Problem:
        matrix = self._distances()
        windows = self._windows()
        clients, skills = self._allowed()
        return Problem(
            visits=self._visits(windows, clients),
            vehicles=self._vehicles(windows, skills),
            matrices={PROFILE: Matrix(durations=matrix, distances=matrix)},
        )

    def _know_every_key(self) -> None:
        unknown = [key for key in self.sections.specs if key not in _SPECIFICATIONS | _EITHER]
        unknown += [f"{key}_SECTION" for key in self.sections.sections if key not in _SECTIONS | _EITHER]
        if unknown:
            raise self.sections.fault(
                "unsupported", unknown[0], "a key whose meaning is not known here, so it cannot be obeyed.",
                "Remove it if it does not matter; limits per vehicle are VEHICLES_MAX_DISTANCE, VEHICLES_MAX_DURATION.",
            )  # fmt: skip

    def _rule(self) -> Rule:
        kind = self.sections.specs.get("TYPE", "")
        if kind not in RULES:
            raise self.sections.fault("type", "TYPE", f"'{kind}' is not known.", f"Use one of {', '.join(RULES)}.")
        return self._as_it_stands if self._weights() == "EXPLICIT" else RULES[kind]

    def _weights(self) -> str:
        kind = self.sections.specs.get("EDGE_WEIGHT_TYPE", "")
        form = self.sections.specs.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
        if kind not in {"EUC_2D", "EXPLICIT"} or (kind == "EXPLICIT" and form != "FULL_MATRIX"):
            raise self.sections.fault(
                "weights", "EDGE_WEIGHT_TYPE", f"'{kind}' ({form}) is not known.",
                "Use EUC_2D, or EXPLICIT with EDGE_WEIGHT_FORMAT FULL_MATRIX.",
            )  # fmt: skip
        return kind

    def _as_it_stands(self, values: Floats) -> Ints:
        whole = np.round(values).astype(np.int64)
        if (whole != values).any():
            raise self.sections.fault(
                "fraction", "EDGE_WEIGHT_TYPE EXPLICIT", "an instance with a matrix holds numbers that are not whole.",
                "Scale all its numbers so that they are whole.",
            )  # fmt: skip
        return whole

    def _scaled(self, values: Floats, where: str, largest: int = LARGEST) -> Ints:
        if values.size and (values.min() < 0 or np.abs(values).max() > largest):
            raise self.sections.fault(
                "bounds", where, f"values from {values.min():g} to {values.max():g}, not within 0 to {largest:g}.",
                "Correct the value, or scale the instance.",
            )  # fmt: skip
        scaled = self.rule(values)
        if scaled.size and scaled.max() > largest:
            raise self.sections.fault(
                "bounds", where, f"{scaled.max()} after scaling; {largest:g} is the most.", "Scale the instance down."
            )
        return scaled

    def _depots(self) -> int:
        rows = self.sections.sections.get("DEPOT")
        numbers = [word for _, words in rows for word in words if word != "-1"] if rows is not None else ["1"]
        if not numbers or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
            raise self.sections.fault(
                "depots", "DEPOT_SECTION", f"depots {', '.join(numbers[:5]) or 'none'}.",
                "Let the depots be the first nodes: 1, 2, … and -1 after the last.",
            )  # fmt: skip
        if len(numbers) > self.count:
            raise self.sections.fault("depots", "DEPOT_SECTION", "more depots than nodes.", "Correct DIMENSION.")
        return len(numbers)

    def _distances(self) -> Ints:
        if self._weights() == "EXPLICIT":
            return self._scaled(self.sections.square("EDGE_WEIGHT", self.count), "EDGE_WEIGHT_SECTION", HORIZON)
        coordinates = self.sections.table("NODE_COORD", self.count)
        if coordinates.shape[1] != 2 or np.abs(coordinates).max() > 10**6:
            raise self.sections.fault(
                "bounds", "NODE_COORD_SECTION", "not two coordinates a node, or one beyond 1,000,000.",
                "Give x and y of each node; scale them down.",
            )  # fmt: skip
        return euclidean(coordinates, self.rule)

    def _windows(self) -> Ints | None:
        if not self.sections.has("TIME_WINDOW"):
            return None
        windows = self._scaled(self.sections.table("TIME_WINDOW", self.count), "TIME_WINDOW_SECTION", HORIZON)
        if windows.shape[1] != 2 or (windows[:, 0] > windows[:, 1]).any():
            bad = int(np.argmax(windows[:, 0] > windows[:, -1])) + 1
            raise self.sections.fault(
                "window", f"TIME_WINDOW_SECTION, node {bad}", "not a window that opens before it closes.",
                "Give the earliest, then the latest begin.",
            )  # fmt: skip
        return windows

    def _visits(self, windows: Ints | None, skills: list[frozenset[int]]) -> tuple[Visit, ...]:
        count = self.count
        loads = self._scaled(self.sections.table("DEMAND", count), "DEMAND_SECTION") if self._loaded() else None
        service = self._scaled(self.sections.per("SERVICE_TIME", count, 0), "SERVICE_TIME", HORIZON)
        release = self._scaled(self.sections.per("RELEASE_TIME", count, 0), "RELEASE_TIME", HORIZON)
        prizes = self._scaled(self.sections.per("PRIZE", count, 0), "PRIZE_SECTION")
        return tuple(
            Visit(
                id=node,
                location=node,
                service_s=int(service[node]),
                delivery=() if loads is None else tuple(int(load) for load in loads[node]),
                skills=skills[node],
                windows=() if windows is None else ((int(windows[node, 0]), int(windows[node, 1])),),
                release_s=int(release[node]),
                penalty=int(prizes[node]) or None,
            )
            for node in range(self.depots, count)
        )

    def _vehicles(self, windows: Ints | None, skills: list[frozenset[int]]) -> tuple[Vehicle, ...]:
        fleet, per = self.fleet, self.sections.per
        loads = self._capacities() if self._loaded() else None
        fixed = self._scaled(per("VEHICLES_FIXED_COST", fleet, 0), "VEHICLES_FIXED_COST")
        unit = self._unit_costs()
        durations = self._limits("VEHICLES_MAX_DURATION")
        distances = self._limits("VEHICLES_MAX_DISTANCE")
        starts = self._at_depots(per("VEHICLES_DEPOT", fleet, 1) - 1, "VEHICLES_DEPOT_SECTION")
        trips, places = self._reloads(starts)
        return tuple(
            Vehicle(
                id=number + 1,
                start=int(start),
                end=int(start),
                profile=PROFILE,
                capacity=() if loads is None else tuple(int(load) for load in loads[number]),
                shift=(0, HORIZON) if windows is None else (int(windows[start, 0]), int(windows[start, 1])),
                skills=skills[number],
                costs=VehicleCosts(fixed=int(fixed[number]), per_hour=0, per_km=1000 * int(unit[number])),
                max_trips=trips[number],
                load_at=places[number],
                max_distance_m=None if distances is None else int(distances[number]),
                max_duration_s=None if durations is None else int(durations[number]),
            )
            for number, start in enumerate(starts)
        )

    def _loaded(self) -> bool:
        return self.sections.has("CAPACITY")

    def _capacities(self) -> Ints:
        if "CAPACITY" in self.sections.sections:
            return self._scaled(self.sections.table("CAPACITY", self.fleet), "CAPACITY_SECTION")
        return self._scaled(np.full((self.fleet, 1), self.sections.number("CAPACITY")), "CAPACITY")

    def _unit_costs(self) -> Ints:
        unit = self.sections.per("VEHICLES_UNIT_DISTANCE_COST", self.fleet, 1)
        if (unit != np.round(unit)).any() or unit.min() < 0 or unit.max() > 10**6:
            raise self.sections.fault(
                "fraction", "VEHICLES_UNIT_DISTANCE_COST", "unit costs are not whole numbers from 0 to 1,000,000.",
                "Scale unit and fixed costs together.",
            )  # fmt: skip
        return unit.astype(np.int64)

    def _limits(self, key: str) -> Ints | None:
        return self._scaled(self.sections.per(key, self.fleet, 0), key, HORIZON) if self.sections.has(key) else None

    def _at_depots(self, places: Floats, where: str) -> Ints:
        if places.size and (places.min() < 0 or places.max() >= self.depots or (places != np.round(places)).any()):
            raise self.sections.fault(
                "depots",
                where,
                f"a place that is none of the {self.depots} depots.",
                "Name depots by their node number.",
            )
        return places.astype(np.int64)

    def _reloads(self, starts: Ints) -> tuple[list[int], list[tuple[int, ...]]]:
        if not self.sections.has("VEHICLES_RELOAD_DEPOT"):
            return [1] * self.fleet, [()] * self.fleet
        rows = self.sections.ragged("VEHICLES_RELOAD_DEPOT", self.fleet)
        most = np.minimum(self.sections.per("VEHICLES_MAX_RELOADS", self.fleet, self.count), self.count)
        if (most < 0).any() or (most != np.round(most)).any():
            raise self.sections.fault(
                "value", "VEHICLES_MAX_RELOADS", "not a whole number from 0 on.", "Say how often it may reload."
            )
        trips, places = [], []
        for number, row in enumerate(rows):
            where = f"VEHICLES_RELOAD_DEPOT_SECTION, vehicle {number + 1}"
            depots = self._at_depots(np.array(row, dtype=np.float64) - 1, where)
            start = int(starts[number])
            if depots.size and start not in depots:
                raise self.sections.fault(
                    "unsupported", where,
                    "a vehicle that may reload elsewhere but not where it starts.", "Add its own depot to the row.",
                )  # fmt: skip
            trips.append(1 + (int(most[number]) if depots.size else 0))
            places.append(tuple(int(depot) for depot in depots if depot != start))
        return trips, places

    def _allowed(self) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
        """Skills of nodes and of vehicles: a skill per set of clients that the same vehicles may serve."""
        if not self.sections.has("VEHICLES_ALLOWED_CLIENTS"):
            return [frozenset()] * self.count, [frozenset()] * self.fleet
        admitted: list[set[int]] = [set() for _ in range(self.count)]
        for vehicle, row in enumerate(self.sections.ragged("VEHICLES_ALLOWED_CLIENTS", self.fleet)):
            for number in row:
                if not self.depots < number <= self.count:
                    raise self.sections.fault(
                        "clients", f"VEHICLES_ALLOWED_CLIENTS_SECTION, vehicle {vehicle + 1}",
                        f"{number} is no client.", f"Clients are {self.depots + 1} to {self.count}.",
                    )  # fmt: skip
                admitted[number - 1].add(vehicle)
        groups: dict[frozenset[int], int] = {}
        needs: list[frozenset[int]] = [frozenset()] * self.count
        has: list[set[int]] = [set() for _ in range(self.fleet)]
        for node in range(self.depots, self.count):
            vehicles = frozenset(admitted[node])
            if len(vehicles) == self.fleet:
                continue
            skill = groups.setdefault(vehicles, len(groups) + 1)
            needs[node] = frozenset({skill})
            for vehicle in vehicles:
                has[vehicle].add(skill)
        return needs, [frozenset(skills) for skills in has]

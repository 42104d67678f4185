"""The problem turned into plain lists of ints, so that the search in Python looks nothing up by name.

Tasks are numbered: visits first, then pickup and delivery of each shipment in turn. Money is in thousandths of the
problem's unit. What must be served "whatever it costs" is worth more than any sum of money: one integer orders plans.
"""

from dataclasses import dataclass, field

from dispatch.solver.engines.rich.kinds import MILLI, Kind, Kinds
from dispatch.solver.problem import HORIZON, Problem, ShipmentEnd, Vehicle, Visit
from dispatch.solver.rules.load import padded

Windows = tuple[tuple[int, int], ...]
Vector = tuple[int, ...]


@dataclass(slots=True)
class Car:
    """One vehicle. `breaks` are (windows, seconds) in order of time; `serves[task]` is skills and size alone."""

    index: int
    kind: Kind
    start: int
    end: int
    opens: int
    closes: int
    capacity: Vector
    fixed: int
    max_trips: int
    loading: int
    places: tuple[int, ...]
    breaks: tuple[tuple[Windows, int], ...]
    break_ids: tuple[int | str, ...]
    serves: list[bool]
    max_tasks: int | None
    max_travel: int | None
    max_metres: int | None
    max_duration: int | None
    twin: int
    """The first vehicle that is the same in every respect: of unused twins one is tried."""


@dataclass(slots=True)
class Item:
    """One line of a visit: `worth` is the money that one delivered unit saves; `draws[place]` its supplies there."""

    product: str
    quantity: int
    amount: Vector
    least: int
    multiple: int
    worth: int
    draws: dict[int, tuple[int, ...] | None] = field(default_factory=dict)


@dataclass(slots=True)
class Compiled:
    """All of it. `instants` are the seconds at which goods become free to leave, the first before everything.

    Supply and releases alike are counted in slots, indices of `instants`: `caps[supply][slot]` units, `release[task]`.
    """

    problem: Problem
    cars: list[Car]
    size: int
    tasks: int
    visits: int
    place: list[int]
    windows: list[Windows]
    release: list[int]
    transit: list[int | None]
    delivery: list[Vector]
    pickup: list[Vector]
    lines: list[list[Item]]
    whole: list[bool]
    portions: list[int]
    worth: list[int]
    """Saved by serving a visit without lines, or a shipment (at its pickup)."""
    instants: list[int]
    caps: list[list[int]]
    docks: dict[int, int]
    big: int
    kinds: Kinds
    mine: list[int | None]
    """The car that serves the task in the plan in force."""
    change: int
    locked: list[bool]
    rank: list[int] | None = None
    """Order that a vehicle's stops must keep (-1: anywhere), where the sequences of the plan in force are held."""

    def change_money(self, task: int, car: int) -> int:
        """Money for serving the task by another car than in the plan in force."""
        mine = self.mine[task]
        return self.change if mine is not None and mine != car else 0

    def draws(self, task: int, line: int, place: int) -> tuple[int, ...] | None:
        """Supplies that a line draws on when loaded at a place; None where its product cannot be loaded there."""
        return self.lines[task][line].draws[place]


def compile_problem(problem: Problem, like: Compiled | None = None) -> Compiled:
    """Flatten a problem; its tables are those of one like it, with the same tasks and matrices, where one is given."""
    size = max((len(vehicle.capacity) for vehicle in problem.vehicles), default=0)
    ends = [end for s in problem.shipments for end in (s.pickup, s.delivery)]
    tasks: list[Visit | ShipmentEnd] = [*problem.visits, *ends]
    nowhere = len(next(iter(problem.matrices.values())).durations) if problem.matrices else 0
    kinds = Kinds(problem) if like is None else like.kinds
    cars = [_car(problem, n, vehicle, kinds, nowhere, size) for n, vehicle in enumerate(problem.vehicles)]
    _twins(problem, cars)
    released = {visit.release_s for visit in problem.visits if visit.release_s > 0}
    instants = sorted({-HORIZON} | released | {t for curve in problem.products for t, _ in curve.steps if t > 0})
    slot = {t: n for n, t in enumerate(instants)}
    caps = [[_supply_at(curve.steps, t) for t in instants] for curve in problem.products]
    big = _more_than_any_cost(problem, cars)
    curves: dict[str, list[tuple[int, int | None]]] = {}
    for n, curve in enumerate(problem.products):
        curves.setdefault(curve.product, []).append((n, curve.location))
    units = 1 + sum(line.quantity for v in problem.visits for line in v.lines)
    lines = [_items(visit, cars, size, curves, big, units) for visit in problem.visits] + [[] for _ in ends]
    most = units + len(tasks)
    worth = [0 if v.lines else _worth(v.penalty, v.priority, big, most) for v in problem.visits]
    for shipment in problem.shipments:
        worth += [_worth(shipment.penalty, shipment.priority, big, most), 0]
    mine = {visit: route.vehicle for route in problem.incumbent for trip in route.trips for visit in trip}
    index = {vehicle.id: n for n, vehicle in enumerate(problem.vehicles)}
    n_visits, n_ends = len(problem.visits), len(ends)
    return Compiled(
        problem=problem,
        cars=cars,
        size=size,
        tasks=len(tasks),
        visits=n_visits,
        place=[task.location for task in tasks],
        windows=[_merged(task.windows) for task in tasks],
        release=[slot.get(visit.release_s, 0) for visit in problem.visits] + [0] * n_ends,
        transit=[visit.max_transit_s for visit in problem.visits] + [None] * n_ends,
        delivery=[padded(() if v.lines else v.delivery, size) for v in problem.visits] + [(0,) * size] * n_ends,
        pickup=[padded(v.pickup, size) for v in problem.visits] + [(0,) * size] * n_ends,
        lines=lines,
        whole=[visit.all_or_nothing for visit in problem.visits] + [False] * n_ends,
        portions=[visit.max_visits if visit.lines else 1 for visit in problem.visits] + [1] * n_ends,
        worth=worth,
        instants=instants,
        caps=caps,
        docks={dock.location: dock.count for dock in problem.docks},
        big=big,
        kinds=kinds,
        mine=[index.get(mine[v.id]) if v.id in mine else None for v in problem.visits] + [None] * n_ends,
        change=problem.change_penalty * MILLI,
        locked=[visit.locked for visit in problem.visits] + [False] * n_ends,
    )


def _worth(penalty: int | None, priority: int, big: int, most: int) -> int:
    return penalty * MILLI if penalty is not None else big * (1 + priority * most)


def _merged(windows: Windows) -> Windows:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def _supply_at(steps: tuple[tuple[int, int], ...], t: int) -> int:
    at = max(t, 0)
    return max((units for second, units in steps if second <= at), default=0)


def _items(
    visit: Visit, cars: list[Car], size: int, curves: dict[str, list[tuple[int, int | None]]], big: int, most: int
) -> list[Item]:
    places = {place for car in cars for place in car.places}
    items = []
    for line in visit.lines:
        known = curves.get(line.product, [])
        draws: dict[int, tuple[int, ...] | None] = {}
        for place in places:
            mine = tuple(n for n, location in known if location is None or location == place)
            draws[place] = mine if mine or not known else None
        least = min(line.min_quantity, line.quantity)
        worth = _worth(line.unit_penalty, visit.priority, big, most)
        amount = padded(line.amount, size)
        items.append(Item(line.product, line.quantity, amount, max(least, 1), line.multiple, worth, draws))
    return items


def _car(problem: Problem, index: int, vehicle: Vehicle, kinds: Kinds, nowhere: int, size: int) -> Car:
    capacity = padded(vehicle.capacity, size)
    serves = [
        visit.skills <= vehicle.skills
        and (bool(visit.lines) or all(a <= b for a, b in zip(visit.delivery, capacity, strict=False)))
        and all(a <= b for a, b in zip(visit.pickup, capacity, strict=False))
        for visit in problem.visits
    ]
    for s in problem.shipments:
        fits = s.skills <= vehicle.skills and all(a <= b for a, b in zip(padded(s.amount, size), capacity, strict=True))
        serves += [fits, fits]
    start = nowhere if vehicle.start is None else vehicle.start
    pauses = sorted(vehicle.breaks, key=lambda pause: (_merged(pause.windows) or ((0, HORIZON),), pause.service_s))
    return Car(
        index=index,
        kind=kinds.of(vehicle),
        start=start,
        end=nowhere if vehicle.end is None else vehicle.end,
        opens=vehicle.shift[0],
        closes=vehicle.shift[1],
        capacity=capacity,
        fixed=vehicle.costs.fixed * MILLI,
        max_trips=vehicle.max_trips,
        loading=vehicle.loading_s,
        places=tuple(dict.fromkeys((start, *vehicle.load_at))),
        breaks=tuple((_merged(pause.windows) or ((0, HORIZON),), pause.service_s) for pause in pauses),
        break_ids=tuple(pause.id for pause in pauses),
        serves=serves,
        max_tasks=vehicle.max_tasks,
        max_travel=vehicle.max_travel_s,
        max_metres=vehicle.max_distance_m,
        max_duration=vehicle.max_duration_s,
        twin=index,
    )


def _twins(problem: Problem, cars: list[Car]) -> None:
    first: dict[object, int] = {}
    for car, vehicle in zip(cars, problem.vehicles, strict=True):
        pauses = tuple((pause.windows, pause.service_s) for pause in vehicle.breaks)
        key = (
            id(car.kind), car.start, car.end, car.opens, car.closes, car.capacity, vehicle.skills, pauses,
            car.max_trips, car.loading, car.places, car.max_tasks, car.max_travel, car.max_metres, car.max_duration,
            vehicle.id if problem.change_penalty else None,
        )  # fmt: skip
        car.twin = first.setdefault(key, car.index)


def _more_than_any_cost(problem: Problem, cars: list[Car]) -> int:
    leg = max((car.kind.dearest for car in cars), default=0)
    task = max(
        (max(car.kind.service_money, default=0) + max(car.kind.setup_money, default=0) for car in cars), default=0
    )
    portions = sum(v.max_visits for v in problem.visits) + 2 * len(problem.shipments)
    trips = sum(min(car.max_trips, portions) + 2 for car in cars)
    soft = sum((line.unit_penalty or 0) * line.quantity for v in problem.visits for line in v.lines)
    soft += sum(v.penalty or 0 for v in problem.visits) + sum(s.penalty or 0 for s in problem.shipments)
    soft += problem.change_penalty * portions
    return 1 + soft * MILLI + sum(car.fixed for car in cars) + (portions + trips) * leg + portions * task

"""From the solver's routes to draft tours as plain values: trips, stops with times and windows, portions. No database."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.planning.fleet_days import VehicleDay
from dispatch.planning.problem import Book
from dispatch.solver import cost
from dispatch.solver.plan import Plan, Route, Step
from dispatch.solver.problem import Problem, Vehicle, Visit


@dataclass(slots=True)
class DraftStop:
    """A halt: all calls served there one after the other; `portions` are line id → milli-units."""

    site_id: int
    arrives_at: datetime
    begins_at: datetime
    leaves_at: datetime
    window: tuple[datetime, datetime] | None
    distance_m: int
    portions: dict[int, int] = field(default_factory=dict)
    locked: bool = False


@dataclass(slots=True)
class DraftTrip:
    """A loading and its stops."""

    depot_id: int
    loading_at: datetime
    leaves_at: datetime
    distance_m: int = 0
    """The way home included."""
    stops: list[DraftStop] = field(default_factory=list)


@dataclass(slots=True)
class DraftTour:
    """A used vehicle's day."""

    vehicle: VehicleDay
    starts_at: datetime
    ends_at: datetime
    drive_s: int
    distance_m: int
    cost_cents: int
    break_at: datetime | None
    break_s: int
    trips: list[DraftTrip]


def draft_tours(problem: Problem, plan: Plan, book: Book) -> list[DraftTour]:
    """One draft for each route that serves anybody, by day and vehicle code."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    visits = {visit.id: visit for visit in problem.visits}
    used = [route for route in plan.routes if any(step.kind == "job" for step in route.steps)]
    served: set[int] = set()
    drafts = [_Drafter(problem, book, vehicles[route.vehicle], visits, served).draft(route) for route in used]
    return sorted(drafts, key=lambda draft: (draft.vehicle.day, draft.vehicle.row.code))


def planned_units(drafts: Iterable[DraftTour]) -> dict[int, int]:
    """Milli-units planned of each line."""
    total: dict[int, int] = {}
    for draft in drafts:
        for trip in draft.trips:
            for stop in trip.stops:
                for line_id, quantity in stop.portions.items():
                    total[line_id] = total.get(line_id, 0) + quantity
    return total


class _Drafter:
    """Walks one route; `served` are the calls whose services are already on a stop."""

    def __init__(
        self, problem: Problem, book: Book, vehicle: Vehicle, visits: dict[int | str, Visit], served: set[int]
    ) -> None:
        self.problem, self.book, self.vehicle, self.visits = problem, book, vehicle, visits
        self.matrix = problem.matrices[vehicle.profile]
        self.depots = {index: depot_id for depot_id, index in book.places.depots.items()}
        self.served_before = served

    def draft(self, route: Route) -> DraftTour:
        steps, at = route.steps, self.book.horizon.instant
        trips: list[DraftTrip] = []
        here, drive_s, distance_m = self.vehicle.start, 0, 0
        for step in steps:
            leg_s, leg_m = self._leg(here, step.location)
            drive_s, distance_m = drive_s + leg_s, distance_m + leg_m
            if trips:
                trips[-1].distance_m += leg_m
            if step.kind == "load":
                assert step.location is not None
                leaves = at(step.begin_s + self.vehicle.loading_s)
                trips.append(DraftTrip(self.depots[step.location], at(step.begin_s), leaves))
            elif step.kind == "job":
                self._serve(trips[-1], step, leg_m, moved=here != step.location)
            here = here if step.location is None else step.location
        money = cost(self.problem, Plan(routes=(route,)))
        trips = [trip for trip in trips if trip.stops]
        pause = next((step for step in steps if step.kind == "break" and at(step.begin_s) >= trips[0].loading_at), None)
        return DraftTour(
            vehicle=self.book.vehicles[int(route.vehicle)],
            starts_at=trips[0].loading_at,
            ends_at=at(steps[-1].arrival_s),
            drive_s=drive_s,
            distance_m=distance_m,
            cost_cents=round(money.fixed + money.driving + money.tasks),
            break_at=at(pause.begin_s) if pause else None,
            break_s=self.vehicle.breaks[0].service_s if pause else 0,
            trips=trips,
        )

    def _serve(self, trip: DraftTrip, step: Step, leg_m: int, *, moved: bool) -> None:
        at = self.book.horizon.instant
        assert isinstance(step.id, int)
        visit, call = self.visits[step.id], self.book.calls[step.id]
        leaves = at(step.begin_s + visit.service_s + (visit.setup_s if moved else 0))
        if moved or not trip.stops:
            window = self._window(visit, step.begin_s)
            trip.stops.append(DraftStop(call.face.site_id, at(step.arrival_s), at(step.begin_s), leaves, window, leg_m))
        stop = trip.stops[-1]
        stop.leaves_at, stop.locked = leaves, stop.locked or visit.locked
        portions = {int(line_id): units for line_id, units in step.lines if units > 0}
        goods = {line.row.line_id: line for line in call.goods}
        for line_id, units in portions.items():
            quantity = units * self.book.steps[goods[line_id].row.product_id]
            stop.portions[line_id] = stop.portions.get(line_id, 0) + quantity
        if step.id not in self.served_before:
            self.served_before.add(step.id)
            stop.portions.update({line.row.line_id: line.available for line in call.services})

    def _leg(self, here: int | None, there: int | None) -> tuple[int, int]:
        if here is None or there is None or here == there:
            return 0, 0
        return int(self.matrix.durations[here, there]), int(self.matrix.distances[here, there])

    def _window(self, visit: Visit, begin_s: int) -> tuple[datetime, datetime] | None:
        """The window in which service begins; none where the site is open all day."""
        index = bisect_right([window[0] for window in visit.windows], begin_s) - 1
        if index < 0:
            return None
        start, end = visit.windows[index]
        day = self.book.horizon.whole_day
        if any((start, end) == day(each) for each in self.book.span.all_days) or end - start >= 24 * 3600 - 1:
            return None
        return self.book.horizon.instant(start), self.book.horizon.instant(end)

"""The workbench of a day: its problem, its draft tours in the solver's terms, and a state from which any edit is timed.

Built once for a version of the day and kept in the process, so that an edit costs the routes it touches and one pass
of the checker.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import StalePlanError
from dispatch.planning.due import Span
from dispatch.planning.edits_timing import Halt, Layout, lenient_route, routed
from dispatch.planning.models import PlanningRun
from dispatch.planning.places import PlaceBook
from dispatch.planning.problem import Book, build, sort_calls
from dispatch.planning.roads import Roads, measure
from dispatch.planning.situation import Situation, read_situation
from dispatch.solver.checker import violations
from dispatch.solver.engines.rich.compiled import Compiled, compile_problem
from dispatch.solver.engines.rich.output import plan_of, with_books
from dispatch.solver.engines.rich.state import Snapshot, State
from dispatch.solver.plan import Plan, Route
from dispatch.solver.problem import Problem
from dispatch.tours.edits import StopImage, TourImage, images
from dispatch.tours.models import DayPlan

KEPT, FRESH_S = 4, 60.0
"""How many benches are kept, and how long one is trusted: orders and stock may change without the plan changing."""

Key = tuple[str, date, int]
_benches: OrderedDict[Key, tuple[float, Bench]] = OrderedDict()
_guard = threading.Lock()


@dataclass(slots=True)
class Bench:
    """All that an edit of one version of a day is made from."""

    day: date
    version: int
    run_id: int | None
    situation: Situation
    roads: Roads
    problem: Problem
    book: Book
    compiled: Compiled
    tours: Mapping[int, TourImage]
    """Vehicle id → draft tour, as it stands in the database."""
    layout: Layout
    state: State
    base: Snapshot
    stuck: dict[int, Route]
    """Tours that no longer keep the rules as they stand: vehicle number → route, timed without rules."""
    plan: Plan
    broken: frozenset[tuple[str, object, object]]
    """Rules that the plan in force breaks already: orders and hours change after a plan is made."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def number_of(self, vehicle_id: int) -> int | None:
        """The solver's number of a vehicle; None where it is not free that day."""
        return next((number for number, one in self.book.vehicles.items() if one.row.id == vehicle_id), None)


def bench(database: Database, day: date) -> Bench:
    """The bench of the day's plan in force.

    Raises
    ------
    StalePlanError
        When the tours carry something that nobody asks for any more.
    """
    with database.reading() as session:
        plan = session.scalars(select(DayPlan).where(DayPlan.day == day)).one_or_none()
        version, run_id = (plan.version, plan.run_id) if plan else (0, None)
        key = (database.url, day, version)
        with _guard:
            kept = _benches.get(key)
            if kept is not None and time.monotonic() - kept[0] < FRESH_S:
                _benches.move_to_end(key)
                return kept[1]
        run = session.get(PlanningRun, run_id) if run_id else None
        situation = read_situation(session, Span(day, 1, run.early_days if run else 0))
        tours = images(session, day)
    made = _make(day, version, run_id, situation, tours)
    with _guard:
        _benches[key] = (time.monotonic(), made)
        while len(_benches) > KEPT:
            _benches.popitem(last=False)
    return made


def forget() -> None:
    """Let go of all benches."""
    with _guard:
        _benches.clear()


def _make(day: date, version: int, run_id: int | None, situation: Situation, tours: Mapping[int, TourImage]) -> Bench:
    visitable, _, _ = sort_calls(situation.calls, situation.fleet, situation.span)
    places = PlaceBook(visitable, situation.fleet)
    roads = measure(places.places, places.profiles)
    problem, book = build(situation.calls, situation.fleet, roads, situation.goods, situation.span)
    compiled = compile_problem(problem)
    layout = _Reader(book, problem).layout(tours)
    state, stuck = State(compiled), {}
    first = {one.row.id: number for number, one in book.vehicles.items()}
    for vehicle_id, tour in sorted(tours.items(), key=lambda entry: entry[1].trips[0].loading_s):
        number = first[vehicle_id]
        leaves = [round(trip.leaves_s - book.horizon.origin.timestamp()) for trip in tour.trips]
        if not routed(state, number - 1, layout[number], leaves):
            stuck[number] = lenient_route(compiled, number - 1, layout[number])
    plan = with_stuck(problem, state, stuck)
    found = frozenset((one.rule, one.vehicle, one.visit) for one in violations(problem, plan))
    return Bench(
        day, version, run_id, situation, roads, problem, book, compiled, tours, layout, state, state.snapshot(),
        stuck, plan, found,
    )  # fmt: skip


def with_stuck(problem: Problem, state: State, stuck: Mapping[int, Route]) -> Plan:
    """The state's plan and, beside it, routes that do not keep the rules."""
    plan = plan_of(state)
    return with_books(problem, Plan(routes=(*plan.routes, *stuck.values()))) if stuck else plan


class _Reader:
    """Reads tours in the solver's terms."""

    def __init__(self, book: Book, problem: Problem) -> None:
        self.book, self.problem = book, problem
        self.visit_of = {line.row.line_id: visit for visit, call in book.calls.items() for line in call.lines}
        self.step_of = {
            line.row.line_id: book.steps[line.row.product_id] for call in book.calls.values() for line in call.goods
        }
        self.number_of = {one.row.id: number for number, one in book.vehicles.items()}

    def layout(self, tours: Mapping[int, TourImage]) -> Layout:
        found: Layout = {}
        for vehicle_id, tour in tours.items():
            number = self.number_of.get(vehicle_id)
            if number is None:
                raise StalePlanError("A vehicle of the plan is not available any more.", "Plan again.")
            found[number] = tuple(tuple(self._halt(stop) for stop in trip.stops) for trip in tour.trips)
        return found

    def _halt(self, stop: StopImage) -> Halt:
        carried: dict[int, dict[int, int]] = {}
        for portion in stop.portions:
            visit = self.visit_of.get(portion.line_id)
            if visit is None:
                raise StalePlanError("A line of the plan is no longer to be delivered as it was.", "Plan again.")
            units, rest = divmod(portion.quantity, self.step_of.get(portion.line_id, 1))
            if rest:
                raise StalePlanError("A quantity of the plan no longer fits its order.", "Plan again.")
            carried.setdefault(visit, {})[portion.line_id] = units
        return Halt(
            tuple(
                (visit - 1, tuple(lines.get(int(line.id), 0) for line in self.problem.visits[visit - 1].lines))
                for visit, lines in carried.items()
            ),
            stop.locked,
        )

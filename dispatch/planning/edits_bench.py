"""The workbench of a day: its problem, its draft tours in the solver's terms, and a state from which any edit is timed.

Built once and kept (see `edits_kept`), so that an edit costs the routes it touches and one pass of the checker.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dispatch.errors import StalePlanError
from dispatch.planning.edits_timing import Halt, Layout, lenient_route, routed
from dispatch.planning.places import PlaceBook
from dispatch.planning.problem import Book, build, sort_calls
from dispatch.planning.roads import Roads, measure
from dispatch.planning.situation import Situation
from dispatch.solver.checker import violations
from dispatch.solver.engines.rich.compiled import Compiled, compile_problem
from dispatch.solver.engines.rich.output import plan_of, with_books
from dispatch.solver.engines.rich.state import Snapshot, State
from dispatch.solver.plan import Plan, Route
from dispatch.solver.problem import Problem
from dispatch.tours.edits import StopImage, TourImage


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


def make(day: date, version: int, run_id: int | None, situation: Situation, tours: Mapping[int, TourImage]) -> Bench:
    """State the problem of a day and put its draft tours in the solver's terms; takes a third of a second for 300 stops.

    Raises
    ------
    StalePlanError
        When the tours carry something that nobody asks for any more.
    """
    visitable, _, _ = sort_calls(situation.calls, situation.fleet, situation.span)
    places = PlaceBook(visitable, situation.fleet)
    roads = measure(places.places, places.profiles)
    problem, book = build(situation.calls, situation.fleet, roads, situation.goods, situation.span)
    compiled = compile_problem(problem)
    state = State(compiled)
    bare = Bench(
        day, version, run_id, situation, roads, problem, book, compiled, {}, {}, state, state.snapshot(), {},
        plan_of(state), frozenset(),
    )  # fmt: skip
    return with_tours(bare, version, tours)


def with_tours(made: Bench, version: int, tours: Mapping[int, TourImage]) -> Bench:
    """The bench of another version of the same day, from which nothing but the tours differs; raises as `make` does."""
    book, compiled = made.book, made.compiled
    layout = _Reader(book, made.problem).layout(tours)
    state, stuck = State(compiled), dict[int, Route]()
    first = {one.row.id: number for number, one in book.vehicles.items()}
    for vehicle_id, tour in sorted(tours.items(), key=lambda entry: entry[1].trips[0].loading_s):
        number = first[vehicle_id]
        leaves = [round(trip.leaves_s - book.horizon.origin.timestamp()) for trip in tour.trips]
        if not routed(state, number - 1, layout[number], leaves):
            stuck[number] = lenient_route(compiled, number - 1, layout[number])
    plan = with_stuck(made.problem, state, stuck)
    found = frozenset((one.rule, one.vehicle, one.visit) for one in violations(made.problem, plan))
    return replace(
        made, version=version, tours=tours, layout=layout, state=state, base=state.snapshot(), stuck=stuck, plan=plan,
        broken=found, lock=threading.RLock(),
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

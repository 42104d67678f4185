"""Planning by hand: what an edit would give, judged by the checker; and doing, undoing and redoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.catalog.models import Product
from dispatch.errors import InvalidInputError, StalePlanError
from dispatch.orders.models import OrderLine
from dispatch.planning.adoption import lock_products, refuse_changes
from dispatch.planning.drafting import draft_tours
from dispatch.planning.edits_bench import Bench, with_stuck
from dispatch.planning.edits_group import Group, grouped
from dispatch.planning.edits_images import images_of
from dispatch.planning.edits_moves import LockedTourError, Move, NothingToPlanError, moved
from dispatch.planning.edits_rules import Consent, require_consent
from dispatch.planning.edits_timing import Halt, Layout, Trips, lenient_route, routed
from dispatch.planning.edits_words import sentences
from dispatch.planning.goods import overdrawn_products
from dispatch.solver.checker import Violation, violations
from dispatch.solver.cost import cost_of
from dispatch.solver.engines.rich.portions import portion
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Problem
from dispatch.solver.rules.trace import traces
from dispatch.tours import edits_history
from dispatch.tours.edits import Images, TourImage, from_json, images
from dispatch.tours.edits_models import DayEdit
from dispatch.tours.lifecycle import tours_of

ROOM_FOR_ALL = 10**15


@dataclass(frozen=True, slots=True)
class Figures:
    """What all draft tours of the day drive and cost."""

    distance_m: int
    drive_s: int
    duration_s: int
    cost_cents: int


@dataclass(frozen=True, slots=True)
class Judged:
    """An edit's outcome: the plan it gives, how the figures change, and the rules it breaks that were not broken."""

    layout: Layout
    plan: Plan
    before: Figures
    after: Figures
    broken: tuple[Violation, ...]


def judge(bench: Bench, move: Move | Group) -> Judged:
    """Time and check an edit without doing it; raises as `edits_moves.moved` does."""
    if isinstance(move, Group):
        wanted = grouped(bench, move)
    else:
        new = to_insert(bench, move.order) if move.kind == "insert" else None
        wanted = moved(bench.layout, move, new)
    for number in wanted:
        row = bench.book.vehicles[number].row
        if row.id in bench.tours and bench.tours[row.id].locked:
            raise LockedTourError(
                f"The tour of {row.code} is locked: nothing is added to it, moved or taken off.", "Unlock it first."
            )
    return judge_layout(bench, wanted)


def judge_layout(bench: Bench, wanted: Layout) -> Judged:
    """Time and check the day with other trips for some vehicles."""
    c = bench.compiled
    with bench.lock:
        bench.state.restore(bench.base)
        stuck = {number: route for number, route in bench.stuck.items() if number not in wanted}
        for number in wanted:
            bench.state.try_route(c.cars[number - 1], [])
        for number, trips in wanted.items():
            if trips and not routed(bench.state, number - 1, trips):
                stuck[number] = lenient_route(c, number - 1, trips)
        plan = with_stuck(bench.problem, bench.state, stuck)
    broken = tuple(
        one for one in violations(bench.problem, plan) if (one.rule, one.vehicle, one.visit) not in bench.broken
    )
    return Judged(wanted, plan, figures(bench.problem, bench.plan), figures(bench.problem, plan), broken)


def save(
    session: Session, bench: Bench, move: Move | Group, facts: Mapping[str, Any], consent: Consent | None = None
) -> DayEdit:
    """Do an edit at the version of the day that the bench was made from; a reason for a broken rule is kept with it.

    Raises
    ------
    RuleBrokenError
        When it breaks a rule without what the setting asks for it.
    StalePlanError
        When the day, a line, a vehicle or the goods have changed since.
    """
    judged, answer = judge(bench, move), consent or Consent()
    require_consent(judged.broken, settings.current().hand_rules, answer)
    if judged.broken:
        said = list(sentences(bench, judged.plan, judged.broken, settings.current().language))
        facts = {**facts, "broken": said, "reason": answer.reason.strip()}
    if move.kind in ("lock", "unlock"):
        wanted = {number: _relocked(bench, number, trips) for number, trips in judged.layout.items()}
        after: dict[int, TourImage | None] = {image.vehicle_id: image for image in wanted.values()}
    else:
        drafts = draft_tours(bench.problem, judged.plan, bench.book)
        lock_products(session, bench.situation, drafts)
        refuse_changes(session, bench.situation, drafts)
        now = images_of(bench, drafts, {**bench.layout, **judged.layout})
        after = {key: now.get(key) for key in {*bench.tours, *now} if now.get(key) != bench.tours.get(key)}
    before = {vehicle_id: bench.tours.get(vehicle_id) for vehicle_id in after}
    return edits_history.change(session, bench.day, bench.version, move.kind, facts, before, after)


def hold(session: Session, bench: Bench, vehicle: int, *, held: bool) -> DayEdit:
    """Lock a whole tour, or let it and all its stops go; raises as `save` does."""
    row = bench.book.vehicles[vehicle].row
    was = bench.tours.get(row.id)
    if was is None:
        raise InvalidInputError(f"{row.code} has no tour to lock.", "Reload the day.")
    now = replace(was, locked=held)
    if not held:
        trips = tuple(replace(t, stops=tuple(replace(s, locked=False) for s in t.stops)) for t in was.trips)
        now = replace(now, trips=trips)
    kind = "hold" if held else "let go"
    return edits_history.change(
        session, bench.day, bench.version, kind, {"vehicle": row.code}, {row.id: was}, {row.id: now}
    )


def put_back(session: Session, day: date, expected_version: int, kind: str, name: str, wanted: Images) -> DayEdit:
    """Put other tours in the place of all drafts of a day, as one edit that can be undone.

    Raises
    ------
    StalePlanError
        When the day has changed, or its goods are gone.
    ConservationError
        When a line is no longer owed as much as the tours would take.
    """
    now = images(session, day)
    published = {tour.vehicle_id for tour in tours_of(session, [day], ("released", "under_way", "done"))}
    after = {key: wanted.get(key) for key in {*now, *wanted} - published if wanted.get(key) != now.get(key)}
    before = {key: now.get(key) for key in after}
    edit = edits_history.change(session, day, expected_version, kind, {"name": name}, before, after)
    _refuse_overdrawn(session, day, edit)
    return edit


def undo(session: Session, day: date, expected_version: int) -> DayEdit:
    """Take the last edit back, exactly; raises as `edits_history.step_back` does, and where its goods are gone."""
    edit = edits_history.step_back(session, day, expected_version)
    _refuse_overdrawn(session, day, edit)
    return edit


def redo(session: Session, day: date, expected_version: int) -> DayEdit:
    """Do again what was undone last; raises as `undo` does."""
    edit = edits_history.step_forward(session, day, expected_version)
    _refuse_overdrawn(session, day, edit)
    return edit


def figures(problem: Problem, plan: Plan) -> Figures:
    """Sum up a plan's routes."""
    days, _ = traces(problem, plan)
    money = cost_of(problem, days)
    used = [day for day in days if day.is_used]
    return Figures(
        distance_m=sum(day.travel_m for day in used),
        drive_s=round(sum(day.travel_s for day in used)),
        duration_s=round(sum(day.ends_s - day.trips[0].loading[0] for day in used)),
        cost_cents=round(money.fixed + money.driving + money.tasks),
    )


def to_insert(bench: Bench, reference: str) -> Halt:
    """What an order still wants and supply still gives, as one halt.

    Raises
    ------
    NothingToPlanError
        When nothing of it can be planned.
    """
    c, tasks = bench.compiled, []
    with bench.lock:
        state = bench.state
        state.restore(bench.base)
        for visit, call in bench.book.calls.items():
            task = visit - 1
            if call.face.order_reference != reference or state.times[task] >= c.portions[task]:
                continue
            rest = state.rest_of(task)
            got = state.got[task] or (0,) * len(rest)
            place = c.cars[0].places[0] if c.cars else 0
            units = portion(state, task, got, rest, place, len(c.instants) - 1, (ROOM_FOR_ALL,) * c.size)
            if (c.lines[task] and not any(units)) or (c.whole[task] and units != rest):
                continue
            tasks.append((task, units))
    if not tasks:
        raise NothingToPlanError(
            f"Nothing of order {reference} can be planned on this day.", "Look at the reason on its card."
        )
    return Halt(tuple(tasks))


def _relocked(bench: Bench, number: int, trips: Trips) -> TourImage:
    image = bench.tours[bench.book.vehicles[number].row.id]
    return replace(
        image,
        trips=tuple(
            replace(
                trip,
                stops=tuple(replace(stop, locked=halt.locked) for stop, halt in zip(trip.stops, halts, strict=True)),
            )
            for trip, halts in zip(image.trips, trips, strict=True)
        ),
    )


def _refuse_overdrawn(session: Session, day: date, edit: DayEdit) -> None:
    session.flush()
    lines = {
        line_id
        for side in (edit.before, edit.after)
        for image in from_json(side["tours"]).values()
        if image is not None
        for line_id in image.quantities()
    }
    products = set(session.scalars(select(OrderLine.product_id).where(OrderLine.id.in_(lines))))
    for product_id, _, too_many in overdrawn_products(session, day):
        if product_id in products:
            name = session.scalars(select(Product.name).where(Product.id == product_id)).one()
            raise StalePlanError(
                f"There are {too_many / 1000:g} fewer of {name} than this step would take.", "Plan again."
            )

"""Publication: one transaction puts a checked plan in the place of the drafts of its days, or refuses because something has changed.

Three things may have changed since the problem was read: the plan of a day (its version is compared and swapped), a
line that the plan carries (read again and compared), and the goods (on sum, what all tours take is compared with what
can leave). The products are locked first, so that two plans of different days cannot both take the last carton.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.db.engine import actor_of
from dispatch.errors import StalePlanError
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from dispatch.planning.drafting import DraftTour, DraftTrip, planned_units
from dispatch.planning.due import changed_lines, read_due
from dispatch.planning.goods import Taken, read_goods
from dispatch.planning.models import PlanningRun
from dispatch.planning.roads import Roads
from dispatch.planning.situation import Situation, taken_vehicles
from dispatch.tours.day_plans import swap
from dispatch.tours.letters import letters_for
from dispatch.tours.lifecycle import cancel_drafts
from dispatch.tours.models import Portion, Stop, Tour, Trip


def adopt(
    session: Session, run: PlanningRun, situation: Situation, drafts: Sequence[DraftTour], roads: Roads
) -> list[Tour]:
    """Write the drafts as tours and move their quantities; the caller records the run's journal entry.

    Raises
    ------
    StalePlanError
        When a day, a planned line or the goods have changed since they were read.
    """
    lock_products(session, situation, drafts)
    for day in situation.span.all_days:
        swap(session, day, situation.versions[day]).run_id = run.id
    refuse_changes(session, situation, drafts)
    cancel_drafts(session, situation.span.all_days)
    session.flush()
    held = {(tour.day, tour.vehicle_id) for tour in situation.locked if tour.whole}
    tours = _write(session, run, drafts, roads, held)
    _take_quantities(session, drafts)
    return tours


def lock_products(session: Session, situation: Situation, drafts: Sequence[DraftTour]) -> None:
    """Make whoever else plans one of these products wait."""
    products = {situation.due[line_id].row.product_id for line_id in planned_units(drafts)}
    lock = select(Product.id).where(Product.id.in_(products)).order_by(Product.id).with_for_update(key_share=True)
    session.execute(lock).all()


def refuse_changes(session: Session, situation: Situation, drafts: Sequence[DraftTour]) -> None:
    """Refuse drafts made from lines, vehicles or goods that are no longer what they were."""
    span, planned = situation.span, planned_units(drafts)
    read = {line_id: situation.due[line_id] for line_id in planned}
    now = read_due(session, span)
    for row in changed_lines(read, now):
        raise StalePlanError(
            f"Line {row.line_no} of order {row.order_reference} ({row.product_name}) has changed since the plan was made.",
            "Plan again.",
        )
    taken = taken_vehicles(session, span)
    for draft in drafts:
        if (draft.vehicle.day, draft.vehicle.row.id) in taken:
            raise StalePlanError(f"Vehicle {draft.vehicle.row.code} has left meanwhile.", "Plan again.")
    goods = read_goods(session, span, now.values())
    for product_id, leavings in leavings_of(drafts, situation).items():
        too_many = goods.overdrawn(product_id, leavings)
        if too_many is not None:
            name = next(line.row.product_name for line in read.values() if line.row.product_id == product_id)
            raise StalePlanError(
                f"There are {too_many[1] / 1000:g} fewer of {name} than when the plan was made.", "Plan again."
            )


def leavings_of(drafts: Iterable[DraftTour], situation: Situation) -> Mapping[int, list[Taken]]:
    """What the drafts take of each product, when and from which depot it leaves."""
    found: dict[int, list[Taken]] = defaultdict(list)
    for draft in drafts:
        for trip in draft.trips:
            for stop in trip.stops:
                for line_id, quantity in stop.portions.items():
                    row = situation.due[line_id].row
                    if row.product_kind == "goods":
                        found[row.product_id].append((trip.leaves_at, quantity, trip.depot_id))
    return found


def _write(
    session: Session, run: PlanningRun, drafts: Sequence[DraftTour], roads: Roads, held: Collection[tuple[date, int]]
) -> list[Tour]:
    now, actor = clock.now(), actor_of(session)
    parts = _next_parts(session, planned_units(drafts))
    letters = letters_for(session, [draft.vehicle.day for draft in drafts])
    drivers_out = _drivers_out(session, {draft.vehicle.day for draft in drafts})
    tours = []
    for draft, letter in zip(drafts, letters, strict=True):
        row, driver = draft.vehicle.row, draft.vehicle.row.driver
        free = driver is not None and (draft.vehicle.day, driver.id) not in drivers_out
        tours.append(
            Tour(
                day=draft.vehicle.day,
                letter=letter,
                vehicle_id=row.id,
                driver_id=driver.id if driver and free else None,
                run_id=run.id,
                state_at=now,
                state_by=actor,
                starts_at=draft.starts_at,
                ends_at=draft.ends_at,
                drive_s=draft.drive_s,
                distance_m=draft.distance_m,
                cost_cents=draft.cost_cents,
                break_at=draft.break_at,
                break_s=draft.break_s,
                profile=row.profile,
                locked=(draft.vehicle.day, row.id) in held,
                source_fr=roads.sentence("fr", row.profile),
                source_en=roads.sentence("en", row.profile),
                estimated=roads.by_profile[row.profile].source.estimated,
                trips=_trips(draft.trips, parts),
            )
        )
    session.add_all(tours)
    session.flush()
    return tours


def _trips(drafts: Sequence[DraftTrip], parts: dict[int, int]) -> list[Trip]:
    trips, sequence = [], 0
    for number, draft in enumerate(drafts, 1):
        trip = Trip(
            number=number,
            depot_id=draft.depot_id,
            loading_at=draft.loading_at,
            leaves_at=draft.leaves_at,
            distance_m=draft.distance_m,
        )
        for stop in draft.stops:
            sequence += 1
            trip.stops.append(
                Stop(
                    sequence=sequence,
                    site_id=stop.site_id,
                    arrives_at=stop.arrives_at,
                    begins_at=stop.begins_at,
                    leaves_at=stop.leaves_at,
                    window_opens_at=stop.window[0] if stop.window else None,
                    window_closes_at=stop.window[1] if stop.window else None,
                    distance_m=stop.distance_m,
                    locked=stop.locked,
                    portions=[
                        Portion(order_line_id=line_id, quantity=quantity, part=_take_part(parts, line_id))
                        for line_id, quantity in stop.portions.items()
                    ],
                )
            )
        trips.append(trip)
    return trips


def _take_quantities(session: Session, drafts: Sequence[DraftTour]) -> None:
    units = planned_units(drafts)
    rows = session.scalars(select(OrderLine).where(OrderLine.id.in_(units)))
    lines = {line.id: line for line in rows}
    for line_id in sorted(units):
        conservation.plan(session, lines[line_id], units[line_id])
    days: dict[int, date] = {}
    for draft in drafts:
        for trip in draft.trips:
            for stop in trip.stops:
                for line_id in stop.portions:
                    days[line_id] = max(draft.vehicle.day, days.get(line_id, draft.vehicle.day))
    for line_id, day in days.items():
        lines[line_id].expected_on = day


def _next_parts(session: Session, units: Mapping[int, int]) -> dict[int, int]:
    """The number that the next live portion of each line gets."""
    query = (
        select(Portion.order_line_id, func.max(Portion.part))
        .where(Portion.live, Portion.order_line_id.in_(units))
        .group_by(Portion.order_line_id)
    )
    highest = {row[0]: int(row[1]) for row in session.execute(query)}
    return {line_id: highest.get(line_id, 0) + 1 for line_id in units}


def _take_part(parts: dict[int, int], line_id: int) -> int:
    part = parts[line_id]
    parts[line_id] = part + 1
    return part


def _drivers_out(session: Session, days: set[date]) -> set[tuple[date, int]]:
    query = select(Tour.day, Tour.driver_id).where(
        Tour.day.in_(days), Tour.state != "cancelled", Tour.driver_id.is_not(None)
    )
    return {(row.day, row.driver_id) for row in session.execute(query)}

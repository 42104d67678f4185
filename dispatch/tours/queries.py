"""Reads for tour pages and the day board: a fixed number of statements, whatever the number of stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.catalog.amounts import net_cents
from dispatch.customers.models import Site
from dispatch.errors import NotFoundError
from dispatch.fleet.models import Vehicle
from dispatch.orders.models import OrderLine
from dispatch.tours.day_plans import versions
from dispatch.tours.models import Portion, Stop, Tour, Trip
from dispatch.tours.rows import LoadBar, PortionRow, StopRow, TourRow, TripRow

LIVE_STATES = ("draft", "released", "under_way", "done")


def tours_on(session: Session, day: date, states: Sequence[str] = LIVE_STATES) -> tuple[TourRow, ...]:
    """The live tours of a day, by letter."""
    return _rows(session, Tour.day == day, Tour.state.in_(states))


def tour(session: Session, tour_id: int) -> TourRow:
    """One tour, cancelled ones too.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    found = _rows(session, Tour.id == tour_id)
    if not found:
        raise NotFoundError(f"There is no tour {tour_id}.")
    return found[0]


def version(session: Session, day: date) -> int:
    """The version of the day's plan; 0 for a day never planned."""
    return versions(session, [day])[day]


def _rows(session: Session, *conditions: ColumnElement[bool]) -> tuple[TourRow, ...]:
    stops = selectinload(Tour.trips).selectinload(Trip.stops)
    portions = stops.selectinload(Stop.portions).joinedload(Portion.line)
    query = (
        select(Tour)
        .where(*conditions)
        .options(
            joinedload(Tour.vehicle),
            joinedload(Tour.driver),
            selectinload(Tour.trips).joinedload(Trip.depot),
            stops.joinedload(Stop.site).joinedload(Site.customer),
            portions.joinedload(OrderLine.product),
            portions.joinedload(OrderLine.order),
        )
    )
    found = sorted(session.scalars(query).unique(), key=lambda row: (row.day, len(row.letter), row.letter))
    return tuple(_tour(row) for row in found)


def _tour(row: Tour) -> TourRow:
    trips = tuple(_trip(trip, row.vehicle) for trip in row.trips)
    vehicle, driver = row.vehicle, row.driver
    return TourRow(
        id=row.id,
        day=row.day,
        letter=row.letter,
        state=row.state,
        vehicle_id=vehicle.id,
        vehicle_code=vehicle.code,
        plate=vehicle.plate,
        profile=row.profile,
        driver_id=driver.id if driver else None,
        driver_name=driver.name if driver else "",
        driver_phone=driver.phone if driver else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        shift_s=_shift_s(vehicle),
        drive_s=row.drive_s,
        distance_m=row.distance_m,
        cost_cents=row.cost_cents,
        break_at=row.break_at,
        break_s=row.break_s,
        source_fr=row.source_fr,
        source_en=row.source_en,
        estimated=row.estimated,
        locked=row.locked,
        retimed_at=row.retimed_at,
        bars=_bars(vehicle, (portion for trip in row.trips for portion in _portions(trip)), len(row.trips)),
        trips=trips,
    )


def _trip(trip: Trip, vehicle: Vehicle) -> TripRow:
    return TripRow(
        id=trip.id,
        number=trip.number,
        depot_code=trip.depot.code,
        depot_name=trip.depot.name,
        depot_latitude=trip.depot.latitude,
        depot_longitude=trip.depot.longitude,
        loading_at=trip.loading_at,
        leaves_at=trip.leaves_at,
        bars=_bars(vehicle, _portions(trip), 1),
        stops=tuple(_stop(stop, trip.number) for stop in trip.stops),
    )


def _stop(stop: Stop, trip_number: int) -> StopRow:
    site = stop.site
    portions = tuple(_portion(portion) for portion in stop.portions)
    return StopRow(
        id=stop.id,
        sequence=stop.sequence,
        trip_number=trip_number,
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        customer_code=site.customer.code,
        customer_name=site.customer.name,
        address=site.address,
        postcode=site.postcode,
        city=site.city,
        country=site.country,
        latitude=site.latitude,
        longitude=site.longitude,
        contact=site.contact,
        phone=site.phone,
        instructions=site.instructions,
        opening_hours=site.opening_hours,
        cash_on_delivery=site.customer.cash_on_delivery,
        arrives_at=stop.arrives_at,
        begins_at=stop.begins_at,
        leaves_at=stop.leaves_at,
        window_opens_at=stop.window_opens_at,
        window_closes_at=stop.window_closes_at,
        distance_m=stop.distance_m,
        locked=stop.locked,
        weight_g=sum(portion.weight_g for portion in portions),
        value_cents=sum(portion.value_cents for portion in portions),
        portions=portions,
    )


def _portion(portion: Portion) -> PortionRow:
    line, product, order = portion.line, portion.line.product, portion.line.order
    return PortionRow(
        id=portion.id,
        order_line_id=line.id,
        order_id=order.id,
        order_number=order.number,
        order_reference=order.reference,
        customer_reference=order.customer_reference,
        line_no=line.line_no,
        due_on=line.due_on,
        product_code=product.code,
        product_name=product.name,
        unit=product.unit,
        kind=product.kind,
        quantity=portion.quantity,
        ordered_qty=line.ordered_qty,
        delivered_qty=line.delivered_qty,
        rest_qty=line.backlog_qty,
        weight_g=portion.quantity * product.weight_g // 1000,
        value_cents=net_cents(portion.quantity, line.unit_price_micros),
        live=portion.live,
    )


def _portions(trip: Trip) -> Iterable[Portion]:
    return (portion for stop in trip.stops for portion in stop.portions)


def _bars(vehicle: Vehicle, portions: Iterable[Portion], trips: int) -> tuple[LoadBar, ...]:
    used = [0, 0, 0]
    for portion in portions:
        product = portion.line.product
        for index, each in enumerate((product.weight_g, product.volume_cm3, product.pallets_micro)):
            used[index] += portion.quantity * each
    limits = (vehicle.payload_g, vehicle.volume_cm3, vehicle.pallets_micro)
    names = ("weight", "volume", "pallets")
    return tuple(
        LoadBar(name, amount // 1000, None if limit is None else limit * max(trips, 1))
        for name, amount, limit in zip(names, used, limits, strict=True)
    )


def _shift_s(vehicle: Vehicle) -> int:
    start, end = vehicle.shift_start, vehicle.shift_end
    length = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60
    return length if length > 0 else length + 24 * 3600

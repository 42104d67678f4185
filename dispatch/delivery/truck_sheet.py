"""The papers of one truck, from its tour and the frozen sheets of its notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from dispatch.company.models import Company
from dispatch.delivery import wording
from dispatch.delivery.frozen import thaw
from dispatch.delivery.links import stop_link, tour_link
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.consignment_sheets import ConsignmentSheet
from dispatch.documents.sheets import Language, NoteSheet
from dispatch.documents.truck_sheets import (
    CoverSheet,
    LoadingLine,
    LoadingSheet,
    LoadingStop,
    PackSheet,
    RoutePause,
    RouteSheet,
    RouteStop,
    RouteTrip,
    Truck,
)
from dispatch.documents.words import say
from dispatch.tours.models import Stop, Tour, Trip

StopNotes = Mapping[int, Sequence[tuple[DeliveryNote, NoteSheet]]]
"""Stop id → its notes, each with its sheet."""


def pack_sheet(
    tour: Tour,
    notes: Sequence[DeliveryNote],
    company: Company,
    language: Language,
    consignment: ConsignmentSheet | None = None,
) -> PackSheet:
    """Everything for one truck; `notes` are those of the tour, in stop order."""
    by_stop: dict[int, list[tuple[DeliveryNote, NoteSheet]]] = defaultdict(list)
    for note in notes:
        by_stop[note.stop_id].append((note, thaw(note.sheet)))
    truck = _truck(tour, company, language)
    return PackSheet(
        CoverSheet(truck, tour.vehicle.payload_g, _remarks(consignment)),
        tuple(_loading(trip, by_stop, truck) for trip in tour.trips),
        RouteSheet(truck, _trips(tour, by_stop, language), tour_link(tour.id)),
        tuple(sheet for trip in tour.trips for stop in trip.stops for _, sheet in by_stop[stop.id]),
        consignment,
    )


def _remarks(consignment: ConsignmentSheet | None) -> tuple[str, ...]:
    """What the cover says of a hired carrier: the paper that stays on board, and what is to be written on it."""
    if consignment is None:
        return ()
    language = consignment.language
    said = [say(language, "remark_carrier", carrier=consignment.carrier.name, number=consignment.number)]
    if consignment.missing:
        what = ", ".join(say(language, f"missing_{name}") for name in consignment.missing)
        said.append(say(language, "remark_missing", what=what))
    return tuple(said)


def _truck(tour: Tour, company: Company, language: Language) -> Truck:
    depot = tour.trips[0].depot if tour.trips else tour.vehicle.depot
    return Truck(
        tour=tour.letter,
        on=tour.day,
        language=language,
        company=company.name,
        vehicle=tour.vehicle.code,
        driver=tour.driver.name if tour.driver else "",
        depot=wording.depot_party(depot),
        plate=tour.vehicle.plate,
        driver_phone=tour.driver.phone if tour.driver else "",
        desk_phone=company.phone,
        distances=wording.distances(tour, language),
    )


def _loading(trip: Trip, notes: StopNotes, truck: Truck) -> LoadingSheet:
    return LoadingSheet(
        truck,
        trip.number,
        wording.on_the_wall(trip.leaves_at),
        tuple(_loading_stop(stop, notes) for stop in trip.stops),
        wording.on_the_wall(trip.loading_at),
    )


def _loading_stop(stop: Stop, notes: StopNotes) -> LoadingStop:
    """What to put aboard: services are not, the same product of two notes is one line."""
    goods: dict[str, LoadingLine] = {}
    for note, _ in notes[stop.id]:
        for line in note.lines:
            if line.order_line.product.kind != "goods":
                continue
            before = goods.get(line.product_code)
            goods[line.product_code] = LoadingLine(
                line.product_code,
                line.designation,
                line.unit,
                line.loaded_qty + (before.qty if before else 0),
                line.weight_g + (before.weight_g or 0 if before else 0),
            )
    sheets = [sheet for _, sheet in notes[stop.id]]
    return LoadingStop(
        stop.sequence,
        stop.site.name,
        stop.site.city,
        tuple(goods.values()),
        tuple(sheet.number for sheet in sheets),
        _parcels(sheets),
        sum(line.weight_g or 0 for line in goods.values()),
    )


def _trips(tour: Tour, notes: StopNotes, language: Language) -> tuple[RouteTrip, ...]:
    found = []
    for place, trip in enumerate(tour.trips):
        last = place + 1 == len(tour.trips)
        returns = tour.ends_at if last else tour.trips[place + 1].loading_at
        pauses = _pauses(tour, trip, returns)
        found.append(
            RouteTrip(
                trip.number,
                wording.on_the_wall(trip.leaves_at),
                _route_stops(tour, trip, notes, language),
                wording.on_the_wall(returns),
                wording.on_the_wall(trip.loading_at),
                trip.distance_m or None,
                pauses,
            )
        )
    return tuple(found)


def _pauses(tour: Tour, trip: Trip, returns: datetime) -> tuple[RoutePause, ...]:
    if tour.break_at is None or not tour.break_s or not trip.leaves_at <= tour.break_at < returns:
        return ()
    done = [stop.sequence for stop in trip.stops if stop.leaves_at <= tour.break_at]
    return (RoutePause(max(done, default=0), wording.on_the_wall(tour.break_at), -(-tour.break_s // 60)),)


def _route_stops(tour: Tour, trip: Trip, notes: StopNotes, language: Language) -> tuple[RouteStop, ...]:
    found, left_at = [], trip.leaves_at
    for stop in trip.stops:
        sheets = [sheet for _, sheet in notes[stop.id]]
        leg_s = int((stop.arrives_at - left_at).total_seconds())
        if tour.break_at is not None and left_at <= tour.break_at < stop.arrives_at:
            leg_s = max(leg_s - tour.break_s, 0)
        cash = [sheet.cash_cents for sheet in sheets if sheet.cash_cents is not None]
        found.append(
            RouteStop(
                number=stop.sequence,
                arrives_at=wording.on_the_wall(stop.arrives_at),
                site=sheets[0].consignee if sheets else wording.consignee(stop.site),
                instructions=stop.site.instructions,
                windows=wording.windows(stop),
                equipment=wording.equipment(stop.site.skills, language),
                parcels=_parcels(sheets),
                weight_g=sum(sheet.weight_g or 0 for sheet in sheets),
                notes=tuple(sheet.number for sheet in sheets),
                cash_cents=sum(cash) if cash else None,
                qr_text=stop_link(stop.id),
                leg_m=stop.distance_m,
                leg_s=leg_s,
            )
        )
        left_at = stop.leaves_at
    return tuple(found)


def _parcels(sheets: Sequence[NoteSheet]) -> int | None:
    known = [sheet.parcels for sheet in sheets]
    return sum(one for one in known if one is not None) if known and None not in known else None

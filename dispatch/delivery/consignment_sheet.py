"""What a new consignment note will show, taken once from the tour, its notes and the carrier's file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dispatch import clock, settings
from dispatch.company.identity import grouped
from dispatch.company.models import Company
from dispatch.delivery import wording
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.consignment_sheets import CarriedGoods, CarriedTo, ConsignmentSheet, Loading
from dispatch.documents.sheets import Party
from dispatch.fleet.models import Depot
from dispatch.orders.parties import address_lines
from dispatch.tours.models import Stop, Tour


def consignment_sheet(
    number: str,
    tour: Tour,
    notes: Sequence[DeliveryNote],
    company: Company | None,
    name: str,
    siren: str,
    address: str,
) -> ConsignmentSheet:
    """Build the sheet of a tour with its live notes, in stop order; carrier by name, SIREN and lines of address."""
    language = wording.language_of(settings.current().language)
    shipper = wording.shipper(company)
    by_stop: dict[int, list[DeliveryNote]] = defaultdict(list)
    for note in notes:
        by_stop[note.stop_id].append(note)
    return ConsignmentSheet(
        number=number,
        on=clock.today(),
        language=language,
        shipper=shipper,
        carrier=Party(
            name.strip(),
            address_lines(address),
            country=shipper.country,
            identifiers=(f"SIREN {grouped(siren.strip())}",) if siren.strip() else (),
        ),
        loadings=tuple(
            Loading(_place(trip.depot, shipper), wording.on_the_wall(trip.loading_at)) for trip in tour.trips
        ),
        stops=tuple(_stop(stop, by_stop[stop.id]) for trip in tour.trips for stop in trip.stops if by_stop[stop.id]),
        tour=tour.letter,
        plate=tour.vehicle.plate,
        driver=tour.driver.name if tour.driver else "",
        distances=wording.distances(tour, language),
    )


def _place(depot: Depot, shipper: Party) -> Party:
    """Where goods are taken over; a depot without an address stands at the shipper's."""
    place = wording.depot_party(depot)
    if place.address or place.city:
        return place
    return replace(
        place, address=shipper.address, postcode=shipper.postcode, city=shipper.city, country=shipper.country
    )


def _stop(stop: Stop, notes: Sequence[DeliveryNote]) -> CarriedTo:
    """What is unloaded there; services are not carried."""
    sheets = [thaw(note.sheet) for note in notes]
    goods = tuple(
        CarriedGoods(line.designation, line.unit, line.loaded_qty, line.weight_g)
        for note in notes
        for line in note.lines
        if line.order_line.product.kind == "goods"
    )
    cash = [sheet.cash_cents for sheet in sheets if sheet.cash_cents is not None]
    parcels = [sheet.parcels for sheet in sheets]
    return CarriedTo(
        stop=stop.sequence,
        consignee=sheets[0].consignee,
        arrives_at=wording.on_the_wall(stop.arrives_at),
        goods=goods,
        notes=tuple(note.number for note in notes),
        parcels=None if None in parcels else sum(one for one in parcels if one is not None),
        cash_cents=sum(cash) if cash else None,
    )

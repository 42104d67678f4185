"""Invented papers of the road: what lies in a truck, and the note of a hired carrier."""

from __future__ import annotations

from datetime import datetime

from dispatch.documents.consignment_sheets import CarriedGoods, CarriedTo, ConsignmentSheet, Loading
from dispatch.documents.sheets import Party, Window
from dispatch.documents.specimen_facts import DAY, GOODS, PAYER, PLACE, REFERENCE, SELLER
from dispatch.documents.truck_sheets import (
    CoverSheet,
    LoadingLine,
    LoadingSheet,
    LoadingStop,
    PackSheet,
    RouteSheet,
    RouteStop,
    RouteTrip,
    Truck,
)

DEPOT = Party("Dépôt de Nice", SELLER.address, SELLER.postcode, SELLER.city, SELLER.country)
CARRIER = Party(
    "Transports Rivière", ("4 quai de la Loire",), "06200", "Nice", "FR", ("SIREN 732 829 320",), phone="04 93 20 30 40"
)
DISTANCES = "Distances et durées estimées : vol d’oiseau × 1,3 à 40 km/h."
_TRUCK = Truck(
    "B",
    DAY,
    "fr",
    SELLER.name,
    "V02",
    "Amina Benali",
    DEPOT,
    plate="AA-002-ZZ",
    desk_phone=SELLER.phone,
    distances=DISTANCES,
)
_STOPS = ((1, PLACE, GOODS[:3], 21, None), (2, PAYER, GOODS[3:], 52, 18_640))
"""Number, who receives, goods, minutes after seven, cash to collect."""


def pack_specimen() -> PackSheet:
    """One truck's papers: one trip of two stops."""
    trip = RouteTrip(1, _at(6, 20), tuple(_route_stop(*stop) for stop in _STOPS), _at(9, 30), _at(6), 23_400)
    loading = LoadingSheet(_TRUCK, 1, _at(6, 20), tuple(_loading_stop(*stop) for stop in _STOPS), _at(6), "Quai 2")
    return PackSheet(CoverSheet(_TRUCK, 1_100_000), (loading,), RouteSheet(_TRUCK, (trip,)))


def consignment_specimen() -> ConsignmentSheet:
    """The same goods with a hired carrier."""
    return ConsignmentSheet(
        number=f"LV-{REFERENCE}",
        on=DAY,
        language="fr",
        shipper=SELLER,
        carrier=CARRIER,
        loadings=(Loading(DEPOT, _at(6)),),
        stops=tuple(
            CarriedTo(
                number,
                party,
                _at(7, minutes),
                tuple(CarriedGoods(goods[1], goods[2], goods[3], goods[5]) for goods in carried),
                (_note(number),),
                _parcels(carried),
                cash,
            )
            for number, party, carried, minutes, cash in _STOPS
        ),
        tour=_TRUCK.tour,
        plate=_TRUCK.plate,
        driver=_TRUCK.driver,
        distances=DISTANCES,
    )


def _route_stop(
    number: int, party: Party, carried: tuple[tuple[str, str, str, int, int, int], ...], minutes: int, cash: int | None
) -> RouteStop:
    return RouteStop(
        number,
        _at(7, minutes),
        party,
        "Livraison par la cour, portail B, code 4512" if number == 1 else "",
        (Window(_at(7), _at(12)),),
        ("hayon",) if number == 1 else (),
        _parcels(carried),
        sum(goods[5] for goods in carried),
        (_note(number),),
        cash,
        leg_m=2_400 * number,
        leg_s=340 * number,
    )


def _loading_stop(
    number: int,
    party: Party,
    carried: tuple[tuple[str, str, str, int, int, int], ...],
    _minutes: int,
    _cash: int | None,
) -> LoadingStop:
    return LoadingStop(
        number,
        party.name,
        party.city,
        tuple(LoadingLine(*goods[:4], goods[5], ("L2611-04",) if goods[0] == "P042" else ()) for goods in carried),
        (_note(number),),
        _parcels(carried),
        sum(goods[5] for goods in carried),
    )


def _note(number: int) -> str:
    return f"BL-{REFERENCE} {number}"


def _parcels(carried: tuple[tuple[str, str, str, int, int, int], ...]) -> int:
    return sum(goods[3] for goods in carried) // 1_000


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute)  # noqa: DTZ001  on the wall

"""Sheets for the tests of the papers: an invented bakery of Nice, its customers, its trucks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.documents.acknowledgement_sheets import AcknowledgedLine, AcknowledgementSheet, VatOf
from dispatch.documents.quote_sheets import QuotedLineSheet, QuoteSheet
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet, Party, Window
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

DAY = date(2026, 11, 25)
ESTIMATED = "Distances et durées estimées : vol d'oiseau × 1,3 à 40 km/h."
SHIPPER = Party(
    "Fournil des Trois Ponts",
    ("14 chemin des Moulins",),
    "06300",
    "Nice",
    "FR",
    ("SIREN 552 100 554", "TVA FR39552100554"),
    phone="04 93 11 22 33",
)
DEPOT = Party("Dépôt de Nice", ("14 chemin des Moulins",), "06300", "Nice", "FR")

_CUSTOMERS = (
    ("Hôtel Belvédère", ("12 corniche Fleurie",), "06200", "Nice", "Mme Ferrand", "04 93 55 10 01"),
    ("Épicerie Lou Pilha", ("3 rue Droite",), "06300", "Nice", "M. Giordan", "04 93 55 10 02"),
    (
        "Collège Jules-Verne",
        ("Cuisine centrale", "88 avenue de Cannes"),
        "06160",
        "Antibes",
        "Mme Attia",
        "04 93 55 10 03",
    ),
    ("Brasserie du Port", ("9 quai Lunel",), "06300", "Nice", "", "04 93 55 10 04"),
    ("Traiteur Maïté", ("27 boulevard Carnot",), "06400", "Cannes", "Maïté", "04 93 55 10 05"),
    ("Maison de retraite Les Agaves", ("Route de Turin",), "06300", "Nice", "M. Ospedaletti", "04 93 55 10 06"),
)
_GOODS = (
    ("P011", "Pain de campagne au levain", "carton de 6", 5_400),
    ("P023", "Fougasse aux olives de pays", "carton de 12", 4_850),
    ("P042", "Ganses de carnaval, sachet de 250 g", "carton de 20 sachets", 5_600),
    ("P068", "Tourte de blettes sucrée, 26 cm", "pièce", 1_150),
    ("P071", "Panisses prêtes à frire", "barquette 1 kg", 1_080),
    ("P104", "Pissaladière, plaque 40 × 60", "plaque", 2_900),
)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the day, on the wall."""
    return datetime(2026, 11, 25, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


def a_party(index: int = 0, **changes: Any) -> Party:
    """One of the customers."""
    name, address, postcode, city, contact, phone = _CUSTOMERS[index % len(_CUSTOMERS)]
    values: dict[str, Any] = {
        "name": name,
        "address": address,
        "postcode": postcode,
        "city": city,
        "country": "FR",
        "contact": contact,
        "phone": phone,
    }
    return Party(**{**values, **changes})


def a_line(index: int = 0, **changes: Any) -> NoteLine:
    """One line, delivered in full unless told otherwise."""
    reference, designation, unit, grams = _GOODS[index % len(_GOODS)]
    values: dict[str, Any] = {
        "reference": reference,
        "designation": designation,
        "unit": unit,
        "ordered_qty": 10_000,
        "already_qty": 0,
        "today_qty": 10_000,
        "rest_qty": 0,
        "weight_g": grams * 10,
    }
    return NoteLine(**{**values, **changes})


def a_note(lines: tuple[NoteLine, ...] | None = None, **changes: Any) -> NoteSheet:
    """A French note of four lines, one of them with a rest."""
    if lines is None:
        lines = (
            a_line(0),
            a_line(
                1, ordered_qty=12_000, today_qty=3_000, already_qty=4_000, rest_qty=5_000, rest_on=date(2026, 11, 27)
            ),
            a_line(2, lots=("L2611-04", "L2611-07")),
            a_line(3, ordered_qty=2_500, today_qty=2_500),
        )
    values: dict[str, Any] = {
        "number": "BL-2026-000147",
        "on": DAY,
        "language": "fr",
        "shipper": SHIPPER,
        "consignee": a_party(0),
        "lines": lines,
        "orders": (NoteOrder("CF11013", "BC-57535", date(2026, 11, 19), "ARC-2026-000112", date(2026, 11, 20)),),
        "windows": (Window(at(7), at(12)),),
        "tour": "B",
        "stop": 3,
        "arrives_at": at(8, 9),
        "carriage": "franco",
        "terms": "30 jours",
        "instructions": "Livraison par la cour, sonner à l'entrée de service.",
        "parcels": 12,
        "weight_g": sum(line.weight_g or 0 for line in lines),
        "qr_text": "https://tournee.example.com/d/eyJ0IjoxNDd9.aXk3Zg.s3gnature-of-the-link#n147",
        "distances": ESTIMATED,
    }
    return NoteSheet(**{**values, **changes})


def a_truck(tour: str = "B", **changes: Any) -> Truck:
    """One truck and its driver."""
    values: dict[str, Any] = {
        "tour": tour,
        "on": DAY,
        "language": "fr",
        "company": SHIPPER.name,
        "vehicle": "V02",
        "driver": "Amina Benali",
        "depot": DEPOT,
        "plate": "AA-002-ZZ",
        "desk_phone": "04 93 11 22 33",
        "distances": ESTIMATED,
    }
    return Truck(**{**values, **changes})


def a_stop(number: int = 1, **changes: Any) -> RouteStop:
    """One stop of a route sheet."""
    values: dict[str, Any] = {
        "number": number,
        "arrives_at": at(7) + timedelta(minutes=21 * number),
        "site": a_party(number - 1),
        "instructions": "Portail B, code 4512" if number % 2 else "",
        "windows": (Window(at(7), at(12)),),
        "equipment": ("hayon",) if number % 3 == 0 else (),
        "parcels": 4 + number,
        "weight_g": 31_400 + 2_150 * number,
        "notes": (f"BL-2026-{100 + number:06}",),
        "cash_cents": 18_640 if number == 2 else None,
        "qr_text": f"https://tournee.example.com/d/eyJ0IjoxNDd9.aXk3Zg.s3gnature-of-the-link#s{number}",
        "leg_m": 2_400 + 310 * number,
        "leg_s": 300 + 40 * number,
    }
    return RouteStop(**{**values, **changes})


def a_route(stops: tuple[RouteStop, ...] | None = None, truck: Truck | None = None, **changes: Any) -> RouteSheet:
    """A route sheet; two trips unless the stops are given."""
    truck = truck or a_truck()
    if stops is not None:
        trips: tuple[RouteTrip, ...] = (RouteTrip(1, at(6, 20), stops, at(12, 5), at(6), 41_200),)
    else:
        trips = (
            RouteTrip(
                1,
                at(6, 20),
                tuple(a_stop(n) for n in (1, 2, 3, 4)),
                at(9, 30),
                at(6),
                23_400,
                (RoutePause(3, at(8, 20), 30),),
            ),
            RouteTrip(2, at(10), tuple(a_stop(n) for n in (5, 6)), at(12, 5), at(9, 40), 17_800),
        )
    return RouteSheet(**{"truck": truck, "trips": trips, "qr_text": "https://tournee.example.com/d/tour-b", **changes})


def a_loading(stops: tuple[LoadingStop, ...] | None = None, truck: Truck | None = None, **changes: Any) -> LoadingSheet:
    """A loading list of three stops."""
    if stops is None:
        stops = tuple(a_loading_stop(number) for number in (1, 2, 3))
    values: dict[str, Any] = {
        "truck": truck or a_truck(),
        "trip": 1,
        "departs_at": at(6, 20),
        "stops": stops,
        "loads_at": at(6),
        "dock": "Quai 2",
    }
    return LoadingSheet(**{**values, **changes})


def a_loading_stop(number: int, lines: int = 3) -> LoadingStop:
    """One stop of a loading list."""
    party = a_party(number - 1)
    goods = [_GOODS[(number + place) % len(_GOODS)] for place in range(lines)]
    return LoadingStop(
        number,
        party.name,
        party.city,
        tuple(
            LoadingLine(
                reference,
                designation,
                unit,
                (place + 2) * 1000,
                grams * (place + 2),
                ("L2611-04",) if place == 1 else (),
            )
            for place, (reference, designation, unit, grams) in enumerate(goods)
        ),
        (f"BL-2026-{100 + number:06}",),
        4 + number,
        31_400 + 2_150 * number,
    )


def a_pack(tour: str = "B", stops: int = 6, lines: int = 4, **cover: Any) -> PackSheet:
    """Everything of one truck in one trip, notes included."""
    truck = a_truck(tour)
    numbers = range(1, stops + 1)
    notes = tuple(
        a_note(
            tuple(a_line(number + place) for place in range(lines)),
            number=f"BL-2026-{tour}{100 + number:05}",
            consignee=a_party(number - 1),
            tour=tour,
            stop=number,
            qr_text=f"https://tournee.example.com/d/eyJ0IjoxNDd9.aXk3Zg.s3gnature#{tour}{number}",
            language="en" if number % 4 == 0 else "fr",
            cash_cents=18_640 if number == 2 else None,
        )
        for number in numbers
    )
    route_stops = tuple(a_stop(number, notes=(notes[number - 1].number,)) for number in numbers)
    return PackSheet(
        CoverSheet(**{"truck": truck, "capacity_g": 1_100_000, **cover}),
        (a_loading(tuple(a_loading_stop(number, lines) for number in numbers), truck),),
        a_route(route_stops, truck),
        notes,
    )


def a_quote(lines: int = 4, **changes: Any) -> QuoteSheet:
    """A French quote; every second line has a day that was asked for."""
    made = tuple(
        QuotedLineSheet(
            place + 1, *_GOODS[place % len(_GOODS)][:3], 12_000, 9_800_000, 11_760, 550, DAY if place % 2 else None
        )
        for place in range(lines)
    )
    net = sum(line.net_cents for line in made)
    tax = (net * 550 + 5_000) // 10_000
    values: dict[str, Any] = {
        "number": "DE-2026-000031",
        "on": DAY,
        "valid_until": DAY + timedelta(days=30),
        "language": "fr",
        "seller": SHIPPER,
        "customer": a_party(4, identifiers=("SIREN 732 829 320",)),
        "deliver_to": a_party(0),
        "terms": "30 jours fin de mois",
        "lines": made,
        "vat": (VatOf(550, net, tax),),
        "net_cents": net,
        "gross_cents": net + tax,
        "customer_reference": "Demande du 18/11",
        "rules": ("Livraison par nos soins à l’adresse ci-dessus.", "Devis gratuit, établi en euros."),
    }
    return QuoteSheet(**{**values, **changes})


def an_acknowledgement(lines: int = 4, **changes: Any) -> AcknowledgementSheet:
    """The acknowledgement, index B, of an order whose second line has moved."""
    quote = a_quote(lines)
    values: dict[str, Any] = {
        "number": "ARC-2026-000112",
        "index_letter": "B",
        "on": DAY,
        "language": "fr",
        "seller": SHIPPER,
        "customer": quote.customer,
        "deliver_to": quote.deliver_to,
        "order": "CF11013",
        "customer_reference": "BC-57535",
        "received_on": date(2026, 11, 19),
        "terms": quote.terms,
        "lines": tuple(
            AcknowledgedLine(
                line.line_no,
                line.reference,
                line.designation,
                line.unit,
                line.quantity,
                line.unit_price_micros,
                line.net_cents,
                DAY,
                date(2026, 11, 23) if line.line_no == 2 else None,
            )
            for line in quote.lines
        ),
        "vat": quote.vat,
        "net_cents": quote.net_cents,
        "gross_cents": quote.gross_cents,
        "rules": ("Livraisons partielles admises.", "Livraison par nos soins à l’adresse ci-dessus."),
        "reason": "La date convenue a changé.",
    }
    return AcknowledgementSheet(**{**values, **changes})

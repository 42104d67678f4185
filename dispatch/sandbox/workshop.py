"""The seller, its depot, fleet and products, and what the workshop makes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date

from dispatch.sandbox.customers import siren, with_key
from dispatch.sandbox.goods import BESIDES, GOODS, SERVICE
from dispatch.sandbox.places import DEPOT
from dispatch.sandbox.table import Table

DRIVERS = ("A. Morel", "B. Garcin", "C. Rey", "D. Bonnet", "E. Sibille", "F. Arnaud", "G. Gontard")
VANS, TRUCKS = 5, 2
STANDSTILL = 0.11
"""Chance that a product is not made on a day: that day it is short."""


def workshop_tables(chance: random.Random, days: Sequence[date]) -> dict[str, Table]:
    """Import kind → table of everything but customers and orders."""
    street, home = "12 rue des Tisserands", (DEPOT.postcode, DEPOT.name, "FR")
    number = siren(1_000_000)
    vat = f"FR{(12 + 3 * int(number)) % 97:02d}{number}"
    company = (
        "Fabrique du Dauphiné (société fictive)",
        "SAS",
        "80000",
        number,
        with_key(f"{number}0001"),
        "Grenoble",
        vat,
    )
    depot = ("VOI", f"Atelier de {DEPOT.name}", DEPOT.latitude, DEPOT.longitude, street, *home, 2, 20)
    goods = [
        (g.code, g.name, g.unit, g.price, g.vat, g.kg, g.m3, g.pallets, g.skills, g.multiple, "goods", "", "oui")
        for g in GOODS
    ]
    return {
        "company": Table(
            "name legal_form capital siren siret rcs vat_number address postcode city country email phone operations",
            [(*company, street, *home, "adv@example.com", "+33476000000", "biens")],
        ),
        "depots": Table("depot name latitude longitude address postcode city country docks loading_minutes", [depot]),
        "products": Table(
            "product name unit price vat_rate kg m3 pallets skills multiple kind regulated active",
            [*goods, *BESIDES, (*SERVICE, "", "", "", "", "", "service", "", "oui")],
        ),
        "stock": Table(
            "product quantity on", [(good.code, int(good.daily * chance.uniform(0.1, 0.7)), days[0]) for good in GOODS]
        ),
        "production": Table("product date quantity ready_at work_centre", list(_made(chance, days))),
        "vehicles": Table(
            "vehicle depot kg gross_kg m3 pallets skills shift_start shift_end cost_fixed cost_km cost_hour max_trips profile plate",
            [*_vans(), *_trucks()],
        ),
        "drivers": Table(
            "driver name vehicle break_minutes",
            [(f"C{n}", name, f"F{n}" if n <= VANS else f"P{n - VANS}", 30) for n, name in enumerate(DRIVERS, 1)],
        ),
    }


def _vans() -> Iterable[Sequence[object]]:
    for n in range(1, VANS + 1):
        shift = ("05:30", "13:30") if n % 2 else ("06:00", "14:30")
        yield f"F{n}", "VOI", 1150, 3500, 9, 4, "froid", *shift, 45, "0,38", 27, 2, "van", f"FD-{n}00-DA"


def _trucks() -> Iterable[Sequence[object]]:
    for n in range(1, TRUCKS + 1):
        yield (
            f"P{n}",
            "VOI",
            5800,
            12000,
            32,
            14,
            "froid,hayon",
            "05:30",
            "14:00",
            95,
            "0,72",
            28,
            2,
            "truck",
            f"PL-{n}00-DA",
        )


def _made(chance: random.Random, days: Sequence[date]) -> Iterable[Sequence[object]]:
    for day in days:
        share = 0.5 if day.weekday() == 5 else 1.0
        for good in GOODS:
            made = 0 if chance.random() < STANDSTILL else int(good.daily * share * chance.uniform(0.75, 1.15))
            made -= made % good.multiple
            if made:
                yield good.code, day, made, good.ready_at, good.work_centre

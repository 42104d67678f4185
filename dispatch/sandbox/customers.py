"""Invented customers and their sites, one or two in each town; the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from dispatch.sandbox.places import TOWNS, Town
from dispatch.sandbox.table import Table

SHOPS = (
    "Épicerie du Marché",
    "Cave & Terroir",
    "Comptoir des Halles",
    "Fromagerie du Pont",
    "Halle Bio",
    "Maison Perrin",
    "Boulangerie Vial",
)
CANTEENS = ("Cantine municipale", "Restaurant du Lac", "Auberge des Cimes", "Brasserie de la Gare", "Hôtel Beau Site")
MARKETS = ("Supermarché Alpin", "Grande Épicerie", "Coopérative paysanne")
STREETS = (
    "rue de la République",
    "place de la Mairie",
    "avenue des Alpes",
    "rue du Moulin",
    "quai du Drac",
    "route de Lyon",
    "rue Centrale",
)
HOURS = (
    "Mo-Fr 07:00-12:00",
    "Mo-Fr 06:00-10:30",
    "Mo-Sa 08:00-12:00,14:00-18:00",
    "Mo-Sa 07:30-19:30",
    "Tu-Sa 08:00-12:30",
    "Mo-Sa 06:00-11:00; PH off",
    "",
)
TERMS = ("30 jours", "30 jours fin de mois", "45 jours fin de mois", "comptant", "30 jours", "30 jours")
MODES = ("per_delivery", "per_delivery", "periodic", "note_is_invoice")
NOTES = ("Livraison par la cour", "Sonner au quai n° 2", "Code portail 1234", "", "", "Hauteur limitée à 3 m")
UNPLACED = 57
"""This site has no coordinates: it waits on the worklist."""


def siren(number: int) -> str:
    """A SIREN that no company has been given (it starts with 0) and whose key is right."""
    return with_key(f"{number:08d}")


def with_key(digits: str) -> str:
    """The digits and their Luhn key, as SIREN and SIRET end."""
    odd, even = digits[-2::-2], digits[-1::-2]
    total = sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)
    return f"{digits}{-total % 10}"


def customer_tables(chance: random.Random) -> tuple[Table, Table]:
    """Customers and their sites; every site stands in a true town, at a place of its own."""
    customers: list[Sequence[object]] = []
    sites: list[Sequence[object]] = []
    for number, (town, name, size) in enumerate(_names(chance), 1):
        code, street = f"K{number:03d}", f"{chance.randint(1, 80)} {chance.choice(STREETS)}"
        home = (street, town.postcode, town.name, "FR")
        limit, mode = chance.choice(("", "", "5000", "12000")), chance.choice(MODES)
        language = "en" if number % 11 == 0 else "fr"
        customers.append(
            (code, name, siren(1_000_000 + number), *home, chance.choice(TERMS), limit, mode,
             chance.choice(("non", "non", "oui")), language, f"compta{number}@example.com")
        )  # fmt: skip
        place = (
            round(town.latitude + chance.uniform(-0.006, 0.006), 5),
            round(town.longitude + chance.uniform(-0.008, 0.008), 5),
        )
        skills = "hayon" if size == 2 and chance.random() < 0.5 else ""
        largest = "3500" if size == 0 and chance.random() < 0.3 else ""
        contact = (
            chance.choice(("Mme Roche", "M. Blanc", "Mme Faure", "M. Jacquet", "")),
            f"+3347600{number:04d}",
            chance.choice(NOTES),
        )
        sites.append(
            (f"L{number:03d}", code, name, *home, *(place if number != UNPLACED else ("", "")), chance.choice(HOURS),
             chance.choice((5, 6, 8, 10)) + 4 * size, 0.15, skills, largest, *contact)
        )  # fmt: skip
    return (
        Table(
            "customer name siren billing_address postcode city country payment_terms credit_limit billing_mode priced_note language email",
            customers,
        ),
        Table(
            "site customer name address postcode city country latitude longitude opening_hours service_minutes minutes_per_unit skills "
            "max_vehicle_kg contact phone instructions",
            sites,
        ),
    )


def _names(chance: random.Random) -> Iterator[tuple[Town, str, int]]:
    """(town, name, size): 0 a shop, 1 a canteen or restaurant, 2 a supermarket."""
    for town in TOWNS:
        size = chance.choices((0, 1, 2), weights=(5, 3, 2))[0]
        yield town, f"{chance.choice((SHOPS, CANTEENS, MARKETS)[size])} · {town.name}", size

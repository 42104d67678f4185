"""Sites: where goods go; those without coordinates wait to be placed."""

from __future__ import annotations

from typing import Any

from dispatch.customers.hours import readable
from dispatch.customers.models import Site
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact, doubt_identity
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import Minutes, code, compact, degrees, long_text, name, postcode, skills, whole
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import country


def _check(row: Row, attributes: Attributes, stored: Any, findings: Findings) -> None:
    doubt_contact(row, findings, attributes.get("country") or "FR")
    doubt_identity(row, findings, attributes.get("country") or "FR")
    hours = attributes.get("opening_hours", "")
    if not readable(hours):
        findings.warn("hours_unreadable", row=row.number, column="opening_hours", value=hours, subject=row.subject)
    given = [name for name in ("latitude", "longitude") if name in row.values]
    if len(given) == 1:
        missing = "longitude" if given == ["latitude"] else "latitude"
        findings.error("half_placed", row=row.number, column=missing, subject=row.subject)
    elif given:
        place = attributes["latitude"], attributes["longitude"]
        if stored is None or (stored.latitude, stored.longitude) != place:
            attributes["placed_by"] = row.by
    elif stored is None or not stored.is_placed:
        address = f"{attributes['address']}, {attributes['postcode']} {attributes['city']}"
        findings.warn("site_to_place", row=row.number, column="latitude", value=address, subject=row.subject)


SITES = Kind(
    name="sites",
    fr="Les sites de livraison des clients.",
    en="The sites where customers take their goods.",
    key=("site",),
    decide=Upsert(Site, ("code",), "site", check=_check, initial={"placed_by": ""}).decide,
    columns=(
        Column("site", code, "Code du site", "Site's code", "S001", required=True, attribute="code"),
        Column(
            "customer",
            code,
            "Code du client",
            "Customer's code",
            "C001",
            required=True,
            attribute="customer_id",
            refers="customers",
        ),
        Column("name", name, "Nom", "Name", "Épicerie du Marché, réserve", required=True),
        Column("address", name, "Adresse", "Address", "2 place du Marché", required=True),
        Column("postcode", postcode, "Code postal", "Postcode", "38000", required=True),
        Column("city", name, "Ville", "Town", "Grenoble", required=True),
        Column("country", country, "Pays, code ou nom", "Country, code or name", "FR", default="FR"),
        Column(
            "latitude",
            degrees(90),
            "Latitude, en degrés décimaux ; sans elle, le site est à placer",
            "Latitude, decimal degrees; without it the site is to be placed",
            "45.1885",
            keep=True,
        ),
        Column(
            "longitude",
            degrees(180),
            "Longitude, en degrés décimaux",
            "Longitude, decimal degrees",
            "5.7245",
            keep=True,
        ),
        Column(
            "opening_hours",
            long_text,
            "Horaires, syntaxe OpenStreetMap : Mo-Fr 08:00-12:00,14:00-17:00 ; illisibles : un avertissement",
            "Opening hours, OpenStreetMap syntax: Mo-Fr 08:00-12:00,14:00-17:00; unreadable: a warning",
            "Mo-Fr 07:00-12:00,14:00-17:00",
            default="",
        ),
        Column(
            "service_minutes",
            Minutes(60),
            "Minutes par arrêt ; vide : 5",
            "Minutes per stop; empty: 5",
            "8",
            default=300,
            attribute="service_s",
        ),
        Column(
            "minutes_per_unit",
            Minutes(60_000),
            "Minutes par unité livrée",
            "Minutes per unit delivered",
            "0.1",
            default=0,
            attribute="service_per_unit_ms",
        ),
        Column(
            "skills",
            skills,
            "Équipements exigés, séparés par des virgules",
            "Equipment needed, separated by commas",
            "hayon",
            default=list,
        ),
        Column(
            "max_vehicle_kg",
            whole(1, 100_000),
            "Plus grand poids total en charge admis, en kg",
            "Largest gross vehicle weight admitted, kg",
            "7500",
        ),
        Column("contact", name, "Personne à demander", "Whom to ask for", "Mme Blanc", default=""),
        Column("phone", code, "Téléphone", "Telephone", "+33476000002", default=""),
        Column(
            "siret",
            compact(14),
            "SIRET de l'établissement ; vide : celui du siège",
            "SIRET of the establishment; empty: the seat's",
            "",
            default="",
        ),
        Column(
            "instructions",
            long_text,
            "Consignes au chauffeur",
            "Instructions for the driver",
            "Sonner à la grille",
            default="",
        ),
    ),
)

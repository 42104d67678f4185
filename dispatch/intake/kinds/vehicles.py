"""Vehicles: what they carry, when, at what cost."""

from __future__ import annotations

from datetime import time
from typing import Any

from dispatch.fleet.models import Vehicle
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import (
    Scaled,
    cents,
    code,
    compact,
    end_moment,
    millionths,
    moment,
    name,
    skills,
    text,
    whole,
)
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import PROFILES, Choice, yes_or_no


def _check(row: Row, attributes: Attributes, _stored: Any, findings: Findings) -> None:
    gross = attributes.get("gross_kg")
    if gross is not None and gross * 1000 < attributes["payload_g"]:
        findings.warn(
            "gross_below_payload",
            row=row.number,
            column="gross_kg",
            value=row.raw["gross_kg"],
            subject=row.subject,
        )


VEHICLES = Kind(
    name="vehicles",
    fr="Les véhicules : charge, horaires, coûts.",
    en="Vehicles: load, hours, costs.",
    key=("vehicle",),
    decide=Upsert(Vehicle, ("code",), "vehicle", check=_check).decide,
    columns=(
        Column("vehicle", code, "Code du véhicule", "Vehicle's code", "V01", required=True, attribute="code"),
        Column(
            "depot", code, "Code du dépôt", "Depot's code", "DEP1", required=True, attribute="depot_id", refers="depots"
        ),
        Column(
            "kg", Scaled(3, low=1), "Charge utile, en kg", "Payload, kg", "1100", required=True, attribute="payload_g"
        ),
        Column("gross_kg", whole(1, 100_000), "Poids total en charge, en kg", "Gross weight, kg", "3500"),
        Column(
            "m3",
            millionths,
            "Volume, en m³ ; vide : sans limite",
            "Volume, m³; empty: no limit",
            "7",
            attribute="volume_cm3",
        ),
        Column(
            "pallets",
            millionths,
            "Places de palette ; vide : sans limite",
            "Pallet places; empty: no limit",
            "3",
            attribute="pallets_micro",
        ),
        Column(
            "skills",
            skills,
            "Équipements, séparés par des virgules",
            "Equipment, separated by commas",
            "hayon",
            default=list,
        ),
        Column(
            "shift_start",
            moment,
            "Début de service, HH:MM ; vide : 06:00",
            "Start of shift, HH:MM; empty: 06:00",
            "05:30",
            default=time(6),
        ),
        Column(
            "shift_end",
            end_moment,
            "Fin de service, HH:MM ; vide : 18:00 ; avant le début : le lendemain",
            "End of shift, HH:MM; empty: 18:00; before the start: the next day",
            "13:30",
            default=time(18),
        ),
        Column(
            "cost_fixed",
            cents,
            "Coût par jour d'emploi, en euros",
            "Cost per day of use, in euros",
            "45",
            default=0,
            attribute="cost_fixed_cents",
        ),
        Column(
            "cost_km",
            cents,
            "Coût par km, en euros",
            "Cost per km, in euros",
            "0.38",
            default=0,
            attribute="cost_km_cents",
        ),
        Column(
            "cost_hour",
            cents,
            "Coût par heure, en euros",
            "Cost per hour, in euros",
            "27",
            default=0,
            attribute="cost_hour_cents",
        ),
        Column("max_trips", whole(1, 20), "Voyages par jour ; vide : 1", "Trips a day; empty: 1", "2", default=1),
        Column(
            "profile",
            Choice(PROFILES),
            "Gabarit : fourgon ou camion (routes et vitesses)",
            "Profile: van or truck (roads and speeds)",
            "fourgon",
            default="van",
        ),
        Column(
            "carrier",
            name,
            "Transporteur loué ; vide : la société elle-même",
            "Hired carrier; empty: the company itself",
            "",
            default="",
            attribute="carrier_name",
        ),
        Column("carrier_siren", compact(16), "SIREN du transporteur", "The carrier's SIREN", "", default=""),
        Column(
            "carrier_address",
            text(500),
            "Adresse du transporteur, pour sa lettre de voiture",
            "The carrier's address, for its consignment note",
            "",
            default="",
        ),
        Column("active", yes_or_no, "En service", "In service", "oui", default=True),
        Column("plate", text(32), "Immatriculation", "Plate", "AA-001-ZZ", default=""),
    ),
)

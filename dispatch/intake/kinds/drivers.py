"""Drivers: who drives, usually which vehicle."""

from __future__ import annotations

from typing import Any

from dispatch.fleet.models import Driver
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import Minutes, code, name
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import yes_or_no


def _check(row: Row, _attributes: Attributes, _stored: Any, findings: Findings) -> None:
    doubt_contact(row, findings, "FR")


DRIVERS = Kind(
    name="drivers",
    fr="Les chauffeurs et leur véhicule habituel.",
    en="Drivers and their usual vehicle.",
    key=("driver",),
    decide=Upsert(Driver, ("code",), "driver", check=_check).decide,
    columns=(
        Column("driver", code, "Code du chauffeur", "Driver's code", "D01", required=True, attribute="code"),
        Column("name", name, "Nom", "Name", "Luc Martin", required=True),
        Column("email", name, "E-mail", "E-mail", "luc@atelier-clair.fr", default=""),
        Column("phone", code, "Téléphone", "Telephone", "+33600000001", default=""),
        Column(
            "vehicle",
            code,
            "Code de son véhicule habituel",
            "Code of the usual vehicle",
            "V01",
            attribute="vehicle_id",
            refers="vehicles",
        ),
        Column(
            "break_minutes", Minutes(60), "Minutes de pause", "Minutes of break", "30", default=0, attribute="break_s"
        ),
        Column("active", yes_or_no, "En service", "In service", "oui", default=True),
    ),
)

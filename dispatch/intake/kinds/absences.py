"""Absences: days on which a vehicle or a driver is away."""

from __future__ import annotations

from typing import Any

from dispatch.fleet.models import Absence
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.dates import check_forward
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import code, day, name
from dispatch.intake.upsert import Attributes, Upsert


def _check(row: Row, attributes: Attributes, stored: Any, findings: Findings) -> None:
    if (attributes["vehicle_id"] is None) == (attributes["driver_id"] is None):
        findings.error("vehicle_or_driver", row=row.number, column="vehicle", subject=row.subject)
    check_forward(row, attributes, stored, findings, "first_on", "last_on")


ABSENCES = Kind(
    name="absences",
    fr="Les jours où un véhicule ou un chauffeur manque : atelier, congé, maladie.",
    en="Days on which a vehicle or a driver is away: workshop, leave, illness.",
    key=("first_on", "vehicle", "driver"),
    decide=Upsert(Absence, ("first_on", "vehicle_id", "driver_id"), "absence", check=_check).decide,
    columns=(
        Column("vehicle", code, "Véhicule, code", "Vehicle, code", "V01", attribute="vehicle_id", refers="vehicles"),
        Column(
            "driver",
            code,
            "Chauffeur, code ; au lieu du véhicule",
            "Driver, code; instead of the vehicle",
            "",
            attribute="driver_id",
            refers="drivers",
        ),
        Column("first_on", day, "Premier jour", "First day", "01/12/2026", required=True),
        Column("last_on", day, "Dernier jour", "Last day", "02/12/2026", required=True),
        Column("reason", name, "Motif", "Reason", "Contrôle technique", default=""),
    ),
)

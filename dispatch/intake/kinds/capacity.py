"""Production capacity: the hours that a work centre gives on a day."""

from __future__ import annotations

from datetime import time

from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import Minutes, code, day, moment
from dispatch.intake.upsert import Upsert
from dispatch.production.models import ProductionCapacity

CAPACITY = Kind(
    name="capacity",
    fr="La capacité du jour : les minutes qu'un centre de charge peut donner, au-delà de la production prévue.",
    en="Capacity of a day: the minutes that a work centre can give, beyond the production planned.",
    key=("work_centre", "date"),
    decide=Upsert(ProductionCapacity, ("work_centre_id", "day"), "production_capacity").decide,
    columns=(
        Column(
            "work_centre",
            code,
            "Centre de charge, code",
            "Work centre, code",
            "L1",
            required=True,
            attribute="work_centre_id",
            refers="work_centres",
        ),
        Column("date", day, "Jour", "Day", "26/11/2026", required=True, attribute="day"),
        Column("minutes", Minutes(1), "Minutes", "Minutes", "240", required=True),
        Column(
            "ready_at",
            moment,
            "Mise à disposition, HH:MM ; vide : début du jour",
            "Ready at, HH:MM; empty: the day's start",
            "14:00",
            default=time(0),
        ),
    ),
)

"""Work centres: where things are made."""

from __future__ import annotations

from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, name
from dispatch.intake.upsert import Upsert
from dispatch.production.models import WorkCentre

WORK_CENTRES = Kind(
    name="work_centres",
    fr="Les centres de charge : lignes et ateliers dont plusieurs articles se partagent les heures.",
    en="Work centres: lines and workshops whose hours several products share.",
    key=("work_centre",),
    decide=Upsert(WorkCentre, ("code",), "work_centre").decide,
    columns=(
        Column("work_centre", code, "Code du centre", "Work centre's code", "L1", required=True, attribute="code"),
        Column("name", name, "Nom", "Name", "Ligne 1", default=""),
    ),
)

"""The invented company's look: a layout of its own, saved in two versions, one in force, one that comes with the new year."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from dispatch.company.layouts import adopt_layout, save_layout
from dispatch.company.looks import plain_layout
from dispatch.company.models import Company
from dispatch.documents.kinds import ADOPTED
from dispatch.documents.layout import Arrangement, ColumnChoice, Layout

PINE = "#1f4d3a"
RESERVE = Arrangement(
    text_fr="Réserve de propriété : les marchandises restent la propriété du vendeur jusqu’au paiement intégral du prix.",
    text_en="Retention of title: the goods remain the seller’s property until the price is paid in full.",
)


def dress(session: Session, today: date) -> str:
    """Save the house's layout and adopt it from today on; a version with wider notes is adopted from the new year on."""
    plain = plain_layout(session.get(Company, 1))
    house = Layout(PINE, logo(), "", plain.copies, 100, (("invoice", RESERVE),))
    first = save_layout(session, "maison", house, "vert sapin, logo, réserve de propriété")
    adopt_layout(session, first.id, ADOPTED, today)
    columns = ("designation", "ordered", "today", "rest", "weight", "lots")
    note = Arrangement(columns=tuple(ColumnChoice(key, 70.0 if key == "lots" else None) for key in columns))
    wider = Layout(PINE, house.logo, "", plain.copies, 110, (("note", note), ("invoice", RESERVE)))
    second = save_layout(session, "maison", wider, "bons plus lisibles, colonne des lots")
    adopt_layout(session, second.id, ["note"], date(today.year + 1, 1, 1))
    return "layout «maison» in two versions"


def logo() -> bytes:
    """Return a mountain over a road, as PNG."""
    picture = Image.new("RGB", (480, 240), "white")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(30, 190), (170, 40), (240, 120), (300, 60), (450, 190)], fill=PINE)
    pen.polygon([(170, 40), (140, 72), (165, 84), (180, 70), (204, 78)], fill="white")
    pen.line([(30, 215), (450, 215)], fill=PINE, width=12)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()

"""A phone in tests: reports as the page makes them, pictures as a finger draws them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.phone_models import Evidence
from dispatch.delivery.phone_pictures import Pictures, read_pictures
from dispatch.delivery.phone_reports import PhoneReport, read_report
from dispatch.documents.register import installed_store
from dispatch.invoicing.phone import Answer, take

ONE, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
AT = "2026-11-25T08:10:00.000+01:00"


def it_is(monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    """Set the business clock."""
    monkeypatch.setenv("DISPATCH_NOW", instant)
    settings.current.cache_clear()


def signature(width: int = 600, height: int = 200) -> bytes:
    """A line drawn with a finger, on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(40, 150), (200, 40), (300, 160), (520, 60)], fill=(20, 20, 20, 255), width=5)
    return png(image)


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def drawn() -> Pictures:
    return read_pictures(signature(), [])


NOTHING = Pictures()


def report(kind: str = "arrive", sequence: int = 1, client: str = ONE, **fields: Any) -> PhoneReport:
    """An event of a phone at stop 1, unless said otherwise."""
    data = {"client": client, "sequence": sequence, "kind": kind, "at": AT, **fields}
    if kind not in ("late", "reorder"):
        data.setdefault("stop", 1)
    return read_report(data)


def delivery(database: Database, number: str, sequence: int = 1, client: str = ONE, **fields: Any) -> PhoneReport:
    """A conform delivery of a note as its sheet stands."""
    with database.reading() as session:
        note = session.scalars(select(DeliveryNote).where(DeliveryNote.number == number)).one()
        fields = {"note": number, "shown": note.content_hash, "stop": note.stop_id, "signer_name": "Leroy", **fields}
    return report("deliver", sequence, client, **fields)


def send(database: Database, event: PhoneReport, pictures: Pictures = NOTHING, tour_id: int = 1) -> Answer:
    if event.kind == "deliver" and pictures is NOTHING:
        pictures = drawn()
    return take(database, "phone:DR1", installed_store(), tour_id, event, pictures)


def signature_of(session: Session, note_number: str) -> Evidence | None:
    """The evidence of the receipt of a note that was signed on a phone; None: signed on paper, or not yet."""
    query = (
        select(Evidence)
        .join(Receipt, Receipt.id == Evidence.receipt_id)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .where(DeliveryNote.number == note_number)
    )
    return session.scalars(query).one_or_none()

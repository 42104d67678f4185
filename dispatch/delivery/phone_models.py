"""What drivers' phones report: events, the evidence of a signature, photos of réserves. Rows are only ever added."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Id, LongText, Name, Sha256
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.documents.models import Document
from dispatch.tours.models import Stop, Tour

KINDS = ("arrive", "deliver", "problem", "late", "reorder")
PROBLEMS = ("closed", "absent", "refused", "access", "vehicle", "other")
"""Why nothing could be handed over; the note stays out, the desk decides."""


class PhoneEvent(Base):
    """One event of one phone; client and sequence name it, so that it takes effect once however often it comes."""

    __tablename__ = "phone_events"
    __table_args__ = (
        UniqueConstraint("client_id", "sequence"),
        CheckConstraint("kind IN ('arrive', 'deliver', 'problem', 'late', 'reorder')", name="kind_known"),
        CheckConstraint("outcome IN ('taken', 'refused')", name="outcome_known"),
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_whole"),
    )

    id: Mapped[Id]
    tour_id: Mapped[int] = mapped_column(BigInt, ForeignKey("tours.id"), index=True)
    stop_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("stops.id"))
    """None: about the whole tour."""
    note_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("delivery_notes.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(36))
    """A random number that the phone gave itself."""
    sequence: Mapped[int]
    """1, 2, 3 … as that phone has sent them."""
    kind: Mapped[str] = mapped_column(String(16))
    device_at: Mapped[Utc]
    """When it happened, by the phone's clock."""
    received_at: Mapped[Utc]
    received_by: Mapped[Name]
    content: Mapped[LongText]
    """All that was reported, as canonical JSON, with the SHA-256 of each picture as it was sent."""
    content_hash: Mapped[Sha256]
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32), default="")
    """Why it was refused: a code of `dispatch.delivery.phone_refusals`."""
    detail: Mapped[LongText] = mapped_column(default="")

    tour: Mapped[Tour] = relationship()
    stop: Mapped[Stop | None] = relationship()
    note: Mapped[DeliveryNote | None] = relationship()

    @property
    def fields(self) -> dict[str, Any]:
        """What the phone has reported."""
        found: dict[str, Any] = json.loads(self.content)["event"]
        return found


class Evidence(Base):
    """Who signed what: the exact sheet that was shown, and the drawing. Server and device time stand on the event."""

    __tablename__ = "phone_evidence"
    __table_args__ = (
        UniqueConstraint("event_id"),
        UniqueConstraint("receipt_id"),
        CheckConstraint("length(shown_hash) = 64", name="shown_hash_whole"),
    )

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(BigInt, ForeignKey("phone_events.id"))
    receipt_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("receipts.id"))
    """None: the note was confirmed elsewhere, the signature is kept all the same."""
    shown_hash: Mapped[Sha256]
    """SHA-256 of the sheet on the screen, as the phone reports it; equals the note's `content_hash` where a receipt came of it."""
    signature_id: Mapped[int] = mapped_column(BigInt, ForeignKey("documents.id"))
    signer_name: Mapped[Name]
    signer_quality: Mapped[Name] = mapped_column(default="")

    event: Mapped[PhoneEvent] = relationship()
    receipt: Mapped[Receipt | None] = relationship()
    signature: Mapped[Document] = relationship()


class Photo(Base):
    """A photo that belongs to a réserve on one line."""

    __tablename__ = "phone_photos"
    __table_args__ = (
        UniqueConstraint("event_id", "line_no", "document_id"),
        CheckConstraint("line_no >= 1", name="line_no_from_one"),
    )

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(BigInt, ForeignKey("phone_events.id"))
    line_no: Mapped[int]
    document_id: Mapped[int] = mapped_column(BigInt, ForeignKey("documents.id"))

    event: Mapped[PhoneEvent] = relationship()
    document: Mapped[Document] = relationship()

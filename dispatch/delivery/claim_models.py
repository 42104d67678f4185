"""Claims (litiges): what a customer disputes about one delivery, who looks after it, until when, and how it ended."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Milli, Name
from dispatch.delivery.models import DeliveryNote, NoteLine

CLAIM = LifeCycle(
    "The claim",
    {
        "open": ("examined", "waiting", "resolved", "rejected"),
        "examined": ("waiting", "resolved", "rejected"),
        "waiting": ("examined", "resolved", "rejected"),
        "resolved": (),
        "rejected": ("open",),
    },
)
"""`waiting` is for an answer from outside: the customer, the carrier, an insurer. A rejected claim may be opened again."""

LIVE = ("open", "examined", "waiting")
"""States in which the disputed lines wait for their invoice."""

CLAIM_NATURES = (
    "missing",
    "damaged",
    "wrong_product",
    "wrong_quantity",
    "late",
    "refused",
    "price",
    "quality",
    "other",
)
OUTCOMES = ("credit_note", "redelivery")
"""How a claim is resolved; a rejected one has none."""


class Claim(Base):
    """One dispute about one delivery note."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("request_key"),
        CheckConstraint(
            "nature IN ('missing', 'damaged', 'wrong_product', 'wrong_quantity', 'late', 'refused', 'price', 'quality', 'other')",
            name="nature_known",
        ),
        CheckConstraint("state IN ('open', 'examined', 'waiting', 'resolved', 'rejected')", name="state_known"),
        CheckConstraint("outcome IN ('', 'credit_note', 'redelivery')", name="outcome_known"),
        CheckConstraint("(state = 'resolved') = (outcome <> '')", name="resolved_with_outcome"),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="rejected_with_reason"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    request_key: Mapped[str] = mapped_column(String(64))
    """Idempotency key of the request that opened it."""
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    note_id: Mapped[int] = mapped_column(BigInt, ForeignKey("delivery_notes.id"), index=True)
    nature: Mapped[str] = mapped_column(String(16))
    words: Mapped[LongText] = mapped_column(default="")
    owner: Mapped[Name] = mapped_column(default="")
    """Login of who looks after it; empty: nobody yet."""
    deadline_on: Mapped[date]
    protest_by: Mapped[date | None]
    """Hired carriers: the last day of the reasoned protest (C. com. L133-3)."""
    protested_on: Mapped[date | None]
    opened_at: Mapped[Utc]
    opened_by: Mapped[Name]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[LongText] = mapped_column(default="")
    """Why it ended so."""
    state: Mapped[str] = mapped_column(String(16), default="open")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]

    customer: Mapped[Customer] = relationship()
    note: Mapped[DeliveryNote] = relationship()
    lines: Mapped[list[ClaimLine]] = relationship(back_populates="claim", order_by="ClaimLine.id")


class ClaimLine(Base):
    """A disputed line of the note, and how much of it."""

    __tablename__ = "claim_lines"
    __table_args__ = (
        UniqueConstraint("claim_id", "note_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(BigInt, ForeignKey("claims.id"))
    note_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("note_lines.id"), index=True)
    quantity: Mapped[Milli]

    claim: Mapped[Claim] = relationship(back_populates="lines")
    note_line: Mapped[NoteLine] = relationship()

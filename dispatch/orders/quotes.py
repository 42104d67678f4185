"""Quotes: what was offered before it was ordered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Micros, Milli, Name

QUOTE = LifeCycle(
    "The quote", {"open": ("accepted", "declined", "lapsed"), "accepted": (), "declined": (), "lapsed": ("open",)}
)


class Quote(Base):
    """An offer to a customer, valid until a day."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'lapsed')", name="state_known"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    reference: Mapped[Code] = mapped_column(default="")
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    site_id: Mapped[int] = mapped_column(BigInt, ForeignKey("sites.id"))
    deal_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("deals.id"), index=True)
    quoted_on: Mapped[date]
    valid_until: Mapped[date]
    state: Mapped[str] = mapped_column(String(16), default="open")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    sent_at: Mapped[Utc | None]
    """When it went to the customer; from then on it is not edited, another quote replaces it."""
    sent_by: Mapped[Name] = mapped_column(default="", server_default="")
    lost_reason: Mapped[LongText] = mapped_column(default="", server_default="")
    """Declined: why."""

    customer: Mapped[Customer] = relationship()
    site: Mapped[Site] = relationship()
    lines: Mapped[list[QuoteLine]] = relationship(back_populates="quote", order_by="QuoteLine.line_no")


class QuoteLine(Base):
    """One product offered at one price."""

    __tablename__ = "quote_lines"
    __table_args__ = (
        UniqueConstraint("quote_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Id]
    quote_id: Mapped[int] = mapped_column(BigInt, ForeignKey("quotes.id"))
    line_no: Mapped[int]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    quantity: Mapped[Milli]
    unit_price_micros: Mapped[Micros]
    wanted_on: Mapped[date | None]

    quote: Mapped[Quote] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()

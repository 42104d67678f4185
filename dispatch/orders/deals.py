"""Deals (affaires): one job of a customer, with the quotes, orders, notes and invoices that belong to it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name
from dispatch.db.versioned import Versioned

DEAL = LifeCycle("The deal", {"open": ("closed",), "closed": ("open",)})


class Deal(Versioned, Base):
    """A job for one customer; orders and quotes name it."""

    __tablename__ = "deals"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("state IN ('open', 'closed')", name="state_known"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    name: Mapped[Name]
    opened_on: Mapped[date]
    remark: Mapped[LongText] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(16), default="open")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]

    customer: Mapped[Customer] = relationship()

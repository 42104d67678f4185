"""The company: one row."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Name


class Company(Base):
    """The seller and its mandatory identity."""

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint("operations IN ('goods', 'services', 'both')", name="operations_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[Name]
    legal_form: Mapped[str] = mapped_column(String(32), default="")
    capital_cents: Mapped[int | None] = mapped_column(BigInt)
    siren: Mapped[str] = mapped_column(String(9))
    siret: Mapped[str] = mapped_column(String(14), default="")
    rcs: Mapped[Name] = mapped_column(default="")
    vat_number: Mapped[str] = mapped_column(String(32))
    address: Mapped[Name]
    postcode: Mapped[str] = mapped_column(String(16))
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2), default="FR")
    iban: Mapped[str] = mapped_column(String(34), default="")
    email: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    operations: Mapped[str] = mapped_column(String(16), default="goods")
    vat_on_debits: Mapped[bool] = mapped_column(default=False)
    note_copies: Mapped[int] = mapped_column(default=2)
    """How many copies of each delivery note go into the print pack."""

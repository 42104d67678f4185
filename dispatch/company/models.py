"""The company: one row, and the legal sentences of its own with their dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Id, LongText, Name
from dispatch.db.versioned import Versioned

CENTRES = ("customer", "deal", "site", "product")


class Company(Versioned, Base):
    """The seller and its mandatory identity."""

    __tablename__ = "company"
    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint("operations IN ('goods', 'services', 'both')", name="operations_known"),
        CheckConstraint("centre IN ('customer', 'deal', 'site', 'product')", name="centre_known"),
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
    centre: Mapped[str] = mapped_column(String(16), default="customer")
    """The centre of interest: what the order book and the lists group by."""
    note_copies: Mapped[int] = mapped_column(default=2)
    """How many copies of each delivery note go into the print pack."""


class LegalText(Versioned, Base):
    """A sentence that the company prints on its papers instead of the general one, while it is in force."""

    __tablename__ = "legal_texts"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_forward"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    """Which sentence: `late_penalty`, `recovery_fee`, `no_discount`, `vat_on_debits`, `exempt_E`, `exempt_K`, …"""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day; None: until further notice."""
    article: Mapped[Name] = mapped_column(default="")
    fr: Mapped[LongText]
    en: Mapped[LongText]

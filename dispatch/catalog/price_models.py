"""Price lists with dates, and prices agreed with one customer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.catalog.models import Product
from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Id, Micros, Name
from dispatch.db.versioned import Versioned


class PriceList(Versioned, Base):
    """A list of prices, in force between two days (both included)."""

    __tablename__ = "price_lists"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_forward"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Price(Versioned, Base):
    """The price of a product on a list, or agreed with one customer, from a day on (until another day)."""

    __tablename__ = "prices"
    __table_args__ = (
        CheckConstraint("(price_list_id IS NULL) <> (customer_id IS NULL)", name="of_one"),
        CheckConstraint("unit_price_micros >= 0", name="not_negative"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_forward"),
        Index(
            "uq_prices_list",
            "price_list_id",
            "product_id",
            "valid_from",
            unique=True,
            postgresql_where=text("price_list_id IS NOT NULL"),
            sqlite_where=text("price_list_id IS NOT NULL"),
        ),
        Index(
            "uq_prices_customer",
            "customer_id",
            "product_id",
            "valid_from",
            unique=True,
            postgresql_where=text("customer_id IS NOT NULL"),
            sqlite_where=text("customer_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    price_list_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("price_lists.id"))
    customer_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("customers.id"))
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    unit_price_micros: Mapped[Micros]

    product: Mapped[Product] = relationship()
    price_list: Mapped[PriceList | None] = relationship()

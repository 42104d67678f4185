"""Stock counts, production slots, work centres and their hours."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.catalog.models import Product
from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Id, Milli, Name
from dispatch.db.versioned import Versioned


class Stock(Versioned, Base):
    """A count of what lies ready: it replaces every earlier count of the product (and depot) from its day on."""

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index(
            "uq_stock_product_anywhere_on",
            "product_id",
            "counted_on",
            unique=True,
            postgresql_where=text("depot_id IS NULL"),
            sqlite_where=text("depot_id IS NULL"),
        ),
        UniqueConstraint("product_id", "depot_id", "counted_on"),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    depot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("depots.id"))
    """None: at whichever depot it is needed."""
    quantity: Mapped[Milli]
    counted_on: Mapped[date]
    """Counted in the morning of this day, before any tour leaves."""

    product: Mapped[Product] = relationship()


class WorkCentre(Versioned, Base):
    """Where things are made; its hours are shared by several products."""

    __tablename__ = "work_centres"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name] = mapped_column(default="")


class ProductionSlot(Versioned, Base):
    """What will have been made of one product by one time of one day at one work centre."""

    __tablename__ = "production_slots"
    __table_args__ = (
        UniqueConstraint("product_id", "made_on", "ready_at", "work_centre"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )

    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    made_on: Mapped[date] = mapped_column(index=True)
    ready_at: Mapped[time] = mapped_column(default=time(0))
    """Wall-clock time at which the goods may leave (mise à disposition)."""
    work_centre: Mapped[Code] = mapped_column(default="")
    quantity: Mapped[Milli]

    product: Mapped[Product] = relationship()


class ProductionCapacity(Versioned, Base):
    """Hours that a work centre can give on a day, beyond its slots, to whichever product is wanted."""

    __tablename__ = "production_capacity"
    __table_args__ = (
        UniqueConstraint("work_centre_id", "day"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )

    id: Mapped[Id]
    work_centre_id: Mapped[int] = mapped_column(BigInt, ForeignKey("work_centres.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    ready_at: Mapped[time] = mapped_column(default=time(0))

    work_centre: Mapped[WorkCentre] = relationship()


class ProductionRate(Versioned, Base):
    """How fast a work centre makes a product."""

    __tablename__ = "production_rates"
    __table_args__ = (
        UniqueConstraint("work_centre_id", "product_id"),
        CheckConstraint("qty_per_hour > 0", name="rate_positive"),
    )

    id: Mapped[Id]
    work_centre_id: Mapped[int] = mapped_column(BigInt, ForeignKey("work_centres.id"))
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    qty_per_hour: Mapped[Milli]

    product: Mapped[Product] = relationship()
    work_centre: Mapped[WorkCentre] = relationship()

"""Products and services."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base
from dispatch.db.types import BasisPoints, BigInt, Code, Id, Micros, Milli, Name, Words
from dispatch.db.versioned import Versioned


class Product(Versioned, Base):
    """Something on order lines: goods that weigh and are made, or a service that needs neither truck nor production."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("kind IN ('goods', 'service')", name="kind_known"),
        CheckConstraint("weight_g >= 0 AND volume_cm3 >= 0 AND pallets_micro >= 0", name="size_not_negative"),
        CheckConstraint("multiple_qty > 0", name="multiple_positive"),
        CheckConstraint("vat_bp >= 0", name="vat_not_negative"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    unit: Mapped[Name]
    price_micros: Mapped[Micros]
    vat_bp: Mapped[BasisPoints]
    weight_g: Mapped[int] = mapped_column(BigInt, default=0)
    """Grams per unit."""
    volume_cm3: Mapped[int] = mapped_column(BigInt, default=0)
    """Cubic centimetres per unit."""
    pallets_micro: Mapped[int] = mapped_column(BigInt, default=0)
    """Millionths of a pallet place per unit."""
    skills: Mapped[Words] = mapped_column(default=list)
    multiple_qty: Mapped[Milli] = mapped_column(default=1000)
    """Delivered in steps of this quantity."""
    kind: Mapped[str] = mapped_column(String(16), default="goods")
    lot_tracked: Mapped[bool] = mapped_column(default=False)
    """Whether its lots are traced from loading to customer."""
    regulated: Mapped[str] = mapped_column(String(16), default="")
    """The kind of goods for which the law sets shorter payment terms (C. com. L441-11); empty: none."""
    active: Mapped[bool] = mapped_column(default=True)
    """Whether it can still be ordered."""

"""The customer file: customers and sites."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Id, LongText, Name, Words

BILLING_MODES = ("per_delivery", "note_is_invoice", "periodic")
BILLING_PERIODS = ("month", "fortnight", "decade")


class Customer(Base):
    """Who orders and pays, on which terms."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("billing_mode IN ('per_delivery', 'note_is_invoice', 'periodic')", name="billing_mode_known"),
        CheckConstraint("billing_period IN ('', 'month', 'fortnight', 'decade')", name="billing_period_known"),
        CheckConstraint("language IN ('fr', 'en')", name="language_known"),
        CheckConstraint("credit_limit_cents >= 0", name="credit_limit_not_negative"),
        CheckConstraint("terms_days >= 0", name="terms_days_not_negative"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    siren: Mapped[str] = mapped_column(String(16))
    billing_address: Mapped[Name]
    postcode: Mapped[str] = mapped_column(String(16))
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2), default="FR")
    terms_days: Mapped[int] = mapped_column(default=30)
    """Days after the invoice (or receipt of the goods) when payment is due; 0 with `cash_on_delivery`."""
    terms_end_of_month: Mapped[bool] = mapped_column(default=False)
    cash_on_delivery: Mapped[bool] = mapped_column(default=False)
    """Terms `comptant`: stands on sheet, phone and receipt."""
    vat_number: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    credit_limit_cents: Mapped[int | None] = mapped_column(BigInt)
    billing_mode: Mapped[str] = mapped_column(String(16), default="per_delivery")
    billing_period: Mapped[str] = mapped_column(String(16), default="")
    """Mode `periodic`: `month`, `fortnight` or `decade`; empty: as the company's setting says."""
    priced_note: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    electronic_address: Mapped[Name] = mapped_column(default="")

    sites: Mapped[list[Site]] = relationship(back_populates="customer", order_by="Site.code")


class Site(Base):
    """Where goods go."""

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="placed_wholly"),
        CheckConstraint("service_s >= 0 AND service_per_unit_ms >= 0", name="service_not_negative"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    name: Mapped[Name]
    address: Mapped[Name]
    postcode: Mapped[str] = mapped_column(String(16))
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2), default="FR")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    placed_by: Mapped[Name] = mapped_column(default="")
    """Where the coordinates come from: `import`, `geocoder`, or a user."""
    opening_hours: Mapped[LongText] = mapped_column(default="")
    """OpenStreetMap syntax, as given; empty or unreadable: no window."""
    service_s: Mapped[int] = mapped_column(default=300)
    service_per_unit_ms: Mapped[int] = mapped_column(default=0)
    """Milliseconds of service per unit delivered."""
    skills: Mapped[Words] = mapped_column(default=list)
    max_vehicle_kg: Mapped[int | None]
    """Largest gross weight admitted, kg."""
    contact: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    instructions: Mapped[LongText] = mapped_column(default="")

    customer: Mapped[Customer] = relationship(back_populates="sites")

    @property
    def is_placed(self) -> bool:
        """Whether the site has coordinates."""
        return self.latitude is not None

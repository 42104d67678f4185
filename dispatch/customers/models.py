"""The customer file: customers, the sites where their goods go, and the people to ask for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base
from dispatch.db.types import BigInt, Code, Id, LongText, Name, Words
from dispatch.db.versioned import Versioned

BILLING_MODES = ("per_delivery", "note_is_invoice", "periodic")
BILLING_PERIODS = ("month", "fortnight", "decade")
PURPOSES = ("orders", "accounts", "goods_in", "other")


class Customer(Versioned, Base):
    """Who orders and pays, on which terms."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("billing_mode IN ('per_delivery', 'note_is_invoice', 'periodic')", name="billing_mode_known"),
        CheckConstraint("billing_period IN ('', 'month', 'fortnight', 'decade')", name="billing_period_known"),
        CheckConstraint("language IN ('fr', 'en')", name="language_known"),
        CheckConstraint("credit_limit_cents >= 0", name="credit_limit_not_negative"),
        CheckConstraint("terms_days >= 0", name="terms_days_not_negative"),
        CheckConstraint("note_copies >= 1", name="note_copies_positive"),
        CheckConstraint("acknowledgement_by IN ('email', 'post')", name="acknowledgement_by_known"),
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
    bill_to_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    """Who pays, where it is not the customer itself."""
    price_list_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("price_lists.id"), index=True)
    """The list they buy by; None: the products' own prices."""
    regulated_goods: Mapped[Words] = mapped_column(default=list)
    """Kinds of goods they buy for which the law sets shorter payment terms (C. com. L441-11)."""
    note_copies: Mapped[int | None]
    """Copies of each delivery note; None: as the company does."""
    acknowledgement_by: Mapped[str] = mapped_column(String(8), default="email")
    """How acknowledgements leave; by post anyway where there is no address."""

    bill_to: Mapped[Customer | None] = relationship(remote_side="Customer.id")
    sites: Mapped[list[Site]] = relationship(back_populates="customer", order_by="Site.code")
    contacts: Mapped[list[Contact]] = relationship(back_populates="customer", order_by="Contact.name")

    @property
    def payer(self) -> Customer:
        """Who gets the invoices and pays them, on their own terms: `bill_to`, else the customer."""
        return self.bill_to or self


class Site(Versioned, Base):
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
    siret: Mapped[str] = mapped_column(String(14), default="")
    """The establishment's number, where it differs from the seat's."""

    customer: Mapped[Customer] = relationship(back_populates="sites")

    @property
    def is_placed(self) -> bool:
        """Whether the site has coordinates."""
        return self.latitude is not None


class Contact(Versioned, Base):
    """Somebody at a customer's, and what to ask them for."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("customer_id", "name"),
        CheckConstraint("purpose IN ('orders', 'accounts', 'goods_in', 'other')", name="purpose_known"),
    )

    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"))
    site_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("sites.id"), index=True)
    name: Mapped[Name]
    purpose: Mapped[str] = mapped_column(String(16), default="orders")
    email: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")

    customer: Mapped[Customer] = relationship(back_populates="contacts")
    site: Mapped[Site | None] = relationship()

"""Orders and their lines; every line's quantities add up in the database itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Micros, Milli, Name
from dispatch.orders.deals import Deal

KINDS = ("firm", "framework", "call_off")
ORIGINS = ("quote", "telephone", "email", "direct")
PARTIALS = ("allowed", "complete", "minimum")
LINE_PARTIALS = ("", *PARTIALS)

ORDER = LifeCycle(
    "The order",
    {
        "draft": ("confirmed", "cancelled"),
        "confirmed": ("closed", "cancelled"),
        "closed": ("confirmed",),
        "cancelled": (),
    },
)


class Order(Base):
    """One order of a customer for one site: firm, framework (a balance to call from) or a call-off on a framework."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("source", "reference"),
        CheckConstraint("kind IN ('firm', 'framework', 'call_off')", name="kind_known"),
        CheckConstraint("origin IN ('quote', 'telephone', 'email', 'direct')", name="origin_known"),
        CheckConstraint("partial IN ('allowed', 'complete', 'minimum')", name="partial_known"),
        CheckConstraint("state IN ('draft', 'confirmed', 'closed', 'cancelled')", name="state_known"),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_range"),
        CheckConstraint("(kind = 'call_off') = (framework_id IS NOT NULL)", name="call_off_has_framework"),
        Index("ix_orders_customer_reference", "customer_id", "customer_reference"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    """Chronological, given at registration."""
    source: Mapped[str] = mapped_column(String(32), default="console")
    """Where the reference comes from: `import`, `console`."""
    reference: Mapped[Code]
    """The key outside: what the import file calls it, else the number. This is what people read."""
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"))
    site_id: Mapped[int] = mapped_column(BigInt, ForeignKey("sites.id"), index=True)
    quote_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("quotes.id"), index=True)
    framework_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("orders.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("deals.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="firm")
    forecast: Mapped[bool] = mapped_column(default=False)
    """A forecast call-off reserves production and creates no stop."""
    origin: Mapped[str] = mapped_column(String(16), default="direct")
    customer_reference: Mapped[Code] = mapped_column(default="")
    requested_on: Mapped[date]
    partial: Mapped[str] = mapped_column(String(16), default="allowed")
    """`complete` means the whole order at once; `minimum` means at least `partial_minimum_qty` of each line."""
    partial_minimum_qty: Mapped[Milli] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=1)
    """1 to 3, 3 first."""
    valid_until: Mapped[date | None]
    """Framework orders: no call-off after."""
    state: Mapped[str] = mapped_column(String(16), default="confirmed")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    received_at: Mapped[Utc]

    customer: Mapped[Customer] = relationship()
    site: Mapped[Site] = relationship()
    framework: Mapped[Order | None] = relationship(remote_side="Order.id")
    deal: Mapped[Deal | None] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order", order_by="OrderLine.line_no")


class OrderLine(Base):
    """What is owed of one product: ordered = delivered + backlog + planned + cancelled, at every commit."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("ordered_qty = delivered_qty + backlog_qty + planned_qty + cancelled_qty", name="conservation"),
        CheckConstraint(
            "ordered_qty > 0 AND delivered_qty >= 0 AND backlog_qty >= 0 AND planned_qty >= 0 AND cancelled_qty >= 0",
            name="not_negative",
        ),
        CheckConstraint("called_qty >= 0 AND called_qty <= ordered_qty", name="called_within_balance"),
        CheckConstraint("partial IN ('', 'allowed', 'complete', 'minimum')", name="partial_known"),
        CheckConstraint("partial_minimum_qty >= 0", name="partial_minimum_not_negative"),
        CheckConstraint("multiple_qty >= 0", name="multiple_not_negative"),
        CheckConstraint("max_deliveries > 0", name="max_deliveries_positive"),
        Index(
            "ix_order_lines_open",
            "promised_on",
            postgresql_where=text("backlog_qty > 0"),
            sqlite_where=text("backlog_qty > 0"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"))
    line_no: Mapped[int]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"), index=True)
    requested_on: Mapped[date]
    promised_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    """The line lapses after this day."""
    expected_on: Mapped[date | None]
    """«livrable le»: when planning expects the rest to leave."""
    unit_price_micros: Mapped[Micros]
    vat_bp: Mapped[int]
    framework_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("order_lines.id"))
    ordered_qty: Mapped[Milli]
    delivered_qty: Mapped[Milli] = mapped_column(default=0)
    """Accepted by the customer."""
    backlog_qty: Mapped[Milli]
    """Owed and on no live tour."""
    planned_qty: Mapped[Milli] = mapped_column(default=0)
    """On live tours, not yet received."""
    cancelled_qty: Mapped[Milli] = mapped_column(default=0)
    called_qty: Mapped[Milli] = mapped_column(default=0)
    """Framework lines: what call-offs have taken of it."""
    partial: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """The line's own rule of partial delivery; empty: the order's. `complete` means this line at once."""
    partial_minimum_qty: Mapped[Milli] = mapped_column(default=0, server_default="0")
    multiple_qty: Mapped[Milli] = mapped_column(default=0, server_default="0")
    """Delivered in steps of this quantity; 0: the product's."""
    max_deliveries: Mapped[int | None]
    """In how many deliveries at most; None: as many as it takes."""

    order: Mapped[Order] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()

    @property
    def due_on(self) -> date:
        """The promised date, else the requested one."""
        return self.promised_on or self.requested_on


class OrderAmendment(Base):
    """One visible change of an order or a line: which field, from what, to what, by whom."""

    __tablename__ = "order_amendments"

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"), index=True)
    line_no: Mapped[int | None]
    field: Mapped[str] = mapped_column(String(32))
    before: Mapped[LongText]
    after: Mapped[LongText]
    at: Mapped[Utc]
    by: Mapped[Name]


class BackOrder(Base):
    """A rest that a delivery left owing, from the day it arose until nothing of it is owed."""

    __tablename__ = "back_orders"
    __table_args__ = (
        CheckConstraint("cause IN ('shortage', 'refusal', 'partial')", name="cause_known"),
        CheckConstraint("opened_qty > 0", name="opened_positive"),
        Index(
            "uq_back_orders_open_line",
            "order_line_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"))
    cause: Mapped[str] = mapped_column(String(16))
    opened_qty: Mapped[Milli]
    """What was owed when it arose; what is owed now is the line's backlog."""
    note_number: Mapped[Code] = mapped_column(default="")
    opened_at: Mapped[Utc]
    closed_at: Mapped[Utc | None]

    line: Mapped[OrderLine] = relationship()

"""Day plans, tours, trips, stops and portions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Site
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Cents, Id, Milli, Name
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.orders.models import OrderLine

TOUR = LifeCycle(
    "The tour",
    {
        "draft": ("released", "cancelled"),
        "released": ("under_way", "done", "cancelled"),
        "under_way": ("done",),
        "done": (),
        "cancelled": (),
    },
)

LIVE = "state <> 'cancelled'"


class DayPlan(Base):
    """The plan in force of one day; its version is what publications compare and swap."""

    __tablename__ = "day_plans"
    __table_args__ = (UniqueConstraint("day"), CheckConstraint("version >= 0", name="version_not_negative"))

    id: Mapped[Id]
    day: Mapped[date]
    version: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[int | None] = mapped_column(BigInt)
    """The planning run that made the tours in force (`planning_runs.id`, a room above)."""
    released_at: Mapped[Utc | None]
    released_by: Mapped[Name] = mapped_column(default="")
    locked_at: Mapped[Utc | None]
    """Since when nothing of the day may be changed; None: it may."""
    locked_by: Mapped[Name] = mapped_column(default="", server_default="")


class Tour(Base):
    """What one vehicle does on one day: one or several trips."""

    __tablename__ = "tours"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'released', 'under_way', 'done', 'cancelled')", name="state_known"),
        Index(
            "uq_tours_live_vehicle",
            "day",
            "vehicle_id",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        Index(
            "uq_tours_live_driver",
            "day",
            "driver_id",
            unique=True,
            postgresql_where=text(LIVE + " AND driver_id IS NOT NULL"),
            sqlite_where=text(LIVE + " AND driver_id IS NOT NULL"),
        ),
        Index(
            "uq_tours_live_letter", "day", "letter", unique=True, postgresql_where=text(LIVE), sqlite_where=text(LIVE)
        ),
    )

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(index=True)
    letter: Mapped[str] = mapped_column(String(3))
    """A, B, C … as planners and papers call it."""
    vehicle_id: Mapped[int] = mapped_column(BigInt, ForeignKey("vehicles.id"))
    driver_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("drivers.id"))
    run_id: Mapped[int | None] = mapped_column(BigInt, index=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    starts_at: Mapped[Utc]
    ends_at: Mapped[Utc]
    drive_s: Mapped[int] = mapped_column(default=0)
    distance_m: Mapped[int] = mapped_column(BigInt, default=0)
    cost_cents: Mapped[Cents] = mapped_column(default=0)
    break_at: Mapped[Utc | None]
    break_s: Mapped[int] = mapped_column(default=0)
    profile: Mapped[str] = mapped_column(String(8), default="van")
    source_fr: Mapped[Name] = mapped_column(default="")
    """Where travel times come from, as printed on every sheet."""
    source_en: Mapped[Name] = mapped_column(default="")
    estimated: Mapped[bool] = mapped_column(default=True)
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Held as it is: no hand and no run changes a draft that is locked."""
    retimed_at: Mapped[Utc | None]
    """When its stops to come last got new times on the road; what was said of its lateness before is in them."""

    vehicle: Mapped[Vehicle] = relationship()
    driver: Mapped[Driver | None] = relationship()
    trips: Mapped[list[Trip]] = relationship(
        back_populates="tour", order_by="Trip.number", cascade="all, delete-orphan"
    )


class Trip(Base):
    """One loading and the stops until the next one."""

    __tablename__ = "trips"
    __table_args__ = (
        UniqueConstraint("tour_id", "number"),
        CheckConstraint("leaves_at >= loading_at", name="loads_before_leaving"),
    )

    id: Mapped[Id]
    tour_id: Mapped[int] = mapped_column(BigInt, ForeignKey("tours.id"))
    number: Mapped[int]
    """1, 2 …"""
    depot_id: Mapped[int] = mapped_column(BigInt, ForeignKey("depots.id"))
    loading_at: Mapped[Utc]
    leaves_at: Mapped[Utc]
    """When loading ends and the goods leave."""
    distance_m: Mapped[int] = mapped_column(BigInt, default=0)
    """From the depot over its stops and back."""

    tour: Mapped[Tour] = relationship(back_populates="trips")
    depot: Mapped[Depot] = relationship()
    stops: Mapped[list[Stop]] = relationship(
        back_populates="trip", order_by="Stop.sequence", cascade="all, delete-orphan"
    )


class Stop(Base):
    """One halt at one site."""

    __tablename__ = "stops"
    __table_args__ = (
        UniqueConstraint("trip_id", "sequence"),
        CheckConstraint("begins_at >= arrives_at AND leaves_at >= begins_at", name="times_in_order"),
    )

    id: Mapped[Id]
    trip_id: Mapped[int] = mapped_column(BigInt, ForeignKey("trips.id"))
    sequence: Mapped[int]
    """Counts through the whole tour: 1, 2, 3 …"""
    site_id: Mapped[int] = mapped_column(BigInt, ForeignKey("sites.id"), index=True)
    arrives_at: Mapped[Utc]
    begins_at: Mapped[Utc]
    leaves_at: Mapped[Utc]
    window_opens_at: Mapped[Utc | None]
    """The window in which service begins, where the site has one."""
    window_closes_at: Mapped[Utc | None]
    distance_m: Mapped[int] = mapped_column(BigInt, default=0)
    """From the place before."""
    locked: Mapped[bool] = mapped_column(default=False)

    trip: Mapped[Trip] = relationship(back_populates="stops")
    site: Mapped[Site] = relationship()
    portions: Mapped[list[Portion]] = relationship(
        back_populates="stop", order_by="Portion.id", cascade="all, delete-orphan"
    )


class Portion(Base):
    """The part of an order line that goes on one stop. Live until it is received or taken off."""

    __tablename__ = "portions"
    __table_args__ = (
        UniqueConstraint("stop_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index(
            "uq_portions_live",
            "order_line_id",
            "part",
            unique=True,
            postgresql_where=text("live"),
            sqlite_where=text("live"),
        ),
    )

    id: Mapped[Id]
    stop_id: Mapped[int] = mapped_column(BigInt, ForeignKey("stops.id"))
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"), index=True)
    part: Mapped[int] = mapped_column(default=1)
    """1, 2 … where a line is split over tours; each part is on at most one live tour."""
    quantity: Mapped[Milli]
    live: Mapped[bool] = mapped_column(default=True)
    """Counts in the line's `planned_qty`."""

    stop: Mapped[Stop] = relationship(back_populates="portions")
    line: Mapped[OrderLine] = relationship()

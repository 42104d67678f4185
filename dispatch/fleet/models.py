"""Depots, vehicles, drivers, and the days on which they are away."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base
from dispatch.db.types import BigInt, Cents, Code, Id, LongText, Name, Words
from dispatch.db.versioned import Versioned


class Depot(Versioned, Base):
    """Where tours load and leave; `dock_count` vehicles load at once."""

    __tablename__ = "depots"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="place_range"),
        CheckConstraint("dock_count >= 1", name="dock_count_positive"),
        CheckConstraint("loading_s >= 0", name="loading_not_negative"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    address: Mapped[Name] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(String(16), default="")
    city: Mapped[Name] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2), default="FR")
    dock_count: Mapped[int | None]
    """None: any number load at once."""
    loading_s: Mapped[int] = mapped_column(default=0)
    """Seconds of loading before each trip."""


class Vehicle(Versioned, Base):
    """A truck or van: what it carries, when, at what cost. Payload and gross weight are two things."""

    __tablename__ = "vehicles"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("payload_g > 0", name="payload_positive"),
        CheckConstraint("max_trips >= 1", name="max_trips_positive"),
        CheckConstraint("profile IN ('van', 'truck')", name="profile_known"),
        CheckConstraint(
            "cost_fixed_cents >= 0 AND cost_km_cents >= 0 AND cost_hour_cents >= 0", name="costs_not_negative"
        ),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    depot_id: Mapped[int] = mapped_column(BigInt, ForeignKey("depots.id"))
    plate: Mapped[str] = mapped_column(String(32), default="")
    payload_g: Mapped[int] = mapped_column(BigInt)
    gross_kg: Mapped[int | None]
    volume_cm3: Mapped[int | None] = mapped_column(BigInt)
    pallets_micro: Mapped[int | None] = mapped_column(BigInt)
    skills: Mapped[Words] = mapped_column(default=list)
    shift_start: Mapped[time] = mapped_column(default=time(6))
    shift_end: Mapped[time] = mapped_column(default=time(18))
    """Not after `shift_start`: the shift ends on the next day."""
    cost_fixed_cents: Mapped[Cents] = mapped_column(default=0)
    cost_km_cents: Mapped[Cents] = mapped_column(default=0)
    cost_hour_cents: Mapped[Cents] = mapped_column(default=0)
    max_trips: Mapped[int] = mapped_column(default=1)
    profile: Mapped[str] = mapped_column(String(8), default="van")
    carrier_name: Mapped[Name] = mapped_column(default="")
    """Who carries, where the vehicle is a hired carrier's; empty: the company's own."""
    carrier_siren: Mapped[str] = mapped_column(String(16), default="")
    carrier_address: Mapped[LongText] = mapped_column(default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True)

    depot: Mapped[Depot] = relationship()
    drivers: Mapped[list[Driver]] = relationship(back_populates="vehicle", order_by="Driver.code")


class Driver(Versioned, Base):
    """Who drives, usually which vehicle, and how long the break is."""

    __tablename__ = "drivers"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("break_s >= 0", name="break_not_negative"))

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Name]
    email: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    vehicle_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("vehicles.id"))
    break_s: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    vehicle: Mapped[Vehicle | None] = relationship(back_populates="drivers")


class Absence(Versioned, Base):
    """Days on which a vehicle or a driver is away, both included: workshop, leave, illness."""

    __tablename__ = "absences"
    __table_args__ = (
        UniqueConstraint("vehicle_id", "first_on"),
        UniqueConstraint("driver_id", "first_on"),
        CheckConstraint("(vehicle_id IS NULL) <> (driver_id IS NULL)", name="of_one"),
        CheckConstraint("last_on >= first_on", name="forward"),
    )

    id: Mapped[Id]
    vehicle_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("vehicles.id"))
    driver_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("drivers.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[Name] = mapped_column(default="")

    vehicle: Mapped[Vehicle | None] = relationship()
    driver: Mapped[Driver | None] = relationship()

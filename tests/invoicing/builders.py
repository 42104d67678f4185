"""Deliveries that are back signed, of a company that may invoice."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from dispatch import journal
from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.delivery.release import release_day
from dispatch.invoicing.confirm import confirm, confirm_day
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.validation import validate
from dispatch.orders.models import OrderLine
from dispatch.production.models import Stock
from tests import builders
from tests.delivery.builders import DAY, released, small_world, tour

MONTH_END = date(2026, 11, 30)
COMPANY: dict[str, Any] = {
    "legal_form": "SAS", "capital_cents": 5_000_000, "rcs": "Grenoble", "siret": "73282932000074",
    "iban": "FR7630006000011234567890189", "email": "adv@example.com", "phone": "+33476000000",
}  # fmt: skip


def complete_company(database: Database, **changes: Any) -> None:
    with database.transaction("test") as session:
        company = session.get(Company, 1)
        assert company is not None
        for name, value in {**COMPANY, **changes}.items():
            setattr(company, name, value)
        journal.record(session, "test.built", "Company")


def delivered(database: Database, *, vat_bp: int | None = None, **world: Any) -> tuple[str, ...]:
    """The small world, released and signed: C1's note of two lines, C2's of one; at another VAT rate where one is given."""
    small_world(database, **world)
    complete_company(database)
    with database.transaction("test") as session:
        for line in session.scalars(select(OrderLine)):
            line.vat_bp = line.vat_bp if vat_bp is None else vat_bp
        journal.record(session, "test.built", "OrderLine")
    with database.transaction("user:planner") as session:
        numbers = release_day(session, DAY).notes
    with database.transaction("user:anna") as session:
        confirm_day(session, DAY, all_conform=True)
    return numbers


def many_delivered(database: Database, count: int, **customer: Any) -> None:
    """One customer, `count` orders of one line each, all delivered by one tour and signed."""
    with database.transaction("test") as session:
        builders.company(session, **COMPANY)
        item = builders.product(session, "P1", price_micros=3_333_333, vat_bp=550)
        session.add(Stock(product_id=item.id, quantity=1_000_000, counted_on=DAY))
        site = builders.site(session, builders.customer(session, "C1", **customer), "S1")
        depot = builders.depot(session)
        van = builders.vehicle(session, depot, "V1")
        orders = [builders.order(session, site, [(item, 2)], f"CF{place}") for place in range(1, count + 1)]
        tour(session, depot, van, [[(order.lines[0], 2)] for order in orders])
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    with database.transaction("user:anna") as session:
        confirm_day(session, DAY, all_conform=True)


def drafted(database: Database, until: date = DAY) -> list[int]:
    """Draft what is due; the ids of the drafts."""
    with database.transaction("user:anna") as session:
        return [one.id for one in draft_due(session, until)]


def issued(database: Database, until: date = DAY) -> list[str]:
    """Draft and validate what is due; the numbers."""
    numbers = []
    for key in drafted(database, until):
        with database.transaction("user:anna") as session:
            numbers.append(validate(session, key).number or "")
    return numbers


def one_owed(database: Database) -> None:
    """C1 owes FA-2026-000001 of 128.00 € since December, for BL-2026-000001."""
    released(database, units=8, planned=8)
    complete_company(database)
    with database.transaction("user:anna") as session:
        confirm(session, "BL-2026-000001", request_key="k")
    issued(database)

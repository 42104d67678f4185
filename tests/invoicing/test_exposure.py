"""The credit account follows a delivery to its payment: ordered, delivered, invoiced, paid; and what the ERP takes over."""

from __future__ import annotations

from sqlalchemy import select

from dispatch.controls.verify import verify
from dispatch.customers.credit import exposure
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.documents.register import installed_store
from dispatch.invoicing.acknowledge import acknowledge
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.export import export_triggers
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.statuses import tell
from tests.delivery.builders import released
from tests.invoicing.builders import complete_company, issued

ORDERED = 10 * 1_200 + 4_000
"""10 at 10.00 € and 10 at 3.333333 €, with 20 % VAT, in cents."""
DELIVERED = 9_600 + 3_200


def account(database: Database) -> tuple[int, int, int]:
    with database.reading() as session:
        key = session.scalars(select(Customer.id).where(Customer.code == "C1")).one()
        found = exposure(session, key)
        assert [str(fault) for fault in verify(session, installed_store()) if fault.name == "exposure"] == []
        return found.ordered_cents, found.delivered_cents, found.invoiced_cents


def signed(database: Database) -> str:
    number = released(database)[0]
    complete_company(database)
    assert account(database) == (ORDERED, 0, 0)
    with database.transaction("user:anna") as session:
        confirm(session, number, request_key="k")
    return number


def test_a_delivery_moves_from_ordered_to_delivered_to_invoiced_to_nothing(any_database: Database) -> None:
    signed(any_database)
    rest = ORDERED - DELIVERED
    assert account(any_database) == (rest, DELIVERED, 0)
    (number,) = issued(any_database)
    assert account(any_database) == (rest, 0, DELIVERED)
    for key in ("bank:1", "bank:1", "bank:2"):
        with any_database.transaction("user:anna") as session:
            tell(session, number, "212", source_key=key)
    assert account(any_database) == (rest, 0, 0)


def test_a_credit_note_takes_its_part_back(database: Database) -> None:
    signed(database)
    (number,) = issued(database)
    with database.transaction("user:anna") as session:
        credit(session, number, reason="casse", request_key="r", quantities={1: 1_000})
    assert account(database) == (ORDERED - DELIVERED, 0, DELIVERED - 1_200)


def test_what_the_erp_has_booked_is_the_erps_to_follow(database: Database) -> None:
    signed(database)
    with database.transaction("user:anna") as session:
        export_triggers(session, "csv")
    assert account(database) == (ORDERED - DELIVERED, DELIVERED, 0)
    for _ in range(2):
        with database.transaction("user:anna") as session:
            acknowledge(session, session.scalars(select(InvoiceTrigger.idempotency_key)).one(), "ERP-1")
    assert account(database) == (ORDERED - DELIVERED, 0, 0)

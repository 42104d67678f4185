"""Payments: once, against invoices that are open, out of the exposure at once and back into it when cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.after_models import CashCollection
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.cash import Cash
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.payment_models import Payment
from dispatch.invoicing.payments import cancel_payment, open_of, record_payment
from tests.delivery.builders import released
from tests.invoicing.after import account
from tests.invoicing.builders import complete_company, delivered, issued

WHOLE = 12_800


def pay(database: Database, cents: int, key: str = "p1", **changes: Any) -> int:
    with database.transaction("user:anna") as session:
        return record_payment(session, "C1", cents, means="transfer", request_key=key, **changes).id


def left(database: Database) -> int:
    """What is open of C1's invoice."""
    with database.reading() as session:
        key = session.scalars(select(Invoice.id).order_by(Invoice.id)).first() or 0
        return open_of(session, [key])[key]


def test_a_payment_settles_the_oldest_invoice_once(any_database: Database) -> None:
    delivered(any_database, units=8, planned=8)
    issued(any_database)
    assert [pay(any_database, 5_000) for _ in range(2)] == [1, 1]
    assert (left(any_database), account(any_database)) == (WHOLE - 5_000, (0, 0, WHOLE - 5_000))
    pay(any_database, 10_000, "p2")  # 2 200 cents too much: on account
    assert (left(any_database), account(any_database)) == (0, (0, 0, WHOLE - 15_000))


def test_a_cancelled_payment_opens_its_invoice_again(database: Database) -> None:
    delivered(database, units=8, planned=8)
    issued(database)
    key = pay(database, WHOLE)
    with database.transaction("user:anna") as session:
        cancel_payment(session, key, "chèque sans provision")
        cancel_payment(session, key, "encore")
        with pytest.raises(InvalidInputError):
            cancel_payment(session, key, " ")
    assert (left(database), account(database)) == (WHOLE, (0, 0, WHOLE))


def test_no_more_is_matched_than_is_open_or_paid(database: Database) -> None:
    delivered(database, units=8, planned=8)
    mine, other = issued(database)
    with database.transaction("user:anna") as session:
        credit(session, mine, reason="geste", request_key="g", quantities={1: 1_000})
    for cents, invoices, error in (
        (WHOLE, {mine: WHOLE}, RefusedError),
        (1_000, {mine: 1_001}, RefusedError),
        (1_000, {other: 1_000}, NotFoundError),
    ):
        with pytest.raises(error):
            pay(database, cents, invoices=invoices)
    with pytest.raises(InvalidInputError):
        pay(database, 0)
    with pytest.raises(InvalidInputError):
        pay(database, 1, received_on=date(2026, 11, 25))
    pay(database, WHOLE - 1_200, invoices={mine: WHOLE - 1_200})
    assert left(database) == 0


def test_cash_at_the_door_is_kept_with_the_receipt_and_settles_its_invoice(database: Database) -> None:
    note = released(database, units=8, planned=8, cash_on_delivery=True, terms_days=0)[0]
    complete_company(database)
    for _ in range(2):
        with database.transaction("user:anna") as session:
            confirm(session, note, request_key="k", cash=Cash(12_000, "cheque", "il manque 8 €"))
    assert account(database) == (0, WHOLE, -12_000)
    issued(database)
    assert (left(database), account(database)) == (800, (0, 0, 800))
    with database.reading() as session:
        kept = session.scalars(select(CashCollection)).one()
        assert (kept.expected_cents, kept.collected_cents, kept.means) == (WHOLE, 12_000, "cheque")
        assert session.scalars(select(Payment.means)).one() == "cheque"


def test_cash_is_refused_where_the_note_does_not_ask_for_it(database: Database) -> None:
    note = released(database)[0]
    with pytest.raises(InvalidInputError, match="not to be paid"), database.transaction("user:anna") as session:
        confirm(session, note, request_key="k", cash=Cash(100, "cash"))

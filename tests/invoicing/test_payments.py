"""Payments: once, against invoices that are open, out of the exposure at once and back into it when cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.controls.morning import one_list
from dispatch.db import Database
from dispatch.delivery.after_models import CashCollection
from dispatch.documents.register import installed_store
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.cash import Cash, collect_later
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.payment_models import Payment
from dispatch.invoicing.payments import cancel_payment, open_of, record_payment
from dispatch.invoicing.phone import take
from tests.delivery.builders import released
from tests.delivery.phone import delivery, drawn, it_is
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


def test_cash_that_a_driver_collects_comes_with_the_receipt(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid, free = released(database, units=8, planned=8, cash_on_delivery=True, terms_days=0)
    it_is(monkeypatch, "2026-11-25T08:12:00+01:00")
    for number, stop in ((paid, 1), (free, 2)):  # the second asks for no cash: its receipt counts all the same
        told = delivery(database, number, sequence=stop, stop=stop, cash=WHOLE, cash_means="cash")
        assert take(database, "driver:DR1", installed_store(), stop, told, drawn()).outcome == "taken"
    with database.reading() as session:
        assert [(one.collected_cents, one.means) for one in session.scalars(select(CashCollection))] == [
            (WHOLE, "cash")
        ]
    for wrong in ({"cash": 5}, {"cash": -1, "cash_means": "cash"}, {"cash": 5, "cash_means": "gold"}):
        with pytest.raises(InvalidInputError):
            delivery(database, paid, sequence=3, **wrong)


def test_cash_is_entered_after_the_receipt_once_and_settles_the_invoice(database: Database) -> None:
    note = released(database, units=8, planned=8, cash_on_delivery=True, terms_days=0)[0]
    complete_company(database)
    with database.transaction("user:anna") as session:
        confirm(session, note, request_key="k")
    issued(database)
    with database.reading() as session:
        assert one_list(session, "cash_short", date(2026, 11, 26)).count == 1
    with database.transaction("user:anna") as session:
        collect_later(session, note, Cash(WHOLE, "card"))
        with pytest.raises(RefusedError, match="entered already"):
            collect_later(session, note, Cash(WHOLE, "card"))
    assert (left(database), account(database)) == (0, (0, 0, 0))
    with database.reading() as session:
        assert one_list(session, "cash_short", date(2026, 11, 26)).count == 0


def test_cash_that_was_short_leaves_the_morning_once_the_rest_is_paid(any_database: Database) -> None:
    note = released(any_database, units=8, planned=8, cash_on_delivery=True, terms_days=0)[0]
    complete_company(any_database)
    with any_database.transaction("user:anna") as session:
        confirm(session, note, request_key="k", cash=Cash(WHOLE - 800, "cash"))

    def short() -> int:
        with any_database.reading() as session:
            return one_list(session, "cash_short", date(2026, 11, 26)).count

    assert short() == 1
    issued(any_database)
    assert short() == 1
    pay(any_database, 799)
    assert short() == 1
    pay(any_database, 1, "p2")
    assert short() == 0

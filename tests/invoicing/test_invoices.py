"""From triggers to invoices: drafts without number, validation with the next one, and nothing changes afterwards."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from dispatch import journal, settings
from dispatch.catalog.models import Product
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.errors import IllegalTermsError, LifeCycleError, MissingMentionError, RefusedError
from dispatch.invoicing.drafts import discard, draft_due
from dispatch.invoicing.export import export_triggers
from dispatch.invoicing.frozen_invoice import freeze, thaw
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.periods import Due, Length, batches, period_of
from dispatch.invoicing.statuses import tell
from dispatch.invoicing.validation import validate
from dispatch.journal import JournalEntry
from tests.delivery.builders import DAY
from tests.invoicing.builders import MONTH_END, complete_company, delivered, drafted, issued, many_delivered


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(InvoiceTrigger.state).order_by(InvoiceTrigger.id)))


def test_each_delivery_is_one_draft_without_a_number(any_database: Database) -> None:
    delivered(any_database, planned=8)
    assert len(drafted(any_database)) == 2
    assert drafted(any_database) == []
    assert states(any_database) == ["pending", "pending"]
    with any_database.reading() as session:
        first = session.scalars(select(Invoice).order_by(Invoice.id)).first()
        assert first is not None
        assert (first.number, first.issued_on, first.sheet, first.state) == (None, None, None, "draft")
        assert [(line.quantity, line.net_cents) for line in first.lines] == [(8_000, 8_000), (8_000, 2_667)]
        assert (first.net_cents, first.vat_cents, first.gross_cents) == (10_667, 2_133, 12_800)


def test_validation_gives_number_day_and_due_date_once(any_database: Database) -> None:
    delivered(any_database)
    first, _ = drafted(any_database)
    for _ in range(2):
        with any_database.transaction("user:anna") as session:
            invoice = validate(session, first)
            assert (invoice.number, invoice.issued_on, invoice.due_on) == (
                "FA-2026-000001", date(2026, 11, 24), date(2026, 12, 24),
            )  # fmt: skip
            sheet = thaw(invoice.sheet or "")
            assert freeze(sheet) == invoice.sheet
            assert (sheet.number, sheet.seller.rcs, sheet.deliveries[0].note) == (
                "FA-2026-000001", "Grenoble", "BL-2026-000001",
            )  # fmt: skip
            assert [line.rest_qty for line in sheet.lines] == [2_000, 2_000]
    assert states(any_database) == ["invoiced", "pending"]
    with any_database.reading() as session:
        told = session.scalars(select(JournalEntry).where(JournalEntry.kind == "invoice.validated")).one()
        assert json.loads(told.payload)["notes"] == ["BL-2026-000001"]


def test_a_month_that_sums_up_waits_for_its_last_day_and_names_its_notes(any_database: Database) -> None:
    many_delivered(any_database, 3, billing_mode="periodic")
    assert drafted(any_database, DAY) == []
    (number,) = issued(any_database, MONTH_END)
    with any_database.reading() as session:
        sheet = thaw(session.scalars(select(Invoice.sheet).where(Invoice.number == number)).one() or "")
    assert [one.note for one in sheet.deliveries] == ["BL-2026-000001", "BL-2026-000002", "BL-2026-000003"]
    assert (sheet.period_start, sheet.period_end) == (date(2026, 11, 1), MONTH_END)
    assert (sheet.net_cents, sheet.vat_cents, sheet.gross_cents) == (2_001, 110, 2_111)


def test_deliveries_of_two_months_are_two_invoices() -> None:
    waiting = [Due(1, 7, "periodic", date(2026, 10, 31)), Due(2, 7, "periodic", date(2026, 11, 1))]
    assert [batch.trigger_ids for batch in batches(waiting, date(2026, 11, 29))] == [(1,)]
    assert [batch.trigger_ids for batch in batches(waiting, MONTH_END)] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("length", "day", "start", "end"),
    [
        ("month", date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        ("fortnight", date(2026, 11, 15), date(2026, 11, 1), date(2026, 11, 15)),
        ("fortnight", date(2026, 11, 16), date(2026, 11, 16), MONTH_END),
        ("decade", date(2026, 12, 10), date(2026, 12, 1), date(2026, 12, 10)),
        ("decade", date(2026, 12, 11), date(2026, 12, 11), date(2026, 12, 20)),
        ("decade", date(2026, 12, 31), date(2026, 12, 21), date(2026, 12, 31)),
    ],
)
def test_a_period_lies_in_one_civil_month(length: Length, day: date, start: date, end: date) -> None:
    assert period_of(day, length) == (start, end)
    assert batches([Due(1, 7, "periodic", day)], end - timedelta(days=1), length) == []
    (batch,) = batches([Due(1, 7, "periodic", day)], end, length)
    assert (batch.period_start, batch.period_end) == (start, end)


def test_the_company_chooses_how_long_its_summed_invoices_gather(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_delivered(database, 2, billing_mode="periodic")
    monkeypatch.setenv("DISPATCH_BILLING_PERIOD", "fortnight")
    settings.current.cache_clear()
    assert drafted(database, date(2026, 11, 29)) == []
    assert len(drafted(database, MONTH_END)) == 1
    with database.reading() as session:
        assert session.scalars(select(Invoice.period_start)).one() == date(2026, 11, 16)


def test_a_discarded_draft_leaves_its_deliveries_to_the_next_one(any_database: Database) -> None:
    delivered(any_database)
    first, second = drafted(any_database)
    with any_database.transaction("user:anna") as session:
        discard(session, first)
    assert len(drafted(any_database)) == 1
    with any_database.transaction("user:anna") as session:
        with pytest.raises(LifeCycleError):
            validate(session, first)
        validate(session, second)
        with pytest.raises(LifeCycleError):
            discard(session, second)


def test_what_the_erp_has_is_not_invoiced_too(any_database: Database) -> None:
    delivered(any_database)
    first, _ = drafted(any_database)
    with any_database.transaction("erp") as session:
        export_triggers(session, "json")
    with pytest.raises(RefusedError, match="meanwhile"), any_database.transaction("user:anna") as session:
        validate(session, first)
    with any_database.reading() as session:
        assert session.scalars(select(Invoice.number).where(Invoice.number.is_not(None))).all() == []
    with any_database.transaction("user:anna") as session:
        assert draft_due(session, DAY) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"legal_form": ""}, "legal form"),
        ({"capital_cents": None}, "share capital"),
        ({"rcs": ""}, "register"),
        ({"vat_number": ""}, "VAT number"),
        ({"siren": "732829321"}, "SIREN"),
        ({"city": ""}, "seller's address"),
    ],
)
def test_what_is_missing_is_named_before_a_number_is_given(
    database: Database, changes: dict[str, object], words: str
) -> None:
    delivered(database)
    first, _ = drafted(database)
    complete_company(database, **changes)
    with pytest.raises(MissingMentionError, match=words), database.transaction("user:anna") as session:
        validate(session, first)
    complete_company(database, siren="732829320", vat_number="FR44732829320", city="Grenoble")
    with database.transaction("user:anna") as session:
        assert validate(session, first).number == "FA-2026-000001"


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"siren": ""}, "customer's SIREN"), ({"billing_address": ""}, "billing address")],
)
def test_what_is_missing_of_the_customer_is_named(database: Database, changes: dict[str, str], words: str) -> None:
    delivered(database)
    first, _ = drafted(database)
    with database.transaction("test") as session:
        customer = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        for name, value in changes.items():
            setattr(customer, name, value)
        journal.record(session, "test.built")
    with pytest.raises(MissingMentionError, match=words), database.transaction("user:anna") as session:
        validate(session, first)


def test_terms_beyond_the_law_are_refused_with_their_article(database: Database) -> None:
    delivered(database, terms_days=90)
    first, _ = drafted(database)
    with pytest.raises(IllegalTermsError, match=r"60 days.*L441-10"), database.transaction("user:anna") as session:
        validate(session, first)


def test_cash_is_due_on_the_day_of_the_invoice(database: Database) -> None:
    delivered(database, cash_on_delivery=True, terms_days=0)
    first, _ = drafted(database)
    with database.transaction("user:anna") as session:
        invoice = validate(session, first)
        assert invoice.due_on == invoice.issued_on


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices SET gross_cents = gross_cents + 1, net_cents = net_cents + 1 WHERE number IS NOT NULL",
        "UPDATE invoices SET number = 'FA-2026-000009' WHERE number IS NOT NULL",
        "UPDATE invoices SET sheet = '{}' WHERE number IS NOT NULL",
        "UPDATE invoices SET due_on = '2027-12-31' WHERE number IS NOT NULL",
        "DELETE FROM invoices WHERE number IS NOT NULL",
        "UPDATE invoice_lines SET quantity = 1",
        "DELETE FROM invoice_lines",
        "UPDATE invoice_vat SET vat_cents = 0",
        "DELETE FROM invoice_vat",
        "INSERT INTO invoice_vat (invoice_id, category, vat_bp, net_cents, vat_cents) SELECT id, 'E', 0, 0, 0 FROM invoices",
    ],
)
def test_the_database_refuses_to_change_an_issued_invoice(any_database: Database, statement: str) -> None:
    delivered(any_database)
    issued(any_database)
    with pytest.raises(DBAPIError, match="immutable"), any_database.transaction("test") as session:
        session.execute(text(statement))


def test_a_draft_takes_no_second_line_of_a_delivery(any_database: Database) -> None:
    delivered(any_database)
    drafted(any_database)
    with any_database.reading() as session:
        line = session.scalars(select(InvoiceLine).order_by(InvoiceLine.id)).first()
        assert line is not None
        values = {c.name: getattr(line, c.name) for c in InvoiceLine.__table__.columns if c.name != "id"}
    with any_database.transaction("test") as session:
        session.add(InvoiceLine(**{**values, "line_no": 9}))
        with pytest.raises(DBAPIError):
            session.flush()
        session.rollback()


def test_statuses_are_kept_once_each_and_want_their_reason(any_database: Database) -> None:
    delivered(any_database)
    number = issued(any_database)[0]
    with any_database.transaction("platform") as session:
        for _ in range(2):
            tell(session, number, "200", source_key="m1")
        tell(session, number, "213", source_key="m2", reason="adresse inconnue")
        with pytest.raises(Exception, match="reason"):
            tell(session, number, "210", source_key="m3")
    with any_database.reading() as session:
        invoice = session.scalars(select(Invoice).where(Invoice.number == number)).one()
        assert [status.code for status in invoice.statuses] == ["200", "213"]


def test_the_company_must_be_known(database: Database) -> None:
    delivered(database)
    first, _ = drafted(database)
    with database.transaction("test") as session:
        session.delete(session.get(Company, 1))
        journal.record(session, "test.built")
    with pytest.raises(RefusedError, match="company"), database.transaction("user:anna") as session:
        validate(session, first)


def test_goods_with_shorter_legal_terms_are_not_invoiced_beyond_them(database: Database) -> None:
    delivered(database, terms_days=30)
    with database.transaction("test") as session:
        session.scalars(select(Product).where(Product.code == "P2")).one().regulated = "fresh_meat"
        journal.record(session, "test.built", "Product")
    first, second = drafted(database)
    with (
        pytest.raises(IllegalTermsError, match=r"20 days after delivery.*L441-11"),
        database.transaction("u") as session,
    ):
        validate(session, first)
    with database.transaction("user:anna") as session:
        assert validate(session, second).number == "FA-2026-000001"  # it has no meat
        session.scalars(select(Customer).where(Customer.code == "C1")).one().terms_days = 20
    with database.transaction("user:anna") as session:
        assert validate(session, first).number == "FA-2026-000002"

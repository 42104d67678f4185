"""Invoices that somebody else pays: to whom they go, on whose terms, and how they are found."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.invoice_queries import invoices_page
from dispatch.invoicing.validation import validate
from tests import builders
from tests.invoicing.builders import delivered, drafted, issued


def billed_elsewhere(database: Database, **payer: object) -> None:
    """C1's goods were delivered and signed; its group pays, at another address and on terms of its own."""
    delivered(database, planned=8, terms_days=60, terms_end_of_month=False)
    with database.transaction("test") as session:
        group = builders.customer(session, "GROUPE", name="Groupe Alpin", city="Lyon", **payer)
        session.scalars(select(Customer).where(Customer.code == "C1")).one().bill_to_id = group.id


def test_an_invoice_goes_to_whoever_pays_on_their_terms(any_database: Database) -> None:
    billed_elsewhere(any_database, terms_days=15, language="en")
    first, second = issued(any_database)
    with any_database.reading() as session:
        sheet = thaw(session.scalars(select(Invoice.sheet).where(Invoice.number == first)).one() or "")
        assert (sheet.buyer.name, sheet.buyer.city, sheet.language) == ("Groupe Alpin", "Lyon", "en")
        assert (sheet.terms, sheet.due_on) == ("15 days", date(2026, 12, 9))
        assert sheet.deliveries[0].place.name == "Site S1"
        other = thaw(session.scalars(select(Invoice.sheet).where(Invoice.number == second)).one() or "")
        assert other.buyer.name == "Client C2"


def test_the_list_says_who_ordered_and_who_pays_and_finds_both(any_database: Database) -> None:
    billed_elsewhere(any_database)
    first = drafted(any_database)[0]
    with any_database.transaction("user:anna") as session:
        rows = invoices_page(session, "draft").rows
        assert [(row.customer_name, row.billed_to) for row in rows] == [
            ("Client C1", "Groupe Alpin"),
            ("Client C2", ""),
        ]
        validate(session, first)
        session.scalars(select(Customer).where(Customer.code == "C1")).one().bill_to_id = None
    with any_database.reading() as session:
        assert [row.billed_to for row in invoices_page(session, "issued").rows] == ["Groupe Alpin"]  # as it was issued


def test_a_payer_finds_the_invoices_of_its_shops(any_database: Database) -> None:
    billed_elsewhere(any_database)
    drafted(any_database)
    with any_database.reading() as session:
        for words in ("groupe alpin", "GROUPE", "client c1"):
            assert [row.customer_code for row in invoices_page(session, "draft", words).rows] == ["C1"], words


def test_a_credit_note_goes_to_whom_its_invoice_went(database: Database) -> None:
    billed_elsewhere(database)
    first = issued(database)[0]
    with database.transaction("user:anna") as session:
        session.scalars(select(Customer).where(Customer.code == "C1")).one().bill_to_id = None
        session.flush()
        note = credit(session, first, reason="avarie", request_key="k")
        assert thaw(note.sheet or "").buyer.name == "Groupe Alpin"

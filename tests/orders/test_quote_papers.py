"""Quotes on paper: drawn from what they say, kept when they leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dispatch import clock
from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.documents.store import DocumentStore
from dispatch.orders.quote_listing import quote_view, quotes_page
from dispatch.orders.quote_papers import keep_quote, quote_pdf
from dispatch.orders.quote_sheet import find_quote, quote_sheet
from dispatch.orders.quoting import make_quote
from tests import builders
from tests.documents.pdf_reading import text


def a_quote(database: Database, **customer: str) -> str:
    with database.transaction("test") as session:
        builders.company(session)
        owner = builders.customer(session, name="Épicerie Zoé", **customer)
        place, item = builders.site(session, owner), builders.product(session, vat_bp=550)
        lines = [(item.id, 7_000, 3_333_333)]
        return make_quote(session, owner.id, place.id, lines, date(2026, 12, 24), "Appel d’offres 7").number


def test_a_quote_is_drawn_with_its_sums_in_the_customers_language(database: Database, tmp_path: Path) -> None:
    number = a_quote(database, language="en")
    with database.reading() as session:
        drawn = text(quote_pdf(session, DocumentStore(tmp_path), number))
    for words in ("Quote", number, "Épicerie Zoé", "Valid until 24 Dec 2026", "3.333333", "23.33", "€24.61"):
        assert words in drawn


def test_the_list_and_the_page_of_quotes_show_the_sum_that_the_paper_shows(database: Database) -> None:
    number = a_quote(database)
    with database.transaction("test") as session:
        quote = find_quote(session, number)
        halves = [(quote.lines[0].product_id, 1_000, 5_000)] * 3  # half a cent each, which is one on paper
        second = make_quote(session, quote.customer_id, quote.site_id, halves, date(2026, 12, 24)).number
        paper = quote_sheet(find_quote(session, second), session.get(Company, 1))
        listed = {row.number: row.net_cents for row in quotes_page(session, show="open")[1]}
        newest = quotes_page(session, show="open", limit=1)
        assert (newest[0], [row.number for row in newest[1]]) == (2, [second])
        assert (paper.net_cents, listed[second], quote_view(session, second).row.net_cents) == (3, 3, 3)


def test_a_quote_that_was_sent_is_shown_as_it_left_whatever_becomes_of_the_customer(
    database: Database, tmp_path: Path
) -> None:
    number, store = a_quote(database), DocumentStore(tmp_path)
    with database.transaction("test") as session:
        quote = find_quote(session, number)
        document = keep_quote(session, store, quote)
        quote.sent_at = clock.now()
        quote.customer.name = "Autre nom"
    with database.reading() as session:
        assert quote_pdf(session, store, number) == store.get(document.sha256)

"""The audit trail of an order: from quote to invoice, and what it says of something altered."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from dispatch import journal
from dispatch.cli.group import main
from dispatch.controls.trail import Trail, TrailStep, audit_trail
from dispatch.controls.trail_words import WHAT, figures, what
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.pack import draw_day_pack
from dispatch.delivery.release import release_day
from dispatch.delivery.reserves import Difference
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.validation import validate
from dispatch.orders.amending import amend_line
from dispatch.orders.models import Order
from dispatch.orders.quotes import Quote
from dispatch.orders.quoting import accept_quote, make_quote
from dispatch.production.models import Stock
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.invoicing.builders import COMPANY


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "data" / "documents")


def lived(database: Database, store: DocumentStore) -> str:
    """An order of 10 from a quote, amended, delivered with 2 missing, invoiced; beside it another order of the same customer."""
    with database.transaction("user:anna") as session:
        builders.company(session, **COMPANY)
        place = builders.site(session, builders.customer(session))
        item = builders.product(session)
        session.add(Stock(product_id=item.id, quantity=100_000, counted_on=DAY))
        make_quote(session, place.customer_id, place.id, [(item.id, 10_000, 9_000_000)], date(2026, 12, 31))
        builders.order(session, place, [(item, 1)], "NOISE")
    with database.transaction("user:anna") as session:
        order = accept_quote(session, session.scalars(select(Quote)).one(), DAY)
        amend_line(session, order.lines[0], promised_on=DAY)
        number = order.number
    with database.transaction("user:bruno") as session:
        order = session.scalars(select(Order).where(Order.number == number)).one()
        depot = builders.depot(session)
        tour(session, depot, builders.vehicle(session, depot), [[(order.lines[0], 10)]])
    with database.transaction("user:bruno") as session:
        release_day(session, DAY)
    draw_day_pack(database, "user:bruno", store, DAY)
    with database.transaction("user:anna") as session:
        note = session.scalars(select(DeliveryNote.number)).one()
        confirm(session, note, request_key="k", signer_name="Mme Leroy", differences=[Difference(1, "missing", 2_000)])
    with database.transaction("user:anna") as session:
        drafts = [draft.id for draft in draft_due(session, DAY)]
    with database.transaction("user:anna") as session:
        for draft in drafts:
            validate(session, draft)
    return number


def trail_of(database: Database, store: DocumentStore, reference: str) -> Trail:
    with database.reading() as session:
        return audit_trail(session, store, reference)


def test_the_trail_leads_from_the_quote_to_the_invoice(any_database: Database, store: DocumentStore) -> None:
    number = lived(any_database, store)
    trail = trail_of(any_database, store, number)
    assert [step.what for step in trail.steps if step.what != "test.built"] == [
        "quote.made",
        "order.registered",
        "quote.accepted",
        "order.amended",
        "note.issued",
        "back_order.opened",
        "note.received",
        "trigger.raised",
        "invoice.validated",
        "document.print_pack",
    ]
    assert {step.author for step in trail.steps} == {"user:anna", "user:bruno"}
    assert all(len(step.hash) == 64 for step in trail.steps)
    assert trail.altered == ()
    assert (len(trail.note_numbers), len(trail.invoice_numbers)) == (1, 1)


def test_no_step_of_another_order_is_in_it(database: Database, store: DocumentStore) -> None:
    lived(database, store)
    assert trail_of(database, store, "NOISE").steps == ()


def test_an_altered_entry_and_an_altered_document_are_named(database: Database, store: DocumentStore) -> None:
    number = lived(database, store)
    with database.transaction("test") as session:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(
            text("UPDATE journal SET payload = replace(payload, '2000', '1000') WHERE kind = 'note.received'")
        )
        journal.record(session, "test.altered")
    pack = next(step for step in trail_of(database, store, number).steps if step.document_id)
    path = next(path for path in store.root.rglob("*") if path.is_file() and path.name in pack.hash)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert {step.what for step in trail_of(database, store, number).altered} == {"note.received", "document.print_pack"}


def test_an_order_that_is_none_is_not_found(database: Database, store: DocumentStore) -> None:
    with pytest.raises(NotFoundError):
        trail_of(database, store, "CO-1999-000001")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_has_words_and_its_figures_can_be_told(
    database: Database, store: DocumentStore, language: str
) -> None:
    trail = trail_of(database, store, lived(database, store))
    told = {step.what: (what(step, language), figures(step, language)) for step in trail.steps}
    assert set(told) <= set(WHAT)
    assert "8" in told["note.received"][1]
    assert "2" in told["note.received"][1]
    changed = {"fr": "ligne 1, date promise — → 25/11/2026", "en": "line 1, promised day — → 2026-11-25"}
    assert told["order.amended"][1] == changed[language]
    assert "86" in told["invoice.validated"][1]


def test_the_command_prints_it_and_fails_when_something_is_altered(database: Database, store: DocumentStore) -> None:
    number = lived(database, store)
    answer = CliRunner().invoke(main, ["--database", database.url, "audit-trail", number])
    assert answer.exit_code == 0, answer.output
    assert "Bon revenu signé" in answer.output
    found = json.loads(CliRunner().invoke(main, ["--database", database.url, "audit-trail", number, "--json"]).output)
    assert found["order_number"] == number
    with database.transaction("test") as session:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(text("UPDATE journal SET actor = 'user:mallory' WHERE kind = 'note.issued'"))
        journal.record(session, "test.altered")
    answer = CliRunner().invoke(main, ["--database", database.url, "audit-trail", number])
    assert answer.exit_code == 1
    assert "ALTERED" in answer.output


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("order.amended", {"changes": [[1, "ordered_qty", "10000", "12500"]]}, "ligne 1, quantité 10 → 12,5"),
        ("order.amended", {"changes": [[None, "unit_price_micros", "1900000", ""]]}, "prix HT 1,9\u00a0€ → —"),
        ("order.gap_accepted", {"field": "quantity", "quoted": "10", "ordered": "12"}, "quantité 10 → 12"),
        ("claim.opened", {"nature": "quality"}, "qualité"),
        ("claim.resolved", {"outcome": "credit_note", "reason": "four mal réglé"}, "avoir · four mal réglé"),
        ("shortage.decided", {"choice": "back_order", "quantity": 2_000}, "reliquat · 2"),
    ],
)
def test_figures_are_told_in_the_words_of_the_trade(kind: str, facts: dict[str, Any], said: str) -> None:
    step = TrailStep(datetime(2026, 11, 25, tzinfo=UTC), "user:anna", kind, "CO-2026-000001", "0" * 64, True, facts)
    assert figures(step, "fr") == said

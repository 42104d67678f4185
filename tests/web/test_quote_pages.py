"""Quotes in the console: drawn up, edited until they are sent, accepted as an order, lost with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from dispatch import settings
from dispatch.db import Database
from dispatch.documents.outbox import OutgoingMail
from dispatch.orders.models import Order
from dispatch.orders.quote_mail import lapse_quotes
from dispatch.orders.quotes import Quote
from tests import builders
from tests.web.conftest import Browser

HEAD = {"customer": "C1", "valid_until": "2026-12-24", "reference": "Noël"}


@pytest.fixture
def desk(app: Any, as_role: Callable[..., Browser], database: Database) -> Browser:
    with database.transaction("test") as session:
        builders.company(session)
        owner = builders.customer(session)
        builders.site(session, owner)
        builders.product(session)
        builders.product(session, "P2")
    return as_role("sales")


def lines(*rows: tuple[str, str, str, str], **head: str) -> MultiDict[str, str]:
    names = ("product", "quantity", "price", "requested")
    cells = [pair for row in rows for pair in zip(names, row, strict=True)]
    return MultiDict([*{**HEAD, **head}.items(), *cells])


def drawn_up(desk: Browser) -> str:
    answer = desk.post("/quotes/new", lines(("P1", "5", "", "2026-11-30"), ("P2", "2,5", "9,50", "")))
    assert answer.status_code == 303
    return str(answer.location)


def quote(database: Database) -> Quote:
    with database.reading() as session:
        found = session.scalars(select(Quote)).one()
        assert len(found.lines) >= 1
        return found


def test_a_quote_is_drawn_up_edited_sent_and_then_left_alone(desk: Browser, database: Database) -> None:
    address = drawn_up(desk)
    first = quote(database).lines
    assert [(one.quantity, one.unit_price_micros, str(one.wanted_on)) for one in first] == [
        (5_000, 10_000_000, "2026-11-30"),
        (2_500, 9_500_000, "None"),
    ]
    assert 'value="9,5"' in desk.get(f"{address}/edit").text
    assert desk.post(f"{address}/edit", lines(("P2", "4", "9", ""))).status_code == 303
    assert [(one.line_no, one.quantity) for one in quote(database).lines] == [(1, 4_000)]
    assert desk.post(f"{address}/send").status_code == 303
    assert quote(database).sent_by == "user:sales"
    assert desk.get(f"{address}/pdf").data.startswith(b"%PDF")
    for path in ("edit", "send"):
        refused = desk.post(f"{address}/{path}", lines(("P1", "7", "", "")))
        assert (refused.status_code, "est parti chez le client" in refused.text) == (409, True)
    assert quote(database).lines[0].quantity == 4_000
    assert 'value="4"' in desk.get(f"/quotes/new?like={address.rsplit('/', 1)[1]}").text


def test_an_accepted_quote_is_an_order_with_its_lines(desk: Browser, database: Database) -> None:
    address = drawn_up(desk)
    answer = desk.post(f"{address}/accept", {"requested_on": "2026-12-01", "customer_reference": "BC-9"})
    assert answer.status_code == 303
    with database.reading() as session:
        order = session.scalars(select(Order)).one()
        assert (order.origin, order.customer_reference) == ("quote", "BC-9")
        assert [str(line.requested_on) for line in order.lines] == ["2026-11-30", "2026-12-01"]
    assert answer.location in desk.get(address).text
    assert "accepté" in desk.get("/quotes?show=accepted").text
    assert desk.post(f"{address}/accept").status_code == 409


def test_a_quote_is_lost_with_a_reason(desk: Browser, database: Database) -> None:
    address = drawn_up(desk)
    assert "Il faut un motif" in desk.post(f"{address}/lose", {"reason": " "}).text
    assert desk.post(f"{address}/lose", {"reason": "trop cher"}).status_code == 303
    assert quote(database).lost_reason == "trop cher"
    assert "trop cher" in desk.get(address).text
    assert "Noël" in desk.get("/quotes?show=declined&q=noël").text


def test_what_cannot_be_read_of_a_quote_comes_back_whole(desk: Browser) -> None:
    answer = desk.post("/quotes/new", lines(("P9", "3", "", ""), valid_until="2026-11-01"))
    assert answer.status_code == 400
    for told in ("Ce produit n’existe pas", "Jusqu’à quel jour", 'value="P9"', "Noël"):
        assert told in answer.text
    assert desk.get("/quotes/NONE").status_code == 404


def test_a_quote_is_mailed_with_its_paper_and_says_what_became_of_it(
    desk: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = drawn_up(desk)
    assert desk.post(f"{address}/mail", {"to": "ventes@"}).status_code == 400
    assert quote(database).sent_at is None
    assert desk.post(f"{address}/mail", {"to": "achats@example.com"}).status_code == 303
    with database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
        assert (mail.recipient, mail.subject, mail.subject_kind) == (
            "achats@example.com",
            "Notre devis DE-2026-000001",
            "quote",
        )
        assert mail.document is not None
        assert mail.document.kind == "quote"
        assert quote(database).sent_at is not None
    page = desk.get(address).text
    assert "courriel à partir" in page
    assert "Sans réponse depuis 0 jour" in page
    assert desk.post(f"{address}/mail", {"to": "achats@example.com"}).status_code == 303  # again, the same paper
    with database.reading() as session:
        assert len({one.document_id for one in session.scalars(select(OutgoingMail))}) == 1


def test_a_quote_without_an_answer_lapses(desk: Browser, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    address = drawn_up(desk)
    with database.transaction("user:anna") as session:
        assert lapse_quotes(session, date(2026, 12, 24)) == 0
    monkeypatch.setenv("DISPATCH_NOW", "2026-12-25T09:00:00+01:00")
    settings.current.cache_clear()
    assert "Classer échu le devis" in desk.get("/quotes?show=overdue").text
    assert desk.post(f"{address}/mail", {"to": "achats@example.com"}).status_code == 409
    assert desk.post("/quotes").status_code == 303
    assert quote(database).state == "lapsed"

"""Acknowledgements: numbered in order, issued again with an index, mailed by a real server, printed for the post, timed."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy import select

from dispatch import settings as configured
from dispatch.cli.group import main
from dispatch.controls.verify import verify
from dispatch.db import Database
from dispatch.documents.acknowledgement_sheets import thaw_acknowledgement
from dispatch.documents.fingerprint import content
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.store import DocumentStore
from dispatch.errors import RefusedError, SettingsError
from dispatch.orders.acknowledgement_jobs import acknowledge_all, send_mails
from dispatch.orders.acknowledgement_lists import for_the_post, issued, moved, waiting
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.acknowledging import acknowledge, print_run
from dispatch.orders.amending import amend_line
from dispatch.orders.cancelling import cancel_order
from dispatch.orders.models import Order
from tests import builders
from tests.orders.mail_server import MailServer, mail_server

HOSTILE = "Épicerie <b>Zoé</b> & Fils"


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "data" / "documents")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server() as running:
        monkeypatch.setenv("DISPATCH_SMTP_URL", running.url)
        configured.current.cache_clear()
        yield running


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    def go(instant: str) -> None:
        monkeypatch.setenv("DISPATCH_NOW", instant)
        configured.current.cache_clear()

    return go


def world(database: Database, **customer: str) -> list[int]:
    """Two orders received on Tuesday at 8:00: CF1 of two lines, CF2 of one; a draft beside them."""
    with database.transaction("test") as session:
        builders.company(session, email="adv@example.com")
        place = builders.site(session, builders.customer(session, name=HOSTILE, **customer))
        item, other = builders.product(session), builders.product(session, "P2", price_micros=3_333_333, vat_bp=550)
        first = builders.order(session, place, [(item, 10), (other, 7)], customer_reference="BC-77")
        second = builders.order(session, place, [(item, 1)], "CF2")
        builders.order(session, place, [(item, 1)], "DRAFT", state="draft")
        return [first.id, second.id]


def order(session: object, reference: str = "CF1") -> Order:
    return session.scalars(select(Order).where(Order.reference == reference)).one()  # type: ignore[attr-defined,no-any-return]


def words(store: DocumentStore, sha256: str) -> str:
    pages = PdfReader(io.BytesIO(store.get(sha256))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_orders_are_acknowledged_in_the_order_in_which_they_came(any_database: Database, store: DocumentStore) -> None:
    world(any_database)
    assert acknowledge_all(any_database, "user:anna", store) == 2
    with any_database.reading() as session:
        papers = session.scalars(select(Acknowledgement).order_by(Acknowledgement.id)).all()
        assert [(paper.number, paper.order.reference, paper.channel) for paper in papers] == [
            ("ARC-2026-000001", "CF1", "post"),
            ("ARC-2026-000002", "CF2", "post"),
        ]
        text = words(store, papers[0].document.sha256)
        assert verify(session, store) == []
    for part in (
        "ARC-2026-000001",
        HOSTILE,
        "BC-77",
        "Produit P1",
        "25/11/2026",
        "30 jours",
        "123,33",
        "1,28",
        "144,61",
    ):
        assert part in text, part
    assert acknowledge_all(any_database, "user:anna", store) == 0


def test_what_was_told_stays_told_and_a_moved_date_takes_the_next_index(
    any_database: Database, store: DocumentStore, at: object
) -> None:
    key = world(any_database)[0]
    with any_database.transaction("user:anna") as session:
        acknowledge(session, store, key)
        assert moved(session) == ()
    at("2026-11-24T10:00:00+01:00")
    with any_database.transaction("user:anna") as session:
        assert acknowledge(session, store, key).index_letter == ""
        amend_line(session, order(session).lines[1], promised_on=date(2026, 12, 3))
        (found,) = moved(session)
        assert (found.title, found.moved) == ("ARC-2026-000001", ((2, builders.TOMORROW, date(2026, 12, 3)),))
    with any_database.transaction("user:anna") as session:
        paper = acknowledge(session, store, key)
        assert (paper.title, paper.reason) == ("ARC-2026-000001 B", "La date convenue a changé.")
        assert "au lieu du 25/11/2026" in words(store, paper.document.sha256)
        assert moved(session) == ()
        amend_line(session, order(session).lines[0], ordered_qty=12_000)
    with any_database.transaction("user:anna") as session:
        assert acknowledge(session, store, key, "Quantité portée à 12.").title == "ARC-2026-000001 C"
    with any_database.reading() as session:
        assert [row.title[-1] for row in issued(session, Acknowledgement.order_id == key)] == ["C", "B", "1"]
        assert verify(session, store) == []


def test_two_desks_that_acknowledge_one_order_make_one_paper(any_database: Database, store: DocumentStore) -> None:
    key = world(any_database)[0]
    start = threading.Barrier(4)

    def desk() -> None:
        start.wait()
        with any_database.transaction("user:anna") as session:
            acknowledge(session, store, key)

    desks = [threading.Thread(target=desk) for _ in range(4)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    with any_database.reading() as session:
        assert session.scalars(select(Acknowledgement.number)).all() == ["ARC-2026-000001"]


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_only_a_confirmed_order_is_acknowledged(database: Database, store: DocumentStore, state: str) -> None:
    key = world(database)[0]
    with database.transaction("user:anna") as session:
        if state == "cancelled":
            cancel_order(session, order(session), "perdue")
        else:
            key = order(session, "DRAFT").id
    with pytest.raises(RefusedError, match=state), database.transaction("user:anna") as session:
        acknowledge(session, store, key)


def test_the_time_from_order_to_acknowledgement_is_told_and_late_ones_listed(
    database: Database, store: DocumentStore, at: object
) -> None:
    key, other = world(database)
    at("2026-11-24T20:00:00+01:00")
    with database.transaction("user:anna") as session:
        acknowledge(session, store, key)
        assert [(row.took_h, row.in_time) for row in issued(session)] == [(12, True)]
    at("2026-11-25T09:00:00+01:00")
    with database.transaction("user:anna") as session:
        count, rows = waiting(session)
        assert (count, [(row.reference, row.waited_h, row.late) for row in rows]) == (1, [("CF2", 25, True)])
        acknowledge(session, store, other)
        assert issued(session)[0].in_time is False


def test_a_mail_carries_the_paper_and_leaves_once(
    any_database: Database, store: DocumentStore, server: MailServer
) -> None:
    world(any_database, email="achats@example.com")
    acknowledge_all(any_database, "user:anna", store)
    assert send_mails(any_database, "worker", store).sent == 2
    assert send_mails(any_database, "worker", store).sent == 0
    first, second = server.mails
    assert (first["To"], first["From"]) == ("achats@example.com", "adv@example.com")
    assert first["Subject"] == "Accusé de réception ARC-2026-000001 de votre commande BC-77"
    assert second["Message-ID"] != first["Message-ID"]
    (attached,) = first.iter_attachments()
    with any_database.reading() as session:
        paper = session.scalars(select(Acknowledgement).order_by(Acknowledgement.id)).first()
        assert paper is not None
        assert attached.get_content() == store.get(paper.document.sha256)
        assert (paper.channel, paper.sent_by) == ("email", "worker")
        assert paper.sent_at is not None
        assert for_the_post(session) == 0


def test_a_customer_who_wants_paper_gets_it_by_post_though_their_address_is_known(
    database: Database, store: DocumentStore, server: MailServer
) -> None:
    world(database, email="achats@example.com", acknowledgement_by="post")
    acknowledge_all(database, "user:anna", store)
    assert send_mails(database, "worker", store).sent == 0
    with database.reading() as session:
        assert set(session.scalars(select(Acknowledgement.channel))) == {"post"}


def test_mails_wait_while_the_server_is_away_and_leave_in_order(
    database: Database, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_SMTP_URL", "smtp://127.0.0.1:1")
    configured.current.cache_clear()
    world(database, email="achats@example.com")
    acknowledge_all(database, "user:anna", store)
    report = send_mails(database, "worker", store)
    assert (report.sent, report.refused) == (0, 0)
    assert "refused" in report.stopped
    with mail_server() as running:
        monkeypatch.setenv("DISPATCH_SMTP_URL", running.url)
        configured.current.cache_clear()
        running.busy = 1
        assert send_mails(database, "worker", store).sent == 0
        assert send_mails(database, "worker", store).sent == 2
        assert ["000001" in mail["Subject"] for mail in running.mails] == [True, False]


def test_a_mail_that_the_server_refuses_does_not_hold_up_the_others(
    database: Database, store: DocumentStore, server: MailServer
) -> None:
    world(database, email="achats@example.com")
    acknowledge_all(database, "user:anna", store)
    with database.transaction("test") as session:
        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
        assert mail is not None
        mail.recipient = "nobody@example.com"
        from dispatch import journal

        journal.record(session, "test.changed")
    server.unknown.add("nobody@example.com")
    report = send_mails(database, "worker", store)
    assert (report.sent, report.refused) == (1, 1)
    with database.reading() as session:
        states = session.execute(select(OutgoingMail.state, OutgoingMail.last_error).order_by(OutgoingMail.id)).all()
    assert [state for state, _ in states] == ["refused", "sent"]
    assert "no such user" in states[0][1]


@pytest.mark.parametrize("fault", ["zoé@example.com", "altered paper"])
def test_a_mail_that_can_never_leave_does_not_hold_up_the_others(
    database: Database, store: DocumentStore, server: MailServer, fault: str
) -> None:
    world(database, email="achats@example.com")
    acknowledge_all(database, "user:anna", store)
    with database.transaction("test") as session:
        from dispatch import journal

        mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
        assert mail is not None
        assert mail.document is not None
        if fault == "altered paper":
            (store.root / mail.document.sha256[:2] / mail.document.sha256[2:]).write_bytes(b"another")
        else:
            mail.recipient = fault
        journal.record(session, "test.changed")
    report = send_mails(database, "worker", store)
    assert (report.sent, report.refused, report.stopped) == (1, 1, "")
    assert len(server.mails) == 1


def test_a_recipient_with_a_line_break_is_refused_and_writes_no_header(
    database: Database, store: DocumentStore, server: MailServer
) -> None:
    world(database, email="a@example.com\r\nBcc: all@example.com")
    acknowledge_all(database, "user:anna", store)
    assert send_mails(database, "worker", store).refused == 2
    assert server.mails == []


def test_the_print_run_holds_what_goes_by_post_and_marks_it(database: Database, store: DocumentStore) -> None:
    world(database)
    acknowledge_all(database, "user:anna", store)
    document = print_run(database, "user:anna", store)
    text = words(store, document.sha256)
    assert "ARC-2026-000001" in text
    assert "ARC-2026-000002" in text
    with database.reading() as session:
        assert {row.sent_at is not None for row in issued(session)} == {True}
    with pytest.raises(RefusedError, match="No acknowledgement waits"):
        print_run(database, "user:anna", store)


def test_a_sheet_comes_back_from_its_text(database: Database, store: DocumentStore) -> None:
    world(database)
    acknowledge_all(database, "user:anna", store)
    with database.reading() as session:
        for text in session.scalars(select(Acknowledgement.sheet)):
            assert content(thaw_acknowledgement(text)) == text


def test_the_command_issues_prints_and_says_what_is_missing(database: Database, tmp_path: Path) -> None:
    world(database)
    out = tmp_path / "arc.pdf"
    answer = CliRunner().invoke(main, ["--database", database.url, "acknowledge", "CF2", "--out", str(out)])
    assert answer.exit_code == 0, answer.output
    assert "1 acknowledged" in answer.output
    assert out.read_bytes().startswith(b"%PDF")
    assert CliRunner().invoke(main, ["--database", database.url, "acknowledge", "NONE"]).exit_code == 1
    assert CliRunner().invoke(main, ["--database", database.url, "acknowledge", "--send"]).exit_code == 2


def test_a_mail_server_that_is_none_is_named(
    database: Database, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_SMTP_URL", "mail.example.com")
    configured.current.cache_clear()
    with pytest.raises(SettingsError, match=r"mail\.example\.com"):
        send_mails(database, "worker", store)

"""A credit note names its invoice, has its own series, and never takes back more than was asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.controls.verify import verify
from dispatch.db import Database
from dispatch.documents.register import installed_store
from dispatch.errors import DispatchError, InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing import credit_notes, issue
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice
from tests.invoicing.builders import delivered, issued


def test_a_credit_note_names_its_invoice_and_takes_back_part_of_it(any_database: Database) -> None:
    delivered(any_database, planned=8)
    number = issued(any_database)[0]
    for _ in range(2):
        with any_database.transaction("user:anna") as session:
            note = credit(session, number, reason="cassé", request_key="k1", quantities={1: 3_000})
            assert (note.number, note.net_cents, note.vat_cents, note.gross_cents) == (
                "AV-2026-000001", 3_000, 600, 3_600,
            )  # fmt: skip
            sheet = thaw(note.sheet or "")
            assert (sheet.kind, sheet.corrects, sheet.reason) == ("credit_note", number, "cassé")
    with any_database.transaction("user:anna") as session:
        rest = credit(session, number, reason="tout", request_key="k2")
        assert [(line.product_code, line.quantity) for line in rest.lines] == [("P1", 5_000), ("P2", 8_000)]
        with pytest.raises(RefusedError, match="nothing to credit"):
            credit(session, number, reason="encore", request_key="k3")


def test_more_than_was_invoiced_is_not_credited(database: Database) -> None:
    delivered(database, planned=8)
    first, second = issued(database)
    with database.transaction("user:anna") as session:
        with pytest.raises(RefusedError, match="8 are left"):
            credit(session, first, reason="trop", request_key="k", quantities={1: 8_001})
        with pytest.raises(InvalidInputError, match="no line 7"):
            credit(session, first, reason="trop", request_key="k", quantities={7: 1})
        with pytest.raises(InvalidInputError, match="why"):
            credit(session, first, reason=" ", request_key="k")
        with pytest.raises(NotFoundError):
            credit(session, "FA-2026-000099", reason="rien", request_key="k")
        credit(session, first, reason="oui", request_key="k", quantities={1: 1_000})
        with pytest.raises(RefusedError, match="AV-2026-000001"):
            credit(session, second, reason="autre", request_key="k")


def test_credits_of_parts_add_up_to_their_invoice_to_the_cent(database: Database) -> None:
    """3.333333 € at 5.5 %: each part alone would be rounded up, and all together ask back more than was asked."""
    delivered(database, planned=8, vat_bp=550)
    number = issued(database)[0]
    taken = [0, 0, 0]
    for place in range(8):
        with database.transaction("user:anna") as session:
            note = credit(session, number, reason="un", request_key=f"k{place}", quantities={1: 1_000, 2: 1_000})
            taken = [a + b for a, b in zip(taken, (note.net_cents, note.vat_cents, note.gross_cents), strict=True)]
    with database.reading() as session:
        invoice = session.scalars(select(Invoice).where(Invoice.number == number)).one()
        assert taken == [invoice.net_cents, invoice.vat_cents, invoice.gross_cents]
        assert [str(fault) for fault in verify(session, installed_store()) if fault.name == "invoice_money"] == []


def two_at_once(database: Database, number: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Two desks credit the whole invoice at once, each having read what is left before either writes; how many succeed."""
    barrier, read, done = threading.Barrier(2), credit_notes.credited, []

    def slow(session: Any, invoice: Invoice) -> Mapping[int, int]:
        found = read(session, invoice)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(1)
        return found

    monkeypatch.setattr(credit_notes, "credited", slow)

    def desk(key: str) -> None:
        with contextlib.suppress(DispatchError):
            with database.transaction(f"user:{key}") as session:
                credit(session, number, reason="deux", request_key=key)
            done.append(key)

    desks = [threading.Thread(target=desk, args=(f"k{place}",)) for place in range(2)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    return len(done)


def test_two_desks_credit_an_invoice_once(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered(any_database)
    assert two_at_once(any_database, issued(any_database)[0], monkeypatch) == 1


def unlocked(session: Any, invoice_id: int) -> Invoice:
    return session.scalars(select(Invoice).where(Invoice.id == invoice_id)).one()


@pytest.mark.postgres
def test_without_the_lock_the_last_count_still_refuses_the_second(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(postgres_database)
    number = issued(postgres_database)[0]
    monkeypatch.setattr(credit_notes, "locked", unlocked)
    assert two_at_once(postgres_database, number, monkeypatch) == 1


@pytest.mark.postgres
def test_without_lock_and_last_count_both_would(postgres_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered(postgres_database)
    number = issued(postgres_database)[0]
    monkeypatch.setattr(credit_notes, "locked", unlocked)
    monkeypatch.setattr(issue, "assert_within_accepted", lambda *_: None)
    assert two_at_once(postgres_database, number, monkeypatch) == 2

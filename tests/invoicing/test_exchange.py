"""The exchange with other programs, over a real HTTP server and real folders: signed, retried, given up, told again, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal, settings
from dispatch.db import Database
from dispatch.documents import posting
from dispatch.documents.carriers import Parcel, post
from dispatch.documents.messages import OutgoingMessage
from dispatch.documents.register import installed_store, keep
from dispatch.errors import IntegrityError, LifeCycleError, SettingsError
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.exchange import HANDLERS, exchange, something_is_due
from dispatch.invoicing.invoice_models import Invoice, InvoiceStatus
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.validation import validate
from dispatch.jobs.schedule import LOOK_EVERY_S, REST_S, Schedule
from dispatch.journal import JournalEntry
from tests import builders
from tests.invoicing.builders import MONTH_END, delivered
from tests.invoicing.listener import Listener, listening

SECRET = "a secret of the two of us only"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as one:
        yield one


def choose(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"DISPATCH_{name.upper()}", str(value))
    settings.current.cache_clear()


def run(database: Database) -> dict[str, int]:
    return exchange(database, "worker", installed_store(), settings.current())


def all_messages(database: Database) -> list[OutgoingMessage]:
    with database.reading() as session:
        return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    monkeypatch.setattr(posting.clock, "real_now", lambda: now)


def tell(database: Database, subject: str = "CF-1") -> None:
    with database.transaction("user:anna") as session:
        journal.record(session, "order.confirmed", subject, asked_cents=1200)


def test_what_happens_is_told_signed_and_in_the_words_of_the_journal(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database)
    with database.transaction("user:anna") as session:
        journal.record(session, "user.logged_in", "anna")  # nobody has asked to be told this
    assert run(database)["sent"] == 1
    ((headers, body),) = listener.heard
    told = json.loads(body)
    assert (told["event"], told["subject"], told["actor"]) == ("order.confirmed", "CF-1", "user:anna")
    assert told["data"] == {"asked_cents": 1200}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert run(database)["sent"] == 0
    with database.reading() as session:
        left = session.scalars(select(JournalEntry).where(JournalEntry.kind == "message.sent")).one()
    assert (left.subject, json.loads(left.payload)["answer"]) == ("CF-1", "taken")


def test_what_rolls_back_is_never_told(database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)

    def fail(session: Session) -> None:
        journal.record(session, "order.confirmed", "CF-1")
        raise RuntimeError

    with pytest.raises(RuntimeError), database.transaction("user:anna") as session:
        fail(session)
    assert run(database)["sent"] == 0
    assert listener.heard == []


def test_a_message_that_is_not_taken_goes_out_later_under_the_same_key_and_holds_nobody_up(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database, "CF-1")
    tell(database, "CF-2")
    listener.answers = [503]
    assert run(database) == run_report(sent=1, put_off=1)
    assert [message.state for message in all_messages(database)] == ["waiting", "sent"]
    assert run(database)["sent"] == 0  # not before its time
    later(monkeypatch, posting.wait_s(1) + 1)
    assert run(database)["sent"] == 1
    assert listener.heard[0][0]["webhook-id"] == listener.heard[2][0]["webhook-id"]


def test_a_message_whose_document_has_changed_on_disk_is_dead_and_holds_nobody_up(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database, "CF-1")
    tell(database, "CF-2")

    def send(message: OutgoingMessage) -> str:
        if message.subject == "CF-1":
            raise IntegrityError("Document 12ab has changed on disk.")
        return "taken"

    assert posting.send_due(database, "worker", send) == {"sent": 1, "put_off": 0, "dead": 1}
    assert [(one.state, one.last_error) for one in all_messages(database)] == [
        ("dead", "Document 12ab has changed on disk."),
        ("sent", ""),
    ]


def run_report(**counts: int) -> dict[str, int]:
    return {"erp_files": 0, "deposits": 0, "sent": 0, "put_off": 0, "dead": 0, "statuses": 0, "odd": 0, **counts}


def test_waits_double_from_half_a_minute_to_six_hours() -> None:
    assert [posting.wait_s(n) for n in (1, 2, 3, 12)] == [30, 60, 120, 6 * 3600]


@pytest.mark.parametrize("answers", [[410], [500] * posting.MOST_ATTEMPTS], ids=["refused for good", "never taken"])
def test_what_will_not_be_taken_is_dead_until_somebody_sends_it_again(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch, answers: list[int]
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database)
    listener.answers = list(answers)
    for attempt in range(len(answers)):
        later(monkeypatch, attempt * 7 * 3600)
        run(database)
    (message,) = all_messages(database)
    assert (message.state, message.attempts, message.last_error[:8]) == ("dead", len(answers), f"HTTP {answers[0]}")
    assert run(database)["sent"] == 0
    with database.transaction("user:admin") as session:
        posting.send_again(session, message.id)
        with pytest.raises(LifeCycleError):
            posting.send_again(session, message.id)
    assert run(database)["sent"] == 1


def test_nobody_sends_us_elsewhere(database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database)
    listener.answers = [302]
    assert run(database)["put_off"] == 1
    assert len(listener.heard) == 1


def test_a_claimed_message_whose_sender_died_is_taken_over(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    tell(database)

    def die(_message: OutgoingMessage) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        posting.send_due(database, "worker", die)
    assert run(database)["sent"] == 0  # it may still be under way
    later(monkeypatch, posting.CLAIM_S + 1)
    assert run(database)["sent"] == 1


@pytest.mark.parametrize("url", ["ftp://erp/hook", "https://erp:door/hook", "https://[::1/hook", "https:///hook"])
def test_an_address_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(SettingsError, match="no address to post to"):
        post(url, Parcel(b"", "text/plain", "a.txt", "k1"), {}, 1.0)


def test_a_webhook_without_a_good_secret_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_WEBHOOK_URL", "https://erp.example/hook")
    monkeypatch.setenv("DISPATCH_WEBHOOK_SECRET", "short")
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        settings.load()


def test_what_may_be_invoiced_is_dropped_for_the_erp_once(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(database)
    choose(monkeypatch, erp_dir=tmp_path / "erp", erp_format="json")
    assert (run(database)["erp_files"], run(database)["erp_files"]) == (1, 0)
    (file,) = (tmp_path / "erp").iterdir()
    keys = [one["trigger_key"] for one in json.loads(file.read_text())["triggers"]]
    with database.reading() as session:
        triggers = session.scalars(select(InvoiceTrigger)).all()
    assert keys == [trigger.idempotency_key for trigger in triggers]
    assert {trigger.state for trigger in triggers} == {"exported"}


def test_a_folder_that_cannot_be_written_keeps_the_file_in_the_outbox(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(database)
    (tmp_path / "erp").write_text("a file stands where the folder should be")
    choose(monkeypatch, erp_dir=tmp_path / "erp")
    assert run(database)["put_off"] == 1
    (tmp_path / "erp").unlink()
    later(monkeypatch, 31)
    assert run(database)["sent"] == 1
    assert len(list((tmp_path / "erp").glob("*.csv"))) == 1


def issued(database: Database) -> list[str]:
    """Invoices with a file, as a worker leaves them."""
    delivered(database)
    numbers = []
    with database.transaction("user:anna") as session:
        draft_due(session, MONTH_END)
    with database.reading() as session:
        keys = session.scalars(select(Invoice.id).order_by(Invoice.id)).all()
    for key in keys:
        with database.transaction("user:anna") as session:
            invoice = validate(session, key)
            document = keep(
                session, installed_store(), f"%PDF {invoice.number}".encode(), kind="invoice", title=str(invoice.number),
                media_type="application/pdf", subject_kind="invoice", subject_key=str(invoice.number),
            )  # fmt: skip
            invoice.document_id = document.id
            numbers.append(str(invoice.number))
    return numbers


def codes(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(InvoiceStatus.code).order_by(InvoiceStatus.id)))


def test_invoices_are_deposited_once_with_their_hash_and_their_status_is_kept(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = issued(database)
    choose(monkeypatch, platform_url=listener.url, platform_key="bearer of ours")
    assert (run(database)["deposits"], run(database)["deposits"]) == (len(numbers), 0)
    headers, body = listener.heard[0]
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer bearer of ours", f"platform:{numbers[0]}")
    assert headers["digest"] == f"sha-256={hashlib.sha256(body).hexdigest()}"
    assert codes(database) == ["200"] * len(numbers)


def test_only_invoices_issued_since_the_platform_counts_are_deposited(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(database)
    choose(monkeypatch, platform_dir=tmp_path / "pa", platform_since="2027-01-01")
    assert run(database)["deposits"] == 0


def test_a_folder_takes_the_files_and_its_inbox_brings_the_statuses_back(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = issued(database)
    inbox = tmp_path / "in"
    choose(monkeypatch, platform_dir=tmp_path / "pa", platform_inbox=inbox)
    run(database)
    assert (tmp_path / "pa" / f"{first}.pdf").read_bytes() == f"%PDF {first}".encode()
    assert codes(database) == []
    inbox.mkdir()
    for place, status in enumerate(
        (
            {"invoice": first, "code": "200", "key": "m1"},
            {"invoice": first, "code": "200", "key": "m1"},
            {"invoice": first, "code": "213", "key": "m2", "reason": "SIREN inconnu"},
            {"invoice": first, "code": "210", "key": "m3"},
            {"invoice": "FA-0", "code": "212", "key": "m4"},
        )
    ):
        (inbox / f"{place}.json").write_text(json.dumps(status))
    (inbox / "9.json").write_text("[1]")
    report = run(database)
    assert (report["statuses"], report["odd"]) == (3, 3)
    assert codes(database) == ["200", "213"]
    assert "wants a reason" in (inbox / "failed" / "3.json.txt").read_text()
    assert sorted(path.name for path in (inbox / "done").iterdir()) == ["0.json", "1.json", "2.json"]


def test_a_worker_looks_for_such_work_and_asks_for_one_job_at_a_time(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, webhook_url=listener.url, webhook_secret=SECRET)
    moment = [0.0]
    schedule = Schedule(HANDLERS, lambda: moment[0])
    moment[0] += LOOK_EVERY_S
    assert schedule.look(database) == []
    tell(database)
    with database.reading() as session:
        assert something_is_due(session)
    assert schedule.look(database) == []  # it has just looked
    moment[0] += LOOK_EVERY_S
    assert schedule.look(database) == ["exchange"]
    moment[0] += REST_S
    assert schedule.look(database) == []  # the job still waits


def test_nothing_is_written_where_no_address_is_set(database: Database) -> None:
    tell(database)
    with database.transaction("test") as session:
        builders.customer(session)
    assert all_messages(database) == []

"""Events of phones: lost, doubled or reordered, each takes effect once; paper and phone meet on the same note."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.delivery.models import Discrepancy, Receipt
from dispatch.delivery.phone_models import Evidence, PhoneEvent
from dispatch.delivery.phone_progress import TourProgress, progress_of
from dispatch.documents.register import installed_store, read
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing import phone as service
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.tours.models import Tour
from tests.delivery.builders import line, note, released
from tests.delivery.phone import ONE, OTHER, delivery, drawn, it_is, report, send, signature_of


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch, business_time: None) -> Callable[[], None]:
    def morning() -> None:
        it_is(monkeypatch, "2026-11-25T09:00:00+01:00")

    return morning


@pytest.fixture
def numbers(any_database: Database, on_the_day: Callable[[], None]) -> tuple[str, ...]:
    """Notes issued the day before; now it is the morning of the tour."""
    issued = released(any_database)
    on_the_day()
    return issued


def counts(database: Database) -> tuple[int, int, int]:
    """Events, receipts, triggers."""
    with database.reading() as session:
        return tuple(len(session.scalars(select(kind)).all()) for kind in (PhoneEvent, Receipt, InvoiceTrigger))  # type: ignore[return-value]


def progress(database: Database, tour_id: int = 1) -> TourProgress:
    with database.reading() as session:
        return progress_of(session, [tour_id])[tour_id]


def test_a_delivery_becomes_receipt_trigger_and_evidence(any_database: Database, numbers: tuple[str, ...]) -> None:
    wrong = [
        {"line": 1, "nature": "missing", "missing": 1_000},
        {"line": 2, "nature": "damaged", "refused": 2_000, "words": "deux cartons ouverts"},
    ]
    event = delivery(any_database, numbers[0], differences=wrong, signer_quality="réceptionnaire")
    assert send(any_database, event).outcome == "taken"
    with any_database.reading() as session:
        row = note(session, numbers[0])
        receipt = row.receipt
        assert receipt is not None
        assert (receipt.channel, receipt.signer_name, receipt.signer_quality) == ("phone", "LEROY", "réceptionnaire")
        assert [(one.accepted_qty, one.refused_qty, one.missing_qty) for one in receipt.lines] == [
            (7_000, 0, 1_000),
            (6_000, 2_000, 0),
        ]
        assert {one.nature for one in session.scalars(select(Discrepancy))} == {"missing", "damaged"}
        evidence = signature_of(session, numbers[0])
        assert evidence is not None
        assert evidence.shown_hash == row.content_hash
        assert (evidence.event.device_at, evidence.event.received_at) == (
            datetime(2026, 11, 25, 7, 10, tzinfo=UTC),
            datetime(2026, 11, 25, 8, 0, tzinfo=UTC),
        )
        document, data = read(session, installed_store(), evidence.signature_id)
        assert (document.subject_key, document.media_type, data[:4]) == (numbers[0], "image/png", b"\x89PNG")
        assert line(session, "CF1", 1).delivered_qty == 7_000
    assert counts(any_database) == (1, 1, 1)


def test_an_event_that_comes_three_times_takes_effect_once(any_database: Database, numbers: tuple[str, ...]) -> None:
    event = delivery(any_database, numbers[0])
    answers = [send(any_database, event) for _ in range(3)]
    assert [(one.outcome, one.again) for one in answers] == [("taken", False), ("taken", True), ("taken", True)]
    assert counts(any_database) == (1, 1, 1)


def test_the_order_in_which_events_come_does_not_matter(any_database: Database, numbers: tuple[str, ...]) -> None:
    send(any_database, delivery(any_database, numbers[0], 3, at="2026-11-25T08:20:00+01:00"))
    send(any_database, report("arrive", 1, at="2026-11-25T08:10:00+01:00"))
    send(any_database, report("late", 5, minutes=10, at="2026-11-25T08:40:00+01:00"))
    send(any_database, report("late", 2, minutes=30, at="2026-11-25T08:15:00+01:00"))
    found = progress(any_database)
    assert (found.stops[0].state, found.late_minutes) == ("delivered", 10)
    assert found.stops[0].state_at == datetime(2026, 11, 25, 7, 20, tzinfo=UTC)
    assert found.stops[0].arrived_at == datetime(2026, 11, 25, 7, 10, tzinfo=UTC)
    assert counts(any_database) == (4, 1, 1)


def test_the_first_arrival_brings_the_tour_under_way_and_a_problem_is_told(
    any_database: Database, numbers: tuple[str, ...]
) -> None:
    send(any_database, report("late", 1, minutes=15))
    with any_database.reading() as session:
        assert session.get_one(Tour, 1).state == "released"
    send(any_database, report("arrive", 2))
    send(any_database, report("problem", 3, problem="closed", words="rideau baissé", at="2026-11-25T08:30:00+01:00"))
    with any_database.reading() as session:
        assert session.get_one(Tour, 1).state == "under_way"
        assert note(session, numbers[0]).state == "issued"
    stop = progress(any_database).stops[0]
    assert (stop.state, stop.problem, stop.words) == ("problem", "closed", "rideau baissé")
    send(any_database, delivery(any_database, numbers[0], 4))
    assert progress(any_database).stops[0].state == "delivered"


def test_what_the_desk_has_confirmed_the_phone_is_told_and_its_signature_kept(
    any_database: Database, numbers: tuple[str, ...]
) -> None:
    with any_database.transaction("user:anna") as session:
        confirm(session, numbers[0], request_key="paper")
    event = delivery(any_database, numbers[0])
    assert [(one.outcome, one.reason, one.again) for one in (send(any_database, event), send(any_database, event))] == [
        ("refused", "received", False),
        ("refused", "received", True),
    ]
    assert counts(any_database) == (1, 1, 1)
    with any_database.reading() as session:
        assert [(one.receipt_id, one.signer_name) for one in session.scalars(select(Evidence))] == [(None, "LEROY")]
        assert signature_of(session, numbers[0]) is None


def test_two_phones_deliver_one_note_and_the_second_is_told(any_database: Database, numbers: tuple[str, ...]) -> None:
    answers = at_once(
        lambda: send(any_database, delivery(any_database, numbers[0], client=ONE)).outcome,
        lambda: send(any_database, delivery(any_database, numbers[0], client=OTHER)).outcome,
    )
    assert sorted(answers) == ["refused", "taken"]
    assert counts(any_database) == (2, 1, 1)


def test_paper_and_phone_at_once_make_one_receipt(any_database: Database, numbers: tuple[str, ...]) -> None:
    def paper() -> str:
        try:
            with any_database.transaction("user:anna") as session:
                confirm(session, numbers[0], request_key="paper")
        except RefusedError:
            return "refused"
        return "taken"

    answers = at_once(paper, lambda: send(any_database, delivery(any_database, numbers[0])).outcome)
    assert sorted(answers) == ["refused", "taken"]
    assert counts(any_database) == (1, 1, 1)
    with any_database.reading() as session:
        assert line(session, "CF1", 1).delivered_qty == 8_000


def test_one_event_sent_twice_at_once_is_entered_once(any_database: Database, numbers: tuple[str, ...]) -> None:
    event = report("late", 1, minutes=20)
    answers = at_once(*[lambda: str(send(any_database, event).again)] * 2)
    assert sorted(answers) == ["False", "True"]
    assert counts(any_database)[0] == 1


def test_without_holding_the_tour_one_event_is_entered_twice(
    postgres_database: Database, on_the_day: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: nothing is held, the database's last line of defence is taken away, and both look first."""
    released(postgres_database)
    on_the_day()
    with postgres_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE phone_events DROP CONSTRAINT uq_phone_events_client_id_sequence"))
    both_looked, get, look = threading.Barrier(2), Session.get, service.find

    def unheld(self: Session, *given: Any, with_for_update: bool = False, **options: Any) -> Any:
        return get(self, *given, **options)

    def looked(*given: object) -> object:
        found = look(*given)  # type: ignore[arg-type]
        both_looked.wait(30)
        return found

    monkeypatch.setattr(Session, "get", unheld)
    monkeypatch.setattr(service, "find", looked)
    event = report("late", 1, minutes=20)
    answers = at_once(*[lambda: str(send(postgres_database, event).again)] * 2)
    assert answers == ["False", "False"]
    assert counts(postgres_database)[0] == 2


def test_a_number_used_for_something_else_is_refused_and_not_entered(
    any_database: Database, numbers: tuple[str, ...]
) -> None:
    send(any_database, report("late", 1, minutes=20))
    with pytest.raises(RefusedError, match="another content"):
        send(any_database, report("late", 1, minutes=25))
    assert counts(any_database)[0] == 1


def test_another_sheet_than_the_notes_is_not_signed(any_database: Database, numbers: tuple[str, ...]) -> None:
    answer = send(any_database, delivery(any_database, numbers[0], shown="0" * 64))
    assert (answer.outcome, answer.reason) == ("refused", "other_sheet")
    assert counts(any_database) == (1, 0, 0)


@pytest.mark.parametrize(
    ("difference", "reason"),
    [
        ({"line": 1, "nature": "damaged", "noted": 1_000, "words": "sous réserve de déballage"}, "void_words"),
        ({"line": 1, "nature": "missing", "missing": 9_000}, "invalid"),
        ({"line": 9, "nature": "missing", "missing": 1_000}, "invalid"),
    ],
)  # fmt: skip
def test_a_reserve_that_does_not_hold_is_refused_and_the_note_stays_out(
    database: Database, on_the_day: Callable[[], None], difference: dict[str, object], reason: str
) -> None:
    number, _ = released(database)
    on_the_day()
    answer = send(database, delivery(database, number, differences=[difference]))
    assert (answer.outcome, answer.reason) == ("refused", reason)
    assert counts(database) == (1, 0, 0)
    assert send(database, delivery(database, number, 2)).outcome == "taken"


def test_what_is_on_another_tour_does_not_exist(database: Database, on_the_day: Callable[[], None]) -> None:
    number, other = released(database)
    on_the_day()
    for event in (report("arrive", 1, stop=2), delivery(database, other, 2), delivery(database, number, 3, stop=2)):
        with pytest.raises(NotFoundError):
            send(database, event)
    assert counts(database) == (0, 0, 0)


def test_a_delivery_without_a_signature_is_no_receipt(database: Database, on_the_day: Callable[[], None]) -> None:
    number, _ = released(database)
    on_the_day()
    with pytest.raises(InvalidInputError, match="signature"):
        send(database, delivery(database, number), service.Pictures(photos=((1, b"x"),)))


def test_events_and_evidence_are_neither_changed_nor_deleted(any_database: Database, numbers: tuple[str, ...]) -> None:
    send(any_database, delivery(any_database, numbers[0]), drawn())
    for statement in (
        "UPDATE phone_events SET sequence = 9", "DELETE FROM phone_events", "UPDATE phone_evidence SET signer_name = 'X'",
        "DELETE FROM phone_evidence",
    ):  # fmt: skip
        with (
            pytest.raises((IntegrityError, DBAPIError), match="is immutable"),
            any_database.transaction("t") as session,
        ):
            session.execute(text(statement))


def at_once(*works: Callable[[], str]) -> list[str]:
    answers: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], str]) -> None:
        start.wait(30)
        answers.append(work())

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return answers

"""The receipt: once, by somebody else, every quantity accepted or owed again."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import GenerativeSelect

from dispatch.accounts.models import User
from dispatch.db import Database
from dispatch.delivery import receipts
from dispatch.delivery.models import DeliveryNote, Discrepancy, Receipt
from dispatch.delivery.receipts import receive
from dispatch.delivery.release import release_day
from dispatch.delivery.reserves import Difference
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.errors import DispatchError, ForbiddenError, InvalidInputError, NotFoundError, RefusedError
from dispatch.orders.models import BackOrder
from dispatch.tours.models import Tour
from tests import builders
from tests.delivery.builders import DAY, line, note, released, tour


def buckets(database: Database, line_no: int = 1) -> tuple[int, int, int]:
    """Delivered, backlog, planned of a line of CF1."""
    with database.reading() as session:
        row = line(session, "CF1", line_no)
        return row.delivered_qty, row.backlog_qty, row.planned_qty


def back_orders(database: Database) -> list[tuple[str, int, bool]]:
    with database.reading() as session:
        return [
            (one.cause, one.opened_qty, one.closed_at is None)
            for one in session.scalars(select(BackOrder).order_by(BackOrder.id))
        ]


def test_a_conform_note_is_delivered_and_its_tour_done(any_database: Database) -> None:
    number, _ = released(any_database, units=8, planned=8)
    with any_database.transaction("user:anna") as session:
        receipt = receive(session, number, request_key="k1", signer_name="MARTIN")
    assert [(one.accepted_qty, one.refused_qty, one.missing_qty) for one in receipt.lines] == [(8_000, 0, 0)] * 2
    assert buckets(any_database) == (8_000, 0, 0)
    assert back_orders(any_database) == []
    with any_database.reading() as session:
        row = note(session, number)
        assert (row.state, row.tour.state, row.receipt and row.receipt.signed_on) == ("received", "done", DAY)
        assert not any(one.portion.live for one in row.lines)
        assert {one.state for one in session.scalars(select(Tour).where(Tour.letter == "B"))} == {"released"}


def test_shortage_and_refusal_are_owed_again_and_a_partial_rest_too(any_database: Database) -> None:
    number, _ = released(any_database, units=10, planned=8)
    wrong = [
        Difference(1, "missing", missing_qty=3_000),
        Difference(1, "damaged", refused_qty=1_000, words="carton ouvert"),
        Difference(2, "damaged", noted_qty=500, words="angle enfoncé, repris tout de même"),
    ]
    with any_database.transaction("user:anna") as session:
        receive(session, number, request_key="k1", differences=wrong)
    assert buckets(any_database, 1) == (4_000, 6_000, 0)
    assert buckets(any_database, 2) == (8_000, 2_000, 0)
    assert back_orders(any_database) == [("shortage", 6_000, True), ("partial", 2_000, True)]
    with any_database.reading() as session:
        kept = [(one.nature, one.quantity) for one in session.scalars(select(Discrepancy).order_by(Discrepancy.id))]
    assert kept == [("missing", 3_000), ("damaged", 1_000), ("damaged", 500)]


def test_the_back_order_closes_when_the_rest_is_delivered(any_database: Database) -> None:
    number, _ = released(any_database, units=10, planned=8)
    with any_database.transaction("user:anna") as session:
        receive(session, number, request_key="k1")
    with any_database.transaction("user:planner") as session:
        depot, vehicle = (
            session.scalars(select(builders.Depot)).one(),
            builders.vehicle(session, session.scalars(select(builders.Depot)).one(), "V9"),
        )
        tour(session, depot, vehicle, [[(line(session, "CF1", 1), 2), (line(session, "CF1", 2), 1)]], "C")
        last = release_day(session, DAY).notes[-1]
    assert back_orders(any_database) == [("partial", 2_000, True), ("partial", 2_000, True)]
    with any_database.transaction("user:anna") as session:
        receive(session, last, request_key="k2")
    assert back_orders(any_database) == [("partial", 2_000, False), ("partial", 2_000, True)]


def test_the_same_key_gives_the_same_receipt(any_database: Database) -> None:
    number, other = released(any_database)
    wrong = [Difference(1, "missing", missing_qty=1_000)]
    with any_database.transaction("user:anna") as session:
        first = receive(session, number, request_key="k1", differences=wrong).id
    with any_database.transaction("user:anna") as session:
        assert receive(session, number, request_key="k1", differences=wrong).id == first
    with any_database.transaction("user:anna") as session, pytest.raises(RefusedError, match="was confirmed on"):
        receive(session, number, request_key="k1")
    with (
        any_database.transaction("user:anna") as session,
        pytest.raises(RefusedError, match="24/11/2026 at 08:00 by user:anna"),
    ):
        receive(session, number, request_key="k2")
    with any_database.transaction("user:anna") as session, pytest.raises(RefusedError, match="has confirmed note"):
        receive(session, other, request_key="k1")


def test_who_drove_does_not_confirm(database: Database) -> None:
    number, other = released(database)
    with database.transaction("test") as session:
        session.add(User(login="dora", name="Dora", role="driver", driver_code="DR1", created_at=builders.NOW))
        builders.product(session, "P9")
    with database.transaction("user:dora") as session:
        with pytest.raises(ForbiddenError, match="cannot confirm it too"):
            receive(session, number, request_key="k1")
        receive(session, other, request_key="k2")
    with database.transaction("user:anna") as session, pytest.raises(ForbiddenError):
        receive(session, number, request_key="k1", confirmer_driver_code="DR1")
    with database.transaction("phone:DR1") as session:
        receive(session, number, request_key="k1", channel="phone")


@pytest.mark.parametrize(
    ("difference", "error", "words"),
    [
        (Difference(9, "missing", missing_qty=1), InvalidInputError, "no line 9"),
        (Difference(1, "lost", missing_qty=1), InvalidInputError, "nature"),
        (Difference(1, "missing", missing_qty=8_001), InvalidInputError, "8 loaded"),
        (Difference(1, "damaged", refused_qty=7_500, noted_qty=501), InvalidInputError, "parts of what was loaded"),
        (Difference(1, "missing", missing_qty=-1), InvalidInputError, "negative"),
        (Difference(1, "other", refused_qty=1), InvalidInputError, "needs words"),
        (Difference(1, "damaged"), InvalidInputError, "neither quantity nor words"),
        (Difference(1, "other", noted_qty=1, words="Sous  réserve de déballage"), RefusedError, "no legal value"),
    ],
)  # fmt: skip
def test_a_difference_that_does_not_hold_is_refused(
    database: Database, difference: Difference, error: type[DispatchError], words: str
) -> None:
    number, _ = released(database)
    with database.transaction("user:anna") as session, pytest.raises(error, match=words):
        receive(session, number, request_key="k1", differences=[difference])
    with database.reading() as session:
        assert session.scalars(select(Receipt)).all() == []


def test_a_signature_older_than_the_note_is_refused(database: Database) -> None:
    number, _ = released(database)
    with database.transaction("user:anna") as session:
        with pytest.raises(InvalidInputError, match="before note"):
            receive(session, number, request_key="k1", signed_on=builders.NOW.date() - timedelta(days=1))
        assert receive(session, number, request_key="k1", signed_on=DAY + timedelta(days=2)).signed_on.day == 27


def test_an_unknown_or_cancelled_note_is_not_confirmed(database: Database) -> None:
    number, _ = released(database)
    with database.transaction("user:anna") as session, pytest.raises(NotFoundError):
        receive(session, "BL-2026-000099", request_key="k1")
    with database.transaction("user:planner") as session:
        withdraw_tour(session, note(session, number).tour_id, "panne")
    with database.transaction("user:anna") as session, pytest.raises(RefusedError, match="is cancelled"):
        receive(session, number, request_key="k1")


def test_a_tour_with_a_received_note_is_not_withdrawn(database: Database) -> None:
    number, _ = released(database)
    with database.transaction("user:anna") as session:
        receive(session, number, request_key="k1")
    with database.transaction("user:planner") as session, pytest.raises(RefusedError, match="cannot be taken off"):
        withdraw_tour(session, note(session, number).tour_id, "panne")


def test_two_desks_confirm_one_note_and_one_is_told(any_database: Database) -> None:
    number, _ = released(any_database)
    assert sorted(_two_desks(lambda key: _confirm(any_database, number, key))) == ["k", "refused"]
    with any_database.reading() as session:
        assert len(session.scalars(select(Receipt)).all()) == 1
    assert buckets(any_database) == (8_000, 2_000, 0)


def test_without_the_guarded_update_two_desks_make_two_receipts(postgres_database: Database) -> None:
    """Negative control: read, look, insert, with the database's own last line of defence taken away."""
    number, _ = released(postgres_database)
    with postgres_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE receipts DROP CONSTRAINT uq_receipts_note_id"))
    both_looked = threading.Barrier(2)

    def naive(key: str) -> str:
        with postgres_database.transaction(f"user:{key}") as session:
            row = note(session, number)
            free = row.state == "issued"
            both_looked.wait(30)
            if not free:
                return "refused"
            row.state = "received"
            session.add(
                Receipt(
                    note_id=row.id,
                    request_key=key,
                    channel="paper",
                    signed_on=DAY,
                    confirmed_at=builders.NOW,
                    confirmed_by=key,
                )
            )
            builders.product(session, f"P{key}")
        return "k"

    assert _two_desks(naive) == ["k", "k"]
    with postgres_database.reading() as session:
        assert len(session.scalars(select(Receipt)).all()) == 2


def test_two_notes_of_one_tour_confirmed_at_once_finish_it(postgres_database: Database) -> None:
    """Each of the two would see the other's note as still out, were the tour not held first."""
    assert _two_notes_of_one_tour(postgres_database) == "done"


def test_without_holding_the_tour_neither_note_finishes_it(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: no row is held, and both look before either commits."""
    both_here = threading.Barrier(2)

    def late(session: Session, row: Tour) -> None:
        both_here.wait(30)
        look(session, row)
        both_here.wait(30)

    look = receipts._finish_tour
    monkeypatch.setattr(receipts, "_finish_tour", late)
    monkeypatch.setattr(GenerativeSelect, "with_for_update", lambda self, **_: self)
    assert _two_notes_of_one_tour(postgres_database) == "released"


def _two_notes_of_one_tour(database: Database) -> str:
    """Confirm the two notes of a tour at once; gives the state in which that leaves the tour."""
    released(database)
    with database.transaction("user:planner") as session:
        depot, (product, *_) = (
            session.scalars(select(builders.Depot)).one(),
            session.scalars(select(builders.Product)).all(),
        )
        other = builders.order(session, line(session, "CF2", 1).order.site, [(product, 2)], "CF5")
        loads = [[(line(session, "CF1", 1), 1)], [(other.lines[0], 2)]]
        last = tour(session, depot, builders.vehicle(session, depot, "V3"), loads, "C").id
        waiting = list(release_day(session, DAY).notes[-2:])
    assert _two_desks(lambda key: _confirm(database, waiting.pop(), key)) == ["k", "k"]
    with database.reading() as session:
        assert {one.state for one in session.scalars(select(DeliveryNote).where(DeliveryNote.tour_id == last))} == {
            "received"
        }
        row = session.get(Tour, last)
        assert row is not None
        return row.state


def _confirm(database: Database, number: str, key: str) -> str:
    try:
        with database.transaction(f"user:{key}") as session:
            receive(session, number, request_key=key)
    except RefusedError:
        return "refused"
    return "k"


def _two_desks(confirm) -> list[str]:
    answers: list[str] = []
    start = threading.Barrier(2)

    def desk(key: str) -> None:
        start.wait(30)
        answers.append(confirm(key))

    desks = [threading.Thread(target=desk, args=(key,)) for key in ("k1", "k2")]
    for one in desks:
        one.start()
    for one in desks:
        one.join(60)
    return answers

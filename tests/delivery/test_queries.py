"""What the desk sees."""

from datetime import timedelta

import pytest

from dispatch.db import Database
from dispatch.delivery.queries import desk, not_returned, note_detail, order_notes
from dispatch.delivery.receipts import receive
from dispatch.delivery.reserves import Difference
from dispatch.errors import NotFoundError
from tests.delivery.builders import DAY, note, released


def test_the_desk_counts_what_has_come_back(any_database: Database) -> None:
    number, other = released(any_database)
    with any_database.transaction("user:anna") as session:
        receive(session, number, request_key="k1", differences=[Difference(2, "damaged", noted_qty=1_000)])
    with any_database.reading() as session:
        day = desk(session, DAY)
        assert day.running_total == "1/2"
        assert [(one.number, one.tour, one.driver, one.state, one.conform) for one in day.notes] == [
            (number, "A", "Chauffeur DR1", "received", False),
            (other, "B", "Chauffeur DR2", "issued", None),
        ]
        assert desk(session, DAY + timedelta(days=1)).running_total == "0/0"


def test_notes_that_have_not_come_back_are_listed_after_days(database: Database) -> None:
    numbers = released(database)
    with database.reading() as session:
        assert not_returned(session, DAY) == ()
        assert [one.number for one in not_returned(session, DAY + timedelta(days=1))] == list(numbers)
        assert not_returned(session, DAY + timedelta(days=2), after_days=3) == ()


def test_a_note_shows_its_lines_and_what_became_of_them(database: Database) -> None:
    number, _ = released(database, units=10, planned=8)
    with database.reading() as session:
        detail = note_detail(session, number)
        assert [(one.loaded_qty, one.rest_qty, one.accepted_qty) for one in detail.lines] == [(8_000, 2_000, None)] * 2
        assert (detail.channel, detail.confirmed_at) == ("", None)
    with database.transaction("user:anna") as session:
        receive(
            session,
            number,
            request_key="k1",
            signer_name="MARTIN",
            differences=[Difference(1, "damaged", refused_qty=500, words="carton ouvert")],
        )
    with database.reading() as session:
        detail = note_detail(session, number)
        first = detail.lines[0]
        assert (first.accepted_qty, first.refused_qty, first.reserves[0].words) == (7_500, 500, "carton ouvert")
        assert (detail.signer_name, detail.signed_on, detail.confirmed_by) == ("MARTIN", DAY, "user:anna")
        with pytest.raises(NotFoundError):
            note_detail(session, "BL-2026-000099")


def test_notes_are_found_by_order(database: Database) -> None:
    _, other = released(database)
    with database.reading() as session:
        assert [one.number for one in order_notes(session, note(session, other).order_id)] == [other]

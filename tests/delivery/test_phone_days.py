"""Which day opens what: early and over are read only, a week later the tour is gone, late events of the day still count."""

from datetime import datetime, timedelta

import pytest

from dispatch.db import Database
from dispatch.delivery.links import note_link, stop_link, tour_link
from dispatch.delivery.phone_days import may_report, mode
from dispatch.delivery.phone_links import open_note, open_tour
from dispatch.errors import NotFoundError
from dispatch.tours.models import Tour
from tests.delivery.builders import DAY, note, released
from tests.delivery.phone import delivery, it_is, report, send

PARIS = "+01:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + PARIS)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T18:00", "early"),
        ("2026-11-25T00:00", "live"),
        ("2026-11-25T23:59", "live"),
        ("2026-11-26T00:00", "over"),
        ("2026-12-02T23:59", "over"),
        ("2026-12-03T00:00", "gone"),
    ],
)
def test_a_tour_is_driven_on_its_day_and_read_around_it(now: str, expected: str) -> None:
    tour = Tour(day=DAY, state="released", starts_at=at("2026-11-25T07:00"), ends_at=at("2026-11-25T13:00"))
    assert mode(tour, at(now)) == expected


def test_a_night_tour_is_not_cut_off_at_midnight() -> None:
    tour = Tour(day=DAY, state="under_way", starts_at=at("2026-11-25T21:00"), ends_at=at("2026-11-26T04:00"))
    assert mode(tour, at("2026-11-26T05:00")) == "live"


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_draft_and_a_cancelled_tour_open_nothing(state: str) -> None:
    tour = Tour(day=DAY, state=state, starts_at=at("2026-11-25T07:00"), ends_at=at("2026-11-25T13:00"))
    assert mode(tour, at("2026-11-25T09:00")) == "gone"


def test_what_happened_on_the_day_counts_when_it_comes_late() -> None:
    tour = Tour(day=DAY, state="released", starts_at=at("2026-11-25T07:00"), ends_at=at("2026-11-25T13:00"))
    on_the_day, the_day_after = at("2026-11-25T11:00"), at("2026-11-26T08:00")
    assert may_report(tour, on_the_day, the_day_after)
    assert not may_report(tour, the_day_after, the_day_after)
    assert not may_report(tour, on_the_day, at("2026-11-24T18:00"))
    assert may_report(tour, on_the_day - timedelta(days=900), on_the_day), "a phone whose clock is wrong"


def test_the_queue_of_a_phone_that_found_the_network_the_next_day_is_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = released(database)
    it_is(monkeypatch, "2026-11-26T07:30:00+01:00")
    assert send(database, delivery(database, number)).outcome == "taken"
    with database.reading() as session:
        receipt = note(session, number).receipt
        assert receipt is not None
        assert receipt.signed_on == DAY
    late = send(database, report("late", 2, minutes=5, at="2026-11-26T07:00:00+01:00"))
    assert (late.outcome, late.reason) == ("refused", "not_today")


def test_codes_of_tour_and_stop_open_the_tour_and_a_notes_code_only_the_note(database: Database) -> None:
    number, _ = released(database)
    with database.reading() as session:
        token = tour_link(1).rsplit("/", 1)[1]
        assert open_tour(session, token).mode == "early"
        opened = open_tour(session, stop_link(2).rsplit("/", 1)[1])
        assert (opened.tour_id, opened.stop_id, opened.actor) == (2, 2, "phone:DR2")
        assert open_note(session, note_link(number).rsplit("/", 1)[1]) == number
        assert open_note(session, token) is None
        for wrong in (note_link(number), tour_link(99), stop_link(99), "/d/no-such-token", f"/d/{token[:-2]}xx"):
            with pytest.raises(NotFoundError, match="opens no tour"):
                open_tour(session, wrong.rsplit("/", 1)[1])

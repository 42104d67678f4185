"""What was not accepted is decided about once, by somebody, and whatever is decided the line still adds up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.after_models import ShortageChoice
from dispatch.delivery.choosing import Choice, choose
from dispatch.delivery.protest import protest_by
from dispatch.delivery.reserves import Difference
from dispatch.delivery.shortage_queries import undecided, undecided_count
from dispatch.errors import ConservationError, InvalidInputError, RefusedError
from dispatch.fleet.models import Vehicle
from dispatch.invoicing.confirm import confirm
from dispatch.journal import record
from dispatch.orders import conservation
from tests.delivery.builders import DAY, line, released

SHORT = [Difference(1, "missing", missing_qty=3_000), Difference(2, "damaged", refused_qty=1_000, words="percé")]
GIVE_UP = Choice("credit_note", "n’en veut plus")
LATER = Choice("new_delivery", deliver_on=DAY + timedelta(days=7))


def short(database: Database, **choices: Choice) -> list[int]:
    """8 of 10 go out, 3 of line 1 are missing and 1 of line 2 is refused; the receipt lines that wait for a choice."""
    number = released(database, units=10, planned=8)[0]
    wanted = {int(name[-1]): choice for name, choice in choices.items()}
    with database.transaction("user:anna") as session:
        confirm(session, number, request_key="k", differences=SHORT, choices=wanted)
    with database.reading() as session:
        return [row.receipt_line_id for row in undecided(session)]


def quantities(database: Database, line_no: int) -> tuple[int, int, int]:
    with database.reading() as session:
        row = line(session, "CF1", line_no)
        return row.delivered_qty, row.backlog_qty, row.cancelled_qty


def test_a_shortage_nobody_decided_about_stays_on_the_list_and_is_owed(any_database: Database) -> None:
    first, _ = short(any_database)
    assert quantities(any_database, 1) == (5_000, 5_000, 0)
    with any_database.reading() as session:
        row = undecided(session)[0]
        assert (row.receipt_line_id, row.missing_qty, row.refused_qty, row.net_cents) == (first, 3_000, 0, 3_000)
        assert (undecided_count(session), row.protest_by) == (2, None)


def test_each_choice_is_taken_at_the_desk_with_the_receipt(any_database: Database) -> None:
    assert short(any_database, line_1=GIVE_UP, line_2=LATER) == []
    assert quantities(any_database, 1) == (5_000, 2_000, 3_000)
    assert quantities(any_database, 2) == (7_000, 3_000, 0)
    with any_database.reading() as session:
        assert line(session, "CF1", 2).promised_on == LATER.deliver_on


def test_a_choice_later_is_taken_once_and_another_is_refused(database: Database) -> None:
    first, second = short(database)
    for _ in range(2):
        with database.transaction("user:anna") as session:
            choose(session, first, GIVE_UP)
    assert quantities(database, 1) == (5_000, 2_000, 3_000)
    with database.transaction("user:bea") as session:
        with pytest.raises(RefusedError, match="user:anna has chosen credit_note"):
            choose(session, first, Choice("back_order"))
        choose(session, second, Choice("back_order"))
    with database.reading() as session:
        assert [one.chosen_by for one in session.scalars(select(ShortageChoice))] == ["user:anna", "user:bea"]
        assert undecided(session) == ()


def test_what_is_on_a_tour_again_is_not_given_up(database: Database) -> None:
    first, _ = short(database)
    with database.transaction("user:planner") as session:
        conservation.plan(session, line(session, "CF1", 1), 5_000)
        record(session, "test.built", "Portion")
    with pytest.raises(ConservationError, match="0 backlog"), database.transaction("user:anna") as session:
        choose(session, first, GIVE_UP)


@pytest.mark.parametrize(
    "wanted",
    [
        Choice("keep"),
        Choice("credit_note"),
        Choice("new_delivery"),
        Choice("new_delivery", deliver_on=date(2026, 11, 23)),
    ],
)
def test_a_choice_that_says_too_little_is_refused(database: Database, wanted: Choice) -> None:
    first, _ = short(database)
    with pytest.raises(InvalidInputError), database.transaction("user:anna") as session:
        choose(session, first, wanted)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 11, 24), date(2026, 11, 27)),
        (date(2026, 11, 10), date(2026, 11, 14)),  # 11 November does not count
        (date(2026, 12, 30), date(2027, 1, 3)),  # nor 1 January
        (date(2026, 4, 3), date(2026, 4, 7)),  # nor Easter Monday
    ],
)
def test_the_protest_has_three_days_without_public_holidays(received: date, last: date) -> None:
    assert protest_by(received) == last


def test_the_deadline_is_shown_where_a_hired_carrier_drove(database: Database) -> None:
    short(database)
    with database.transaction("test") as session:
        session.scalars(select(Vehicle).where(Vehicle.code == "V1")).one().carrier_name = "Transports Roux"
        record(session, "test.built", "Vehicle")
    with database.reading() as session:
        row = undecided(session)[0]
        assert (row.carrier, row.protest_by) == ("Transports Roux", protest_by(row.signed_on))

"""Release: numbered notes per stop and order, frozen, once."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import release_day
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.documents.fingerprint import fingerprint
from dispatch.errors import RefusedError, StalePlanError
from dispatch.journal import JournalEntry
from dispatch.tours.models import Stop, Tour
from tests import builders
from tests.delivery.builders import DAY, line, note, released, small_world, tour


def test_every_order_at_every_stop_gets_the_next_number(any_database: Database) -> None:
    assert released(any_database) == ("BL-2026-000001", "BL-2026-000002")
    with any_database.reading() as session:
        assert [(one.tour.letter, one.order.reference) for one in session.scalars(select(DeliveryNote))] == [
            ("A", "CF1"),
            ("B", "CF2"),
        ]
        assert {one.state for one in session.scalars(select(Tour))} == {"released"}
        entries = session.scalars(select(JournalEntry.subject).where(JournalEntry.kind == "note.issued")).all()
    assert entries == ["BL-2026-000001", "BL-2026-000002"]


def test_a_line_says_ordered_before_today_rest_and_when(any_database: Database) -> None:
    small_world(any_database, units=10, planned=8)
    with any_database.transaction("test") as session:
        line(session, "CF1", 1).expected_on = date(2026, 11, 27)
        builders._add(session, builders.Product(code="X", name="X", unit="x", price_micros=1, vat_bp=0))
    with any_database.transaction("user:planner") as session:
        release_day(session, DAY)
    with any_database.reading() as session:
        first, second = note(session, "BL-2026-000001").lines
        assert (first.ordered_qty, first.delivered_before_qty, first.loaded_qty, first.rest_qty) == (
            10_000,
            0,
            8_000,
            2_000,
        )
        assert (first.rest_expected_on, second.rest_expected_on) == (date(2026, 11, 27), None)
        assert (first.weight_g, first.line_no, second.line_no) == (8_000, 1, 2)


def test_the_second_half_of_a_split_line_counts_the_first_as_before(database: Database) -> None:
    small_world(database, units=10, planned=8)
    with database.transaction("test") as session:
        depot = session.scalars(select(builders.Depot)).one()
        third = builders.vehicle(session, depot, "V3")
        tour(session, depot, third, [[(line(session, "CF1", 1), 1)]], "C")
    with database.transaction("user:planner") as session:
        numbers = release_day(session, DAY).notes
    with database.reading() as session:
        first, last = note(session, numbers[0]).lines[0], note(session, numbers[2]).lines[0]
        assert (first.delivered_before_qty, first.loaded_qty, first.rest_qty, first.rest_expected_on) == (
            0,
            8_000,
            2_000,
            DAY,
        )
        assert (last.delivered_before_qty, last.loaded_qty, last.rest_qty, last.rest_expected_on) == (
            8_000,
            1_000,
            1_000,
            None,
        )


def test_a_day_released_twice_issues_its_notes_once(any_database: Database) -> None:
    numbers = released(any_database)
    with any_database.transaction("user:planner") as session:
        again = release_day(session, DAY)
    assert (again.notes, again.issued) == (numbers, 0)


def test_two_planners_release_at_once_and_the_notes_are_issued_once(any_database: Database) -> None:
    small_world(any_database)
    start, results = threading.Barrier(2), []

    def planner(name: str) -> None:
        start.wait(30)
        with any_database.transaction(name) as session:
            results.append(release_day(session, DAY))

    planners = [threading.Thread(target=planner, args=(f"user:{name}",)) for name in ("anna", "bruno")]
    for one in planners:
        one.start()
    for one in planners:
        one.join(60)
    assert sorted(one.issued for one in results) == [0, 2]
    assert results[0].notes == results[1].notes == ("BL-2026-000001", "BL-2026-000002")


def test_the_frozen_sheet_outlives_the_customers_move(database: Database) -> None:
    number, _ = released(database)
    with database.transaction("test") as session:
        note(session, number).site.city = "Lyon"
        builders.product(session, "P9")
    with database.reading() as session:
        row = note(session, number)
        sheet = thaw(row.sheet)
        assert sheet.consignee.city == "Grenoble"
        assert fingerprint(sheet) == row.content_hash


def test_a_stop_without_goods_keeps_the_day_in(any_database: Database) -> None:
    small_world(any_database)
    with any_database.transaction("test") as session:
        first = session.scalars(select(Tour).where(Tour.letter == "A")).one()
        stop = first.trips[0].stops[0]
        first.trips[0].stops.append(
            Stop(
                sequence=2,
                site_id=stop.site_id,
                arrives_at=stop.arrives_at,
                begins_at=stop.begins_at,
                leaves_at=stop.leaves_at,
            )
        )
        builders.product(session, "P9")
    with any_database.transaction("user:planner") as session, pytest.raises(RefusedError, match="stop 2 has nothing"):
        release_day(session, DAY)
    with any_database.reading() as session:
        assert session.scalars(select(DeliveryNote)).all() == []


def test_an_order_cancelled_after_planning_keeps_the_day_in(any_database: Database) -> None:
    small_world(any_database)
    with any_database.transaction("test") as session:
        line(session, "CF2", 1).order.state = "cancelled"
        builders.product(session, "P9")
    with pytest.raises(StalePlanError, match="CF2"), any_database.transaction("user:planner") as session:
        release_day(session, DAY)
    with any_database.reading() as session:
        assert {one.state for one in session.scalars(select(Tour))} == {"draft"}


def test_a_planner_who_saw_an_older_plan_is_told(any_database: Database) -> None:
    small_world(any_database)
    with pytest.raises(StalePlanError, match="version 2"), any_database.transaction("user:planner") as session:
        release_day(session, DAY, expected_version=1)


def test_a_day_without_tours_is_refused(database: Database) -> None:
    with database.transaction("user:planner") as session, pytest.raises(RefusedError, match="no tour"):
        release_day(session, DAY)


def test_a_withdrawn_tour_owes_its_goods_again_and_keeps_its_numbers(any_database: Database) -> None:
    numbers = released(any_database)
    with any_database.transaction("user:planner") as session:
        row = note(session, numbers[0])
        withdraw_tour(session, row.tour_id, "panne")
    with any_database.reading() as session:
        row = note(session, numbers[0])
        assert (row.state, row.tour.state) == ("cancelled", "cancelled")
        assert [(one.backlog_qty, one.planned_qty) for one in row.order.lines] == [(10_000, 0), (10_000, 0)]
        assert not any(one.portion.live for one in row.lines)
        assert note(session, numbers[1]).state == "issued"


def test_what_was_withdrawn_leaves_on_a_new_note_with_the_next_number(database: Database) -> None:
    numbers = released(database)
    with database.transaction("user:planner") as session:
        withdraw_tour(session, note(session, numbers[0]).tour_id, "panne")
    with database.transaction("user:planner") as session:
        depot, vehicle = (
            session.scalars(select(builders.Depot)).one(),
            session.scalars(select(builders.Vehicle)).first(),
        )
        assert vehicle
        tour(session, depot, vehicle, [[(line(session, "CF1", 1), 8)]], "A")
        result = release_day(session, DAY)
    assert result.notes == (numbers[1], "BL-2026-000003")
    assert result.issued == 1

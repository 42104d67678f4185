"""What pages read, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dispatch.customers.placed import placed_sites
from dispatch.db import Database
from dispatch.delivery.desk_day import desk_day
from dispatch.delivery.pack_state import KIND, pack_state
from dispatch.errors import NotFoundError
from dispatch.intake import run_import
from dispatch.intake.batches import recent_batches
from dispatch.jobs.queue import enqueue
from dispatch.journal.queries import entries
from dispatch.orders.listing import orders_page
from dispatch.orders.order_view import order_view
from tests import builders
from tests.delivery.builders import DAY, released

CUSTOMERS = "customer;name;siren;billing_address;postcode;city;country;payment_terms\nC7;Clair;732829320;1 rue;38000;Grenoble;FR;30 jours\n"


def test_orders_are_summed_in_cents_and_due_on_the_first_open_day(any_database: Database) -> None:
    released(any_database)  # CF1: 10 of P1 at 10.00 and 10 of P2 at 3.333333, 8 of each on a tour
    with any_database.reading() as session:
        page = orders_page(session, search="c1", today=DAY)
    assert page.total == 1
    row = page.rows[0]
    assert (row.ordered_cents, row.planned_cents, row.backlog_cents, row.delivered_cents) == (13_333, 10_667, 2_667, 0)
    assert (row.due_on, row.line_count) == (DAY, 2)


@pytest.mark.parametrize(
    ("show", "references"),
    [("open", ["CF1", "CF2"]), ("late", ["CF1"]), ("draft", []), ("done", []), ("all", ["CF1", "CF2"])],
)
def test_a_filter_shows_what_it_says(any_database: Database, show: str, references: list[str]) -> None:
    released(any_database)
    with any_database.reading() as session:
        found = orders_page(session, show=show, today=DAY + timedelta(days=1))
    assert sorted(row.reference for row in found.rows) == references


def test_a_search_takes_signs_as_they_stand_and_all_words_must_be_there(any_database: Database) -> None:
    released(any_database)
    with any_database.reading() as session:
        for search, count in (
            ("%", 0),
            ("_", 0),
            ("CLIENT", 2),
            ("client c2", 1),
            ("client nowhere", 0),
            ("grenoble cf1", 1),
        ):
            assert orders_page(session, search=search, today=DAY).total == count, search


def test_pages_of_the_list_follow_each_other(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        item = builders.product(session)
        for number in range(5):
            builders.order(session, site, [(item, 1)], f"CF{number}", requested_on=date(2026, 11, 20 + number))
    with any_database.reading() as session:
        pages = [orders_page(session, today=DAY, offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [[row.reference for row in page.rows] for page in pages] == [["CF0", "CF1"], ["CF2", "CF3"], ["CF4"]]
    assert {page.total for page in pages} == {5}


def test_an_order_is_found_by_reference_or_by_number(any_database: Database) -> None:
    released(any_database)
    with any_database.reading() as session:
        order = order_view(session, "CF1")
        assert order_view(session, order.number) == order
        assert [(line.ordered_qty, line.planned_qty, line.backlog_qty) for line in order.lines] == [
            (10_000, 8_000, 2_000)
        ] * 2
        with pytest.raises(NotFoundError):
            order_view(session, "CF9")


def test_the_desk_opens_on_the_last_day_that_still_waits(any_database: Database) -> None:
    with any_database.reading() as session:
        assert desk_day(session, DAY) == DAY
    released(any_database)
    with any_database.reading() as session:
        assert desk_day(session, DAY - timedelta(days=3)) == DAY
        assert desk_day(session, DAY + timedelta(days=9)) == DAY


def test_the_print_button_knows_the_job_of_its_own_day(any_database: Database) -> None:
    released(any_database)
    with any_database.transaction("user:planner") as session:
        enqueue(session, KIND, {"day": DAY.isoformat()})
        enqueue(session, KIND, {"day": "2026-11-26"})
    with any_database.reading() as session:
        state, other = pack_state(session, DAY), pack_state(session, date(2026, 11, 27))
    assert state.is_drawing
    assert state.document_id is None
    assert (other.job, other.document_id) == (None, None)


def test_files_journal_and_places_are_listed_newest_first(any_database: Database) -> None:
    run_import(any_database, "user:anna", "customers", CUSTOMERS.encode(), "a.csv")
    run_import(any_database, "user:anna", "customers", CUSTOMERS.encode(), "b.csv")
    with any_database.transaction("test") as session:
        owner = builders.customer(session)
        builders.site(session, owner, "S1")
        builders.site(session, owner, "S2", latitude=None, longitude=None)
    with any_database.reading() as session:
        assert [(row.file_name, row.created_count, row.unchanged_count) for row in recent_batches(session)] == [
            ("b.csv", 0, 1),
            ("a.csv", 1, 0),
        ]
        assert [place.name for place in placed_sites(session)] == ["Site S1"]
        found = entries(session, search="USER:AN")
        assert [entry.actor for entry in found] == ["user:anna"] * 2
        assert found[0].seq > found[1].seq
        assert entries(session, before=found[1].seq) == []
        assert entries(session, search="%") == []

"""The day board of a big day: few statements, fast, and all that pages need."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import event

from dispatch.db import Database
from dispatch.planning import queries, runs
from dispatch.planning.queries import day_board
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import site_at, yard
from tests.tours.builders import draft_tour

MOST_STATEMENTS = 13


def statements_for(database: Database, stops_per_tour: int, tours: int) -> tuple[int, float]:
    with database.transaction("t") as session:
        vans = yard(session, vans=tours)
        bread = builders.product(session)
        for number, van in enumerate(vans):
            session.refresh(van)
            orders = [
                builders.order(
                    session, site_at(session, f"S{number}-{stop}"), [(bread, 1), (bread, 2)], f"CF{number}-{stop}"
                )
                for stop in range(stops_per_tour)
            ]
            draft_tour(session, van, orders, letter=chr(65 + number))
        builders.order(session, site_at(session, "REST"), [(bread, 7)], "REST")
        runs.ask(session, TOMORROW)
    statements: list[str] = []

    def count(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", count)
    with database.reading() as session:
        begun = time.perf_counter()
        board = day_board(session, TOMORROW)
        elapsed = time.perf_counter() - begun
    assert board.totals.stops == stops_per_tour * tours
    assert board.pool.lines == 1
    return len(statements), elapsed


def test_a_day_of_300_stops_takes_as_many_statements_as_a_day_of_two(database: Database) -> None:
    count, elapsed = statements_for(database, 60, 5)
    assert count <= MOST_STATEMENTS
    assert elapsed < 2, "about 0.2 s on an idle machine"


def test_a_small_day_takes_no_fewer(database: Database) -> None:
    assert statements_for(database, 2, 1)[0] <= MOST_STATEMENTS


def test_a_queued_run_shows_on_its_days_and_not_on_others(database: Database) -> None:
    with database.transaction("user:anna") as session:
        run_id = runs.ask(session, TOMORROW, days=2).id
    with database.reading() as session:
        shown = [day_board(session, TOMORROW + timedelta(days=number)).run for number in range(-1, 3)]
        assert [run.id if run else None for run in shown] == [None, run_id, run_id, None]
        row = queries.run(session, run_id, "en")
    assert (row.state, row.is_open, row.asked_by, row.gap_percent) == ("queued", True, "user:anna", None)


def test_lines_are_on_time_when_they_go_whole_on_their_day_before_the_window_ends(database: Database) -> None:
    with database.transaction("t") as session:
        (van,) = yard(session)
        bread = builders.product(session)
        early = builders.order(session, site_at(session, "S1"), [(bread, 1)], "ON-TIME")
        late = builders.order(
            session, site_at(session, "S2"), [(bread, 1)], "LATE", requested_on=TOMORROW - timedelta(days=1)
        )
        shut = builders.order(session, site_at(session, "S3"), [(bread, 1)], "SHUT")
        builders.order(session, site_at(session, "S4"), [(bread, 7)], "REST")
        tour = draft_tour(session, van, [early, late, shut])
        third = tour.trips[0].stops[2]
        third.window_opens_at = third.begins_at - timedelta(hours=1)
        third.window_closes_at = third.begins_at - timedelta(minutes=1)
        tour.distance_m = 20_000
        tour.profile = "truck"
    with database.reading() as session:
        totals = day_board(session, TOMORROW).totals
    assert (totals.on_time_lines, totals.due_lines) == (1, 4)
    assert totals.co2_g == 16_000

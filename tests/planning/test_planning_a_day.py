"""A day planned with the real solver, on both engines."""

from __future__ import annotations

from dispatch.db import Database
from dispatch.planning.queries import day_board
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, carried, plan, site_at, stock, yard


def test_due_lines_come_on_tours_and_quantities_move_with_them(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        yard(session, vans=2)
        bread, cake = builders.product(session, "BREAD"), builders.product(session, "CAKE")
        stock(session, bread, 100)
        stock(session, cake, 100)
        for number in range(1, 4):
            builders.order(
                session, site_at(session, f"S{number}", north_km=number), [(bread, 5), (cake, number)], f"CF{number}"
            )
    run = plan(any_database)
    assert (run.state, run.error, run.violation_count) == ("adopted", "", 0)
    assert (run.served_lines, run.due_lines) == (6, 6)
    with any_database.reading() as session:
        assert carried(session) == {
            ("CF1", 1): 5,
            ("CF1", 2): 1,
            ("CF2", 1): 5,
            ("CF2", 2): 2,
            ("CF3", 1): 5,
            ("CF3", 2): 3,
        }
        assert_conserved(session)
        board = day_board(session, TOMORROW, "fr")
    assert (board.version, board.totals.stops, board.totals.lines, board.pool.lines) == (1, 3, 6, 0)
    assert board.tours[0].letter == "A"
    assert "vol d'oiseau" in board.tours[0].source_fr
    assert board.plan_run is not None
    assert board.plan_run.tour_cost_cents == board.plan_run.cost_cents

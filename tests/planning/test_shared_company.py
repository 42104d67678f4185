"""The company beside the project, from its files to tours, where those files are present."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.intake.importing import run_import
from dispatch.orders.models import OrderLine
from dispatch.planning.goods import overdrawn_products
from dispatch.planning.queries import day_board
from tests.conftest import shared_files
from tests.planning.builders import assert_conserved, plan

KINDS = ("company", "customers", "depots", "sites", "products", "stock", "production", "vehicles", "drivers", "orders")
DAY = date(2026, 11, 25)


@pytest.mark.shared
@pytest.mark.parametrize("folder", [path.parent for path in shared_files("data/monaco/orders.csv")])
def test_a_real_company_is_planned_with_production_respected(database: Database, folder: Path) -> None:
    for kind in KINDS:
        report = run_import(database, "operator", kind, (folder / f"{kind}.csv").read_bytes(), f"{kind}.csv")
        assert report.errors == ()
    run = plan(database, DAY, time_limit_s=3.0)
    assert (run.state, run.violation_count) == ("adopted", 0)
    with database.reading() as session:
        assert_conserved(session)
        assert overdrawn_products(session, DAY) == []
        board = day_board(session, DAY)
        due = session.scalars(select(OrderLine).where(OrderLine.requested_on <= DAY)).all()
        planned = {portion.order_line_id for tour in board.tours for stop in tour.stops for portion in stop.portions}
    assert run.due_lines == len(due)
    assert planned | {row.order_line_id for row in board.unplanned} == {line.id for line in due}
    assert len({row.site_name for row in board.unplanned if row.code == "data"}) == 3
    assert all(row.sentence for row in board.unplanned)
    assert all(
        bar.percent is None or bar.percent <= 100 for tour in board.tours for trip in tour.trips for bar in trip.bars
    )

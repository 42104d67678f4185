"""Rows of tour pages."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from dispatch.db import Database
from dispatch.errors import NotFoundError
from dispatch.tours import queries
from tests.builders import TOMORROW
from tests.tours.builders import small_day


def test_a_tour_row_says_what_is_carried_and_for_whom(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        small_day(session)
    with any_database.reading() as session:
        (row,) = queries.tours_on(session, TOMORROW)
    assert (row.letter, row.vehicle_code, row.driver_name, len(row.stops)) == ("A", "V1", "Chauffeur DR1", 1)
    assert [(bar.dimension, bar.used, bar.percent) for bar in row.bars] == [
        ("weight", 12_000, 2),
        ("volume", 0, None),
        ("pallets", 0, None),
    ]
    (stop,) = row.stops
    assert (stop.customer_name, stop.orders, stop.value_cents) == ("Client C1", ("CF1",), 12_000)
    assert stop.portions[0].quantity == 12_000


def test_a_day_is_read_in_a_fixed_number_of_statements(database: Database) -> None:
    with database.transaction("t") as session:
        small_day(session)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with database.reading() as session:
        queries.tours_on(session, TOMORROW)
    assert len(statements) <= 5


def test_an_unknown_tour_is_said_not_to_be(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFoundError):
        queries.tour(session, 7)

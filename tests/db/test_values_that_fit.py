"""What no column keeps is refused in words, on both engines, and nothing is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.db import Database
from dispatch.errors import InvalidInputError
from tests import builders


def make_two(database: Database, **second: object) -> None:
    with database.transaction("test") as session:
        builders.product(session, "P1")
        builders.product(session, "P2", **second)
        journal.record(session, "product.made", "P2")


@pytest.mark.parametrize("change", [{"price_micros": 10**30}, {"name": "\ud800"}], ids=["number", "half a letter"])
def test_a_value_that_no_column_keeps_is_an_error_of_the_input(
    any_database: Database, change: dict[str, object]
) -> None:
    with pytest.raises(InvalidInputError, match="too long or too large"):
        make_two(any_database, **change)
    with any_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Product)) == 0

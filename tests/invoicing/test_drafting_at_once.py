"""Two desks draft at once: each delivery is on one draft, and nobody meets an error."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dispatch.db import Database
from dispatch.invoicing import drafts
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.invoice_models import Invoice
from tests.delivery.builders import DAY
from tests.invoicing.builders import delivered


def two_at_once(database: Database) -> tuple[int, list[Exception]]:
    """How many drafts there are afterwards, and what the desks met."""
    met: list[Exception] = []

    def desk(name: str) -> None:
        try:
            with database.transaction(f"user:{name}") as session:
                draft_due(session, DAY)
        except IntegrityError as error:
            met.append(error)

    desks = [threading.Thread(target=desk, args=(f"d{place}",)) for place in range(2)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    with database.reading() as session:
        return len(session.scalars(select(Invoice.id)).all()), met


def test_two_desks_draft_each_delivery_once(any_database: Database) -> None:
    delivered(any_database)
    assert two_at_once(any_database) == (2, [])


@pytest.mark.postgres
def test_without_holding_the_triggers_the_second_desk_meets_the_unique_index(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(postgres_database)
    both, load = threading.Barrier(2), drafts._load

    def slow(*arguments: Any) -> Any:
        both.wait(5)
        return load(*arguments)

    monkeypatch.setattr(drafts, "_load", slow)
    monkeypatch.setattr("sqlalchemy.sql.selectable.GenerativeSelect.with_for_update", lambda query, **_: query)
    made, met = two_at_once(postgres_database)
    assert (made, len(met)) == (2, 1)

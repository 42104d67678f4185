"""Key figures: what counts as on time, in full, a back order; and a week read from the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.controls.kpi import LineRecord, Share, in_full, kpi_weeks, on_time, otif, week
from dispatch.controls.kpi_road import RoadWeek
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import release_day
from dispatch.delivery.reserves import Difference
from dispatch.invoicing import releasing
from dispatch.invoicing.confirm import confirm
from tests.delivery.builders import DAY, small_world
from tests.invoicing.builders import complete_company, delivered, issued

MONDAY = date(2026, 11, 23)
DUE = MONDAY + timedelta(days=2)


def line(*deliveries: tuple[int, int], wanted: int = 10) -> LineRecord:
    """A line of 10 due on Wednesday; deliveries are (days after Wednesday, quantity)."""
    return LineRecord(
        wanted, DUE, None, tuple((DUE + timedelta(days=after), quantity) for after, quantity in deliveries)
    )


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (line((0, 10)), (True, True, True)),
        (line((-1, 10)), (True, True, True)),
        (line((1, 10)), (False, True, False)),
        (line((-1, 4), (0, 6)), (True, False, True)),
        (line((0, 4), (1, 6)), (False, False, False)),
        (line((0, 4)), (True, False, False)),
        (line(), (False, False, False)),
    ],
)
def test_on_time_in_full_and_both(record: LineRecord, expected: tuple[bool, bool, bool]) -> None:
    assert (on_time(record, DUE), in_full(record), otif(record, DUE)) == expected


def test_the_running_week_judges_only_days_that_are_over() -> None:
    records = [line((0, 10)), LineRecord(10, DUE + timedelta(days=2), None, ())]
    found = week(MONDAY, DUE + timedelta(days=1), records, [], [], RoadWeek())
    assert found.otif_promised == Share(1, 1)
    assert week(MONDAY, MONDAY + timedelta(days=7), records, [], [], RoadWeek()).otif_promised == Share(1, 2)


def test_requested_and_promised_are_judged_apart() -> None:
    record = LineRecord(10, DUE, DUE + timedelta(days=1), ((DUE + timedelta(days=1), 10),))
    found = week(MONDAY, MONDAY + timedelta(days=7), [record], [], [], RoadWeek())
    assert (found.otif_requested, found.otif_promised) == (Share(0, 1), Share(1, 1))


def test_a_week_is_read_from_receipts_and_tours(any_database: Database) -> None:
    small_world(any_database)
    with any_database.transaction("user:planner") as session:
        release_day(session, DAY)
    with any_database.transaction("user:anna") as session:
        for number in session.scalars(select(DeliveryNote.number)).all():
            differences = [Difference(1, "missing", missing_qty=1_000)] if number.endswith("1") else []
            confirm(session, number, request_key=number, differences=differences)
    with any_database.reading() as session:
        *before, found = kpi_weeks(session, date(2026, 11, 27))
    assert all(one.otif_promised.of == 0 for one in before)
    assert found.on_time_promised == Share(3, 3)
    assert found.otif_promised == Share(1, 3)
    assert found.back_orders == Share(2, 3)
    assert (found.road.tours, found.road.stops, found.road.estimated) == (2, 2, True)
    assert found.road.load_g == 21_000


def test_days_to_the_invoice_are_counted_from_the_signature(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(database)
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-28T08:00:00+01:00")
    settings.current.cache_clear()
    assert len(issued(database)) == 2
    with database.reading() as session:
        assert kpi_weeks(session, date(2026, 11, 28))[-1].invoice_days == 3.0


def test_a_note_that_is_its_invoice_waits_no_day_although_it_was_numbered_before(database: Database) -> None:
    small_world(database, units=8, planned=8, billing_mode="note_is_invoice")
    complete_company(database)
    with database.transaction("user:planner") as session:
        releasing.release_day(session, DAY)
    with database.transaction("user:anna") as session:
        for number in session.scalars(select(DeliveryNote.number)).all():
            confirm(session, number, request_key=number)
    with database.reading() as session:
        assert kpi_weeks(session, date(2026, 11, 27))[-1].invoice_days == 0.0

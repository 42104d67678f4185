"""Numbers of invoices are unbroken and in order, whoever validates, whatever is rolled back."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.db import Database
from dispatch.invoicing import issue
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.validation import validate
from tests.invoicing.builders import drafted, many_delivered

WORKERS = 20


class PowerCutError(Exception):
    """What ends a transaction in the middle."""


def validate_all(database: Database, keys: list[int]) -> list[str]:
    """Twenty workers, a draft each; every third breaks off after its validation and tries again."""

    def work(place: int, key: int) -> None:
        for broken in (True, False) if place % 3 == 0 else (False,):
            with contextlib.suppress(PowerCutError), database.transaction(f"user:w{place}") as session:
                validate(session, key)
                if broken:
                    raise PowerCutError

    workers = [threading.Thread(target=work, args=item) for item in enumerate(keys)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with database.reading() as session:
        found = select(Invoice.number).where(Invoice.number.is_not(None))
        return sorted(number for number in session.scalars(found) if number)


def unbroken(numbers: list[str]) -> bool:
    return numbers == [f"FA-2026-{place:06d}" for place in range(1, WORKERS + 1)]


def test_twenty_workers_with_rollbacks_leave_no_gap(any_database: Database) -> None:
    many_delivered(any_database, WORKERS)
    assert unbroken(validate_all(any_database, drafted(any_database)))


def test_a_counter_outside_the_transaction_would_leave_gaps(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_delivered(database, WORKERS)
    taken, gate, real = [0], threading.Lock(), issue.next_number

    def sequence(*arguments: object) -> str:
        real(*arguments)  # type: ignore[arg-type]  # the series' own row is wanted for its last day
        with gate:
            taken[0] += 1
            return f"FA-2026-{taken[0]:06d}"

    monkeypatch.setattr(issue, "next_number", sequence)
    assert not unbroken(validate_all(database, drafted(database)))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def move(instant: str) -> None:
        monkeypatch.setenv("DISPATCH_NOW", instant)
        settings.current.cache_clear()

    return move


def test_a_clock_put_back_gives_no_earlier_day(database: Database, at: Callable[[str], None]) -> None:
    many_delivered(database, 2)
    first, second = drafted(database)
    with database.transaction("user:anna") as session:
        validate(session, first)
    at("2026-11-22T08:00:00+01:00")
    with database.transaction("user:anna") as session:
        later = validate(session, second)
        assert (later.number, later.issued_on) == ("FA-2026-000002", date(2026, 11, 24))

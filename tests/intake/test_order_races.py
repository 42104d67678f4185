"""The same order file at the same moment, with its negative control."""

from __future__ import annotations

import threading

from sqlalchemy import select

from dispatch.errors import RefusedError
from dispatch.intake.orders.decision import OrdersDecision
from dispatch.orders.models import Order
from tests.intake.files import ORDER, masters, take


def test_the_same_file_sent_twice_at_the_same_moment_is_stored_once(either_company):
    rows = [ORDER | {"order": f"CF{number}"} for number in range(50)]
    start, reports = threading.Barrier(3), []

    def send() -> None:
        start.wait()
        reports.append(take(either_company, "orders", *rows))

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((report.created, report.unchanged) for report in reports) == [(0, 50), (0, 50), (50, 0)]
    with either_company.reading() as session:
        numbers = session.scalars(select(Order.number).order_by(Order.number)).all()
        assert (len(numbers), numbers[-1]) == (50, "CO-2026-000050")


def test_without_the_second_look_one_of_two_would_be_refused(postgres_database, monkeypatch):
    """The negative control: both look before either writes, and nobody compares anew."""
    masters(postgres_database)
    monkeypatch.setattr("dispatch.intake.importing.ATTEMPTS", 1)
    both_have_looked, write = threading.Barrier(2), OrdersDecision.apply

    def wait_and_write(self, session) -> None:
        both_have_looked.wait(timeout=20)
        write(self, session)

    monkeypatch.setattr(OrdersDecision, "apply", wait_and_write)
    outcomes = []

    def send() -> None:
        try:
            outcomes.append(take(postgres_database, "orders", ORDER).created)
        except RefusedError:
            outcomes.append("refused")

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [1, "refused"]

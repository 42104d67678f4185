"""The credit gate at loading: what would leave above the limit stays, two releases do not pass it, without it they do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.controls.broken import broken
from dispatch.customers.credit import set_rule
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.delivery import loading_credit, release
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import ReleaseResult, release_day
from dispatch.delivery.reopening import reopen_day
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.errors import InvalidInputError, RefusedError, StalePlanError
from dispatch.invoicing.confirm import confirm
from dispatch.orders.cancelling import close_order
from dispatch.orders.confirming import release_order
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import Order
from dispatch.orders.reopening import reopen_order
from dispatch.tours.models import DayPlan, Tour
from tests import builders
from tests.delivery.builders import DAY, line, tour

NEXT = DAY + timedelta(days=1)
EACH = 30_000
"""A load of 25 at 10.00 € and 20 % VAT."""


def world(database: Database, *days: date, limit: int = 2 * EACH, stage: str = "loading", mode: str = "block") -> None:
    """On each day one tour of its own vehicle brings 25 of order CF1, CF2 …; another customer without a limit is on each tour."""
    with database.transaction("test") as session:
        builders.company(session)
        item = builders.product(session)
        owner, other = builders.customer(session, "C1", credit_limit_cents=limit), builders.customer(session, "C2")
        site, noise = builders.site(session, owner), builders.site(session, other, "S2")
        depot = builders.depot(session)
        for count, day in enumerate(days, 1):
            vehicle = builders.vehicle(session, depot, f"V{count}")
            wanted = builders.order(session, site, [(item, 50)], f"CF{count}")
            besides = builders.order(session, noise, [(item, 900)], f"NOISE{count}")
            letter = chr(ord("A") + count - 1)
            tour(session, depot, vehicle, [[(wanted.lines[0], 25)], [(besides.lines[0], 900)]], letter, day)
        set_rule(session, owner, mode, stage)


def publish(database: Database, day: date = DAY, version: int | None = None) -> ReleaseResult:
    with database.transaction("user:planner") as session:
        return release_day(session, day, version)


def order(database: Database, reference: str = "CF1") -> Order:
    with database.reading() as session:
        return session.scalars(select(Order).where(Order.reference == reference)).one()


def let_out(database: Database, reference: str, reason: str = "chèque reçu") -> None:
    with database.transaction("user:chef") as session:
        release_order(session, session.get_one(Order, order(database, reference).id), reason)


def holds(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        rows = session.scalars(select(CreditHold).order_by(CreditHold.id)).all()
        return [(one.order.reference, one.outcome, one.closed_by) for one in rows]


def notes_of(database: Database, code: str = "C1") -> list[str]:
    with database.reading() as session:
        query = select(DeliveryNote.number).join(Customer).where(Customer.code == code, DeliveryNote.state == "issued")
        return list(session.scalars(query.order_by(DeliveryNote.id)))


def later(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    monkeypatch.setenv("DISPATCH_NOW", f"2026-11-24T{hour:02}:00:00+01:00")
    settings.current.cache_clear()


def test_a_load_above_the_limit_keeps_the_day_in_and_is_named(any_database: Database) -> None:
    world(any_database, DAY, DAY, DAY)
    result = publish(any_database)
    assert (result.tours, result.notes, result.issued) == ((), (), 0)
    (held,) = result.held
    assert (held.order_reference, held.customer_name, held.tours) == ("CF3", "Client C1", ("C",))
    assert [(one.line_no, one.product_name, one.quantity) for one in held.lines] == [(1, "Produit P1", 25_000)]
    assert (held.asked_cents, held.exposure_cents, held.above_cents) == (EACH, 2 * EACH, EACH)
    assert holds(any_database) == [("CF3", "", "")]
    assert notes_of(any_database) == notes_of(any_database, "C2") == []
    with any_database.reading() as session:
        assert {one.state for one in session.scalars(select(Tour))} == {"draft"}
    assert [one.order_reference for one in publish(any_database).held] == ["CF3"]
    assert len(holds(any_database)) == 1


def test_a_release_with_author_and_reason_lets_that_load_out_once(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    world(any_database, DAY, DAY, DAY, NEXT)
    publish(any_database)
    with pytest.raises(InvalidInputError):
        let_out(any_database, "CF3", " ")
    later(monkeypatch, 9)
    let_out(any_database, "CF3")
    with pytest.raises(RefusedError, match="not held"):
        let_out(any_database, "CF3")
    assert (result := publish(any_database)).issued == 6
    assert result.held == ()
    assert holds(any_database) == [("CF3", "released", "user:chef")]
    assert [one.order_reference for one in publish(any_database, NEXT).held] == ["CF4"]


def test_the_rest_of_a_released_order_asks_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    world(database, DAY, limit=0)
    publish(database)
    later(monkeypatch, 9)
    let_out(database, "CF1")
    assert publish(database).issued == 2
    later(monkeypatch, 10)
    with database.transaction("test") as session:
        depot = session.scalars(select(builders.Depot)).one()
        tour(session, depot, builders.vehicle(session, depot, "V9"), [[(line(session, "CF1", 1), 25)]], "A", NEXT)
    assert [one.order_reference for one in publish(database, NEXT).held] == ["CF1"]


def test_more_than_was_released_is_held_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    world(database, DAY, limit=0)
    publish(database)
    later(monkeypatch, 9)
    let_out(database, "CF1")
    with database.transaction("test") as session:
        depot = session.scalars(select(builders.Depot)).one()
        tour(session, depot, builders.vehicle(session, depot, "V9"), [[(line(session, "CF1", 1), 1)]], "B")
    (held,) = publish(database).held
    assert (held.asked_cents, held.tours) == (EACH + 1_200, ("A", "B"))


def test_closing_and_opening_again_does_not_slip_through(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    world(database, DAY, limit=0)
    publish(database)
    later(monkeypatch, 9)
    let_out(database, "CF1")
    publish(database)
    later(monkeypatch, 10)
    with database.transaction("user:planner") as session:
        withdraw_tour(session, session.scalars(select(Tour.id).where(Tour.letter == "A")).one(), "panne")
    later(monkeypatch, 11)
    with database.transaction("user:anna") as session:
        mine = session.get_one(Order, order(database).id)
        close_order(session, mine, "plus besoin")
        reopen_order(session, mine, "repris")
        depot = session.scalars(select(builders.Depot)).one()
        tour(session, depot, builders.vehicle(session, depot, "V9"), [[(line(session, "CF1", 1), 25)]], "A")
    assert [one.order_reference for one in publish(database).held] == ["CF1"]


def test_a_day_opened_again_keeps_its_release(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    world(database, DAY, limit=0)
    publish(database)
    later(monkeypatch, 9)
    let_out(database, "CF1")
    publish(database)
    with database.transaction("user:planner") as session:
        reopen_day(session, DAY, session.scalars(select(DayPlan.version)).one(), "Camion en panne")
    assert publish(database).issued == 2


def test_an_order_closed_while_it_is_held_is_held_no_more(database: Database) -> None:
    world(database, DAY, limit=0)
    publish(database)
    with database.transaction("user:anna") as session:
        mine = session.get_one(Order, order(database).id)
        depot_tour = session.scalars(select(Tour)).one()
        release.lifecycle.take_off(session, depot_tour)
        close_order(session, mine, "perdue")
    assert holds(database) == [("CF1", "withdrawn", "user:anna")]


def test_what_came_back_signed_counts_until_it_is_paid(any_database: Database) -> None:
    world(any_database, DAY, NEXT, limit=EACH)
    publish(any_database)
    (number,) = notes_of(any_database)
    with any_database.transaction("user:desk") as session:
        confirm(session, number, request_key="k")
    assert notes_of(any_database) == []
    (held,) = publish(any_database, NEXT).held
    assert (held.order_reference, held.exposure_cents) == ("CF2", EACH)


@pytest.mark.parametrize(("mode", "stage"), [("warn", "loading"), ("off", "loading"), ("block", "call_off")])
def test_the_other_rules_let_it_leave(database: Database, mode: str, stage: str) -> None:
    world(database, DAY, limit=0, mode=mode, stage=stage)
    assert publish(database).issued == 2
    assert holds(database) == []


def test_a_planner_who_saw_an_older_plan_holds_nothing(database: Database) -> None:
    world(database, DAY, limit=0)
    with pytest.raises(StalePlanError):
        publish(database, version=7)
    assert holds(database) == []


def both(database: Database) -> None:
    start = threading.Barrier(2)

    def planner(day: date) -> None:
        start.wait()
        publish(database, day)

    race([lambda: planner(DAY), lambda: planner(NEXT)])


def race(callers: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=one) for one in callers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_of_two_days_released_at_once_only_what_fits_leaves(any_database: Database) -> None:
    world(any_database, DAY, NEXT, limit=EACH)
    both(any_database)
    assert len(notes_of(any_database)) == 1
    assert [outcome for _, outcome, _ in holds(any_database)] == [""]


def test_the_same_two_without_the_gate_both_leave(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    world(any_database, DAY, NEXT, limit=EACH)
    monkeypatch.setattr(release, "hold_loads", lambda *_: False)
    both(any_database)
    assert len(notes_of(any_database)) == 2


def test_without_the_lock_two_releases_see_the_same_room(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look before either leaves: PostgreSQL lets them, SQLite has one writer."""
    world(postgres_database, DAY, NEXT, limit=EACH)
    looked = threading.Barrier(2)
    ask = release.hold_loads

    def slowly(session: object, drafts: object) -> bool:
        found = ask(session, drafts)  # type: ignore[arg-type]
        looked.wait(10)
        return found

    monkeypatch.setattr(release, "hold_loads", slowly)
    monkeypatch.setattr(loading_credit, "lock_for_loading", lambda _, customer_ids: [min(customer_ids)])
    both(postgres_database)
    assert len(notes_of(postgres_database)) == 2


@pytest.mark.parametrize("limit", [None, EACH // 2])
def test_a_hold_does_not_outlive_the_rule_that_made_it_and_verification_sees_what_left_without(
    any_database: Database, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    world(any_database, DAY, limit=EACH // 2)
    assert publish(any_database).held
    with any_database.transaction("user:chef") as session:
        owner = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        owner.credit_limit_cents = limit
        set_rule(session, owner, "block" if limit is None else "warn", "loading")
    later(monkeypatch, 12)
    assert publish(any_database).issued == 2
    assert holds(any_database) == [("CF1", "fitted", "user:planner")]
    with any_database.reading() as session:
        assert broken(session, "loading_credit") == []


def test_verification_names_the_note_that_left_past_the_gate(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    world(any_database, DAY, limit=EACH // 2)
    assert publish(any_database).held
    later(monkeypatch, 12)
    monkeypatch.setattr(release, "hold_loads", lambda *_: False)
    publish(any_database)
    with any_database.reading() as session:
        (fault,) = broken(session, "loading_credit")
        gone = session.scalars(select(DeliveryNote.number).join(Customer).where(Customer.code == "C1")).one()
    assert (fault.number, fault.subject) == (17, f"delivery_notes {gone} issued_at")
    assert fault.detail == "30000 would be owed, and nobody has let CF1 out; the limit is 15000 cents"
    later(monkeypatch, 13)  # it had left by then
    let_out(any_database, "CF1")
    with any_database.reading() as session:
        assert len(broken(session, "loading_credit")) == 1

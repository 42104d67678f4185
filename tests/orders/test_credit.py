"""The credit gate: held, released, fitted; no race passes it, and the same race without it does."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.controls.verify import verify
from dispatch.customers import credit
from dispatch.customers.credit import exposure, set_rule
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.documents.store import DocumentStore
from dispatch.errors import InvalidInputError, LifeCycleError, RefusedError
from dispatch.orders.amending import amend_line
from dispatch.orders.cancelling import cancel_order, close_order
from dispatch.orders.confirming import confirm_order, release_order
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import Order
from dispatch.orders.register import register
from dispatch.orders.reopening import reopen_order
from tests import builders

LIMIT = 100_000
EACH = 30_000
"""An order of 25 at 10.00 € and 20 % VAT."""


def world(database: Database, orders: int = 4, mode: str = "block", stage: str = "order") -> None:
    """A customer with a limit of 1,000 €, and drafts D1, D2 … of 300 € each; beside it one without a limit."""
    with database.transaction("test") as session:
        owner = builders.customer(session, credit_limit_cents=LIMIT)
        place, item = builders.site(session, owner), builders.product(session)
        for number in range(1, orders + 1):
            builders.order(session, place, [(item, 25)], f"D{number}", state="draft")
        builders.order(session, builders.site(session, builders.customer(session, "C2"), "S2"), [(item, 900)], "NOISE")
        set_rule(session, owner, mode, stage)


def order(session: Session, reference: str) -> Order:
    return session.scalars(select(Order).where(Order.reference == reference)).one()


def total(database: Database) -> int:
    with database.reading() as session:
        return exposure(session, 1).total_cents


def confirm(database: Database, reference: str) -> str:
    with database.transaction("user:anna") as session:
        return confirm_order(session, order(session, reference)).outcome


def healthy(database: Database, tmp_path: object) -> list[str]:
    with database.reading() as session:
        found = verify(session, DocumentStore(tmp_path / "documents"))  # type: ignore[operator]
        return [str(fault) for fault in found if fault.name in ("exposure", "order_book")]


def test_orders_are_confirmed_up_to_the_limit_and_held_beyond(any_database: Database, tmp_path: object) -> None:
    world(any_database)
    assert [confirm(any_database, f"D{number}") for number in (1, 2, 3, 4)] == ["ok", "ok", "ok", "blocked"]
    assert confirm(any_database, "D4") == "blocked"
    assert total(any_database) == 3 * EACH
    with any_database.reading() as session:
        hold = session.scalars(select(CreditHold)).one()
        assert (hold.asked_cents, hold.exposure_cents, hold.limit_cents) == (EACH, 3 * EACH, LIMIT)
        assert order(session, "D4").state == "draft"
    assert healthy(any_database, tmp_path) == []


def test_a_release_has_an_author_and_a_reason(any_database: Database, tmp_path: object) -> None:
    world(any_database)
    for number in (1, 2, 3, 4):
        confirm(any_database, f"D{number}")
    with pytest.raises(InvalidInputError), any_database.transaction("user:chef") as session:
        release_order(session, order(session, "D4"), "  ")
    with any_database.transaction("user:chef") as session:
        release_order(session, order(session, "D4"), "chèque reçu ce matin")
    with any_database.reading() as session:
        hold = session.scalars(select(CreditHold)).one()
        assert (hold.outcome, hold.closed_by, hold.reason) == ("released", "user:chef", "chèque reçu ce matin")
        assert order(session, "D4").state == "confirmed"
    assert total(any_database) == 4 * EACH
    with pytest.raises(RefusedError, match="not held"), any_database.transaction("user:chef") as session:
        release_order(session, order(session, "D4"), "encore")
    assert healthy(any_database, tmp_path) == []


def test_what_fits_later_is_confirmed_and_no_longer_held(database: Database) -> None:
    world(database)
    for number in (1, 2, 3, 4):
        confirm(database, f"D{number}")
    with database.transaction("user:anna") as session:
        cancel_order(session, order(session, "D1"), "perdue")
    assert confirm(database, "D4") == "ok"
    with database.reading() as session:
        assert session.scalars(select(CreditHold.outcome)).one() == "fitted"


def test_an_order_that_is_cancelled_is_no_longer_held(database: Database) -> None:
    world(database)
    for number in (1, 2, 3, 4):
        confirm(database, f"D{number}")
    with database.transaction("user:anna") as session:
        cancel_order(session, order(session, "D4"), "perdue")
    with database.reading() as session:
        assert session.scalars(select(CreditHold.outcome)).one() == "withdrawn"


@pytest.mark.parametrize(("mode", "outcome"), [("warn", "warn"), ("off", "ok")])
def test_the_other_rules_let_it_pass(database: Database, mode: str, outcome: str) -> None:
    world(database, mode=mode)
    assert [confirm(database, f"D{number}") for number in (1, 2, 3, 4)][-1] == outcome
    assert total(database) == 4 * EACH


def test_a_rule_for_call_offs_lets_firm_orders_pass(database: Database) -> None:
    world(database, stage="call_off")
    assert [confirm(database, f"D{number}") for number in (1, 2, 3, 4)][-1] == "warn"


def test_a_new_order_of_a_blocked_customer_is_registered_and_held(database: Database) -> None:
    world(database, orders=0)
    with database.transaction("user:anna") as session:
        made = [
            register(session, OrderDraft(1, 1, (LineDraft(1, 1, quantity, builders.TOMORROW),)))
            for quantity in (80_000, 10_000)
        ]
        assert [one.state for one in made] == ["confirmed", "draft"]


def test_an_order_that_grows_or_is_opened_again_asks_for_room(database: Database, tmp_path: object) -> None:
    world(database)
    for number in (1, 2, 3):
        confirm(database, f"D{number}")
    with pytest.raises(RefusedError, match=r"900\.00 of 1000\.00"), database.transaction("user:anna") as session:
        amend_line(session, order(session, "D1").lines[0], ordered_qty=40_000)
    with database.transaction("user:anna") as session:
        amend_line(session, order(session, "D1").lines[0], ordered_qty=30_000)
        close_order(session, order(session, "D2"), "plus besoin")
    assert confirm(database, "D4") == "ok"
    with pytest.raises(RefusedError, match="above the"), database.transaction("user:anna") as session:
        reopen_order(session, order(session, "D2"), "repris")
    assert total(database) == 96_000
    with database.transaction("user:anna") as session:
        close_order(session, order(session, "D4"), "plus besoin")
    with database.transaction("user:anna") as session:
        reopen_order(session, order(session, "D2"), "repris")
    assert total(database) == 96_000
    assert healthy(database, tmp_path) == []


def test_a_confirmed_order_is_not_confirmed_again(database: Database) -> None:
    world(database)
    confirm(database, "D1")
    with pytest.raises(LifeCycleError), database.transaction("user:anna") as session:
        confirm_order(session, order(session, "D1"))
    assert total(database) == EACH


def test_the_database_itself_refuses_an_exposure_that_nothing_excuses(any_database: Database) -> None:
    world(any_database)
    with pytest.raises(IntegrityError, match="within_ceiling"), any_database.transaction("test") as session:
        session.execute(
            text("UPDATE credit_accounts SET ceiling_cents = 100, ordered_cents = 200 WHERE customer_id = 1")
        )


def test_a_limit_that_is_lowered_holds_what_comes_and_undoes_nothing(any_database: Database) -> None:
    world(any_database)
    confirm(any_database, "D1")
    with any_database.transaction("test") as session:
        session.execute(update(Customer).where(Customer.code == "C1").values(credit_limit_cents=1_000))
        journal.record(session, "test.limit")
    with any_database.transaction("user:anna") as session:
        amend_line(session, order(session, "D1").lines[0], ordered_qty=20_000)
    assert total(any_database) == 24_000
    assert confirm(any_database, "D2") == "blocked"


def race(database: Database, desk: Callable[[str], None], count: int = 8) -> None:
    desks = [threading.Thread(target=desk, args=(f"D{number}",)) for number in range(1, count + 1)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()


def test_eight_desks_at_once_never_pass_the_limit(any_database: Database, tmp_path: object) -> None:
    world(any_database, orders=8)
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def desk(reference: str) -> None:
        start.wait()
        outcomes.append(confirm(any_database, reference))

    race(any_database, desk)
    assert sorted(outcomes) == ["blocked"] * 5 + ["ok"] * 3
    assert total(any_database) == 3 * EACH
    assert healthy(any_database, tmp_path) == []


def test_the_same_race_without_the_gate_passes_the_limit(any_database: Database) -> None:
    world(any_database, orders=8)
    start = threading.Barrier(8)

    def desk(reference: str) -> None:
        with any_database.reading() as session:  # look, then write: what the gate replaces
            left = exposure(session, 1).left_cents
        start.wait()
        with any_database.transaction("user:anna") as session:
            if left is not None and left >= EACH:
                credit.post(session, 1, ordered_cents=EACH)
                journal.record(session, "test.posted")

    race(any_database, desk)
    assert total(any_database) == 8 * EACH > LIMIT

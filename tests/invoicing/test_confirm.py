"""Confirming raises exactly one trigger for what was accepted."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dispatch.catalog.amounts import gross_cents, net_cents, vat_cents
from dispatch.db import Database
from dispatch.delivery.reserves import Difference
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.confirm import confirm, confirm_day
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.journal import JournalEntry
from tests.delivery.builders import DAY, released

CENT = Decimal("0.01")


def triggers(database: Database) -> list[InvoiceTrigger]:
    with database.reading() as session:
        found = list(session.scalars(select(InvoiceTrigger).order_by(InvoiceTrigger.id)))
        for one in found:
            _ = one.lines
        session.expunge_all()
        return found


def test_what_was_accepted_may_be_invoiced_once(any_database: Database) -> None:
    number, _ = released(any_database, planned=8)
    wrong = [Difference(2, "damaged", refused_qty=1_000)]
    for _ in range(2):
        with any_database.transaction("user:anna") as session:
            receipt, trigger = confirm(session, number, request_key="k1", differences=wrong)
            assert trigger is not None
            assert trigger.receipt_id == receipt.id
    (only,) = triggers(any_database)
    assert (only.idempotency_key, only.order_reference, only.delivered_on) == (f"trigger:{number}", "CF1", DAY)
    assert [(one.product_code, one.quantity, one.net_cents) for one in only.lines] == [
        ("P1", 8_000, 8_000),
        ("P2", 7_000, 2_333),
    ]
    assert only.net_cents == 10_333
    with any_database.reading() as session:
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.kind == "trigger.raised")).all()) == 1


def test_a_line_refused_whole_is_not_on_the_trigger(database: Database) -> None:
    number, _ = released(database, planned=8)
    with database.transaction("user:anna") as session:
        confirm(session, number, request_key="k1", differences=[Difference(1, "refused", refused_qty=8_000)])
    (only,) = triggers(database)
    assert [one.product_code for one in only.lines] == ["P2"]


def test_a_note_refused_whole_raises_nothing(any_database: Database) -> None:
    _, number = released(any_database)
    with any_database.transaction("user:anna") as session:
        _, trigger = confirm(
            session, number, request_key="k1", differences=[Difference(1, "refused", refused_qty=5_000)]
        )
    assert trigger is None
    assert triggers(any_database) == []


def test_a_receipt_that_fails_leaves_neither_receipt_nor_trigger(any_database: Database) -> None:
    number, _ = released(any_database)

    def break_off() -> None:
        with any_database.transaction("user:anna") as session:
            confirm(session, number, request_key="k1")
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        break_off()
    assert triggers(any_database) == []
    with any_database.transaction("user:anna") as session:
        assert confirm(session, number, request_key="k1")[1] is not None


def test_a_paper_day_is_confirmed_note_by_note_and_again_changes_nothing(any_database: Database) -> None:
    numbers = released(any_database)
    with any_database.transaction("operator") as session:
        assert len(confirm_day(session, DAY, all_conform=True)) == 2
    with any_database.transaction("operator") as session:
        assert confirm_day(session, DAY, all_conform=True) == []
    assert [one.note_number for one in triggers(any_database)] == list(numbers)


def test_a_day_is_not_confirmed_unasked_or_without_notes(database: Database) -> None:
    with database.transaction("operator") as session:
        with pytest.raises(InvalidInputError):
            confirm_day(session, DAY, all_conform=False)
        with pytest.raises(RefusedError):
            confirm_day(session, DAY, all_conform=True)


@given(quantity=st.integers(0, 10**9), price=st.integers(0, 10**11))
def test_net_is_what_a_decimal_oracle_says(quantity: int, price: int) -> None:
    exact = Decimal(quantity) / 1000 * Decimal(price) / 1_000_000
    assert Decimal(net_cents(quantity, price)) / 100 == exact.quantize(CENT, ROUND_HALF_UP)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.sampled_from((0, 210, 550, 1000, 2000))), max_size=12))
def test_gross_takes_vat_once_per_rate(lines: list[tuple[int, int]]) -> None:
    total = Decimal(0)
    for rate in {rate for _, rate in lines}:
        net = Decimal(sum(net for net, one in lines if one == rate)) / 100
        total += net + (net * rate / 10_000).quantize(CENT, ROUND_HALF_UP)
    assert Decimal(gross_cents(lines)) / 100 == total


def test_half_a_cent_goes_up() -> None:
    assert (net_cents(1_000, 5_000), net_cents(1_000, 4_999), vat_cents(1, 5_000)) == (1, 0, 1)

"""Goods that come back after they were accepted: a movement of their own, credited once, never more than was accepted."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.db import Database
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.claims import open_claim, resolve_claim
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.returns import take_back
from tests.delivery.builders import released
from tests.invoicing.after import account, papers, standing
from tests.invoicing.builders import delivered, issued


def back(database: Database, note: str, quantity: int = 3_000, **changes: Any) -> str:
    with database.transaction("user:anna") as session:
        values = {"outcome": "credit_note", "reason": "périmés", "request_key": "k", **changes}
        return take_back(session, note, {1: quantity}, **values).number


def test_a_return_is_credited_and_explains_what_was_ordered(any_database: Database) -> None:
    note = delivered(any_database, units=8, planned=8)[0]
    issued(any_database)
    assert back(any_database, note) == back(any_database, note) == "RE-2026-000001"
    assert standing(any_database) == (5_000, 0, 3_000)
    assert ("AV-2026-000001", 3_600) in papers(any_database)
    assert account(any_database) == (0, 0, 12_800 - 3_600)


def test_a_return_before_the_invoice_is_credited_with_it(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    back(database, note)
    assert papers(database) == []
    issued(database)
    assert ("AV-2026-000001", 3_600) in papers(database)
    assert account(database) == (0, 0, 12_800 - 3_600)


def test_goods_to_be_replaced_are_owed_again(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    issued(database)
    back(database, note, outcome="redelivery")
    assert standing(database) == (5_000, 3_000, 0)
    assert account(database) == (3_600, 0, 12_800 - 3_600)


def test_no_more_comes_back_than_was_accepted_and_not_credited(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    with database.transaction("user:anna") as session:
        claim = open_claim(session, note, {1: 4_000}, nature="quality", request_key="c")
        resolve_claim(session, claim.number, "credit_note", reason="mou")
    back(database, note)
    with pytest.raises(RefusedError, match="1 are left"):
        back(database, note, 1_001, request_key="k2")
    with pytest.raises(InvalidInputError):
        back(database, note, 1_000, request_key="k3", reason=" ")


def test_what_was_credited_by_hand_is_not_credited_twice(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    number = issued(database)[0]
    with database.transaction("user:anna") as session:
        credit(session, number, reason="geste", request_key="g", quantities={1: 6_000})
    back(database, note)
    assert [name for name, _ in papers(database)].count("AV-2026-000002") == 0


def test_a_note_that_is_out_takes_nothing_back(database: Database) -> None:
    note = released(database)[0]
    with pytest.raises(RefusedError, match="not back yet"):
        back(database, note)

"""Claims: disputed lines wait for their invoice while the others go on, and each way a claim may end is followed by its papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dispatch.db import Database
from dispatch.delivery.claim_models import Claim
from dispatch.errors import InvalidInputError, LifeCycleError, NotFoundError, RefusedError
from dispatch.invoicing.claims import assign_claim, move_claim, open_claim, resolve_claim
from dispatch.invoicing.export import export_triggers
from dispatch.invoicing.validation import validate
from tests.invoicing.after import account, papers, standing
from tests.invoicing.builders import delivered, drafted, issued


def claim(database: Database, note: str, quantities: dict[int, int] | None = None, **changes: Any) -> str:
    """A claim about 2 of line 1, or about what is given; its number."""
    with database.transaction("user:anna") as session:
        made = open_claim(
            session, note, quantities or {1: 2_000}, **{"nature": "damaged", "request_key": f"k-{note}", **changes}
        )
        return made.number


def test_a_disputed_line_waits_while_the_other_is_invoiced(any_database: Database) -> None:
    note = delivered(any_database, units=8, planned=8)[0]
    assert claim(any_database, note) == "LI-2026-000001"
    assert issued(any_database)[0] == "FA-2026-000001"
    assert papers(any_database)[0] == ("FA-2026-000001", 3_200)
    assert account(any_database) == (0, 9_600, 3_200)
    with any_database.transaction("user:anna") as session:
        move_claim(session, "LI-2026-000001", "rejected", reason="photos : intact à la livraison")
    assert issued(any_database) == ["FA-2026-000003"]
    assert account(any_database) == (0, 0, 12_800)


def test_a_draft_with_a_disputed_line_is_thrown_away_and_drafted_without_it(database: Database) -> None:
    note = delivered(database, planned=8)[0]
    first = drafted(database)[0]
    claim(database, note)
    with pytest.raises(LifeCycleError), database.transaction("user:anna") as session:
        validate(session, first)
    assert issued(database) == ["FA-2026-000001"]
    assert papers(database) == [("FA-2026-000001", 3_200)]


def test_what_is_disputed_in_part_waits_whole_for_the_accounts(database: Database) -> None:
    note = delivered(database, planned=8)[0]
    claim(database, note)
    with database.transaction("user:anna") as session:
        exported = export_triggers(session, "csv").decode()
    assert note not in exported
    assert exported.count("trigger:") == 2  # the other customer's trigger and its line


def test_a_claim_resolved_by_credit_before_the_invoice_is_credited_with_it(any_database: Database) -> None:
    note = delivered(any_database, units=8, planned=8)[0]
    number = claim(any_database, note)
    with any_database.transaction("user:anna") as session:
        resolve_claim(session, number, "credit_note", reason="deux cartons percés")
    assert [name for name, _ in papers(any_database)] == []
    issued(any_database)
    assert ("AV-2026-000001", 2_400) in papers(any_database)
    assert account(any_database) == (0, 0, 12_800 - 2_400)
    assert standing(any_database) == (8_000, 0, 0)


def test_a_claim_resolved_by_redelivery_is_credited_and_owed_again(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    issued(database)
    number = claim(database, note)
    for _ in range(2):
        with database.transaction("user:anna") as session:
            resolve_claim(session, number, "redelivery", reason="remplacés")
    assert standing(database) == (6_000, 2_000, 0)
    assert account(database) == (2_400, 0, 12_800 - 2_400)


def test_steps_of_a_claim_are_those_of_its_table(database: Database) -> None:
    note = delivered(database, planned=8)[0]
    number = claim(database, note)
    with database.transaction("user:anna") as session:
        move_claim(session, number, "waiting")
        move_claim(session, number, "examined")
        assign_claim(session, number, owner="bea", deadline_on=date(2026, 12, 9))
        with pytest.raises(InvalidInputError):
            move_claim(session, number, "rejected")
        resolve_claim(session, number, "credit_note", reason="geste commercial")
        with pytest.raises(LifeCycleError):
            move_claim(session, number, "open")
        with pytest.raises(RefusedError, match="resolved"):
            assign_claim(session, number, owner="bea", deadline_on=date(2026, 12, 9))
    with database.reading() as session:
        row = session.get_one(Claim, 1)
        assert (row.owner, row.state, row.outcome, row.state_by) == ("bea", "resolved", "credit_note", "user:anna")


def test_the_same_key_opens_one_claim(database: Database) -> None:
    note, other = delivered(database, planned=8)
    assert claim(database, note) == claim(database, note)
    with pytest.raises(InvalidInputError, match="request key"):
        claim(database, other, request_key=f"k-{note}")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"quantities": {7: 1_000}}, InvalidInputError),
        ({"quantities": {1: 8_001}}, InvalidInputError),
        ({"nature": "moody"}, InvalidInputError),
        ({"words": "sous réserve de déballage"}, RefusedError),
        ({"deadline_on": date(2026, 11, 1)}, InvalidInputError),
        ({"note": "BL-2026-000099"}, NotFoundError),
    ],
)
def test_a_claim_that_says_nothing_is_refused(database: Database, changes: dict[str, Any], error: type) -> None:
    note = delivered(database, planned=8)[0]
    with pytest.raises(error):
        claim(database, changes.pop("note", note), **changes)

"""Triggers out to the ERP: same keys every time, no formulas, each in one export."""

import csv
import io
import json

import pytest

from dispatch.db import Database
from dispatch.errors import InvalidInputError, LifeCycleError, NotFoundError
from dispatch.invoicing.acknowledge import acknowledge
from dispatch.invoicing.confirm import confirm_day
from dispatch.invoicing.export import decimal, export_triggers, neutral
from dispatch.invoicing.queries import totals, triggers_by_customer
from tests.delivery.builders import DAY, released


def confirmed(database: Database, **world: object) -> None:
    released(database, **world)
    with database.transaction("operator") as session:
        confirm_day(session, DAY, all_conform=True)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_each_line_is_a_row_with_exact_decimals(any_database: Database) -> None:
    confirmed(any_database, planned=8)
    with any_database.transaction("operator") as session:
        found = rows(export_triggers(session, "csv"))
    assert [
        (one["line_key"], one["product"], one["quantity"], one["unit_price"], one["vat_rate"], one["net"])
        for one in found
    ] == [
        ("trigger:BL-2026-000001:1", "P1", "8.000", "10.000000", "20.00", "80.00"),
        ("trigger:BL-2026-000001:2", "P2", "8.000", "3.333333", "20.00", "26.67"),
        ("trigger:BL-2026-000002:1", "P1", "5.000", "10.000000", "20.00", "50.00"),
    ]


def test_an_exported_trigger_goes_out_again_only_when_asked_and_under_its_key(any_database: Database) -> None:
    confirmed(any_database)
    with any_database.transaction("operator") as session:
        first = json.loads(export_triggers(session, "json"))
    with any_database.transaction("operator") as session:
        assert json.loads(export_triggers(session, "json"))["triggers"] == []
        assert json.loads(export_triggers(session, "json", again=True)) == first
    assert [one["trigger_key"] for one in first["triggers"]] == ["trigger:BL-2026-000001", "trigger:BL-2026-000002"]
    assert [len(one["lines"]) for one in first["triggers"]] == [2, 1]


def test_a_look_without_marking_leaves_them_waiting(database: Database) -> None:
    confirmed(database)
    with database.transaction("operator") as session:
        assert export_triggers(session, "csv", mark=False) == export_triggers(session, "csv", mark=False)
        assert totals(session)["pending"].count == 2


def test_a_name_that_is_a_formula_stays_text(database: Database) -> None:
    confirmed(database, name='=HYPERLINK("http://example.com")')
    with database.transaction("operator") as session:
        assert rows(export_triggers(session, "csv"))[0]["customer_name"].startswith("'=")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_start_of_a_formula_is_neutralised(start: str) -> None:
    assert neutral(start + "1") == "'" + start + "1"
    assert neutral("1" + start) == "1" + start


def test_decimals_are_exact() -> None:
    assert (decimal(1_500, 3), decimal(-5, 2), decimal(0, 6)) == ("1.500", "-0.05", "0.000000")


def test_the_erp_acknowledges_once(database: Database) -> None:
    confirmed(database)
    key = "trigger:BL-2026-000001"
    with database.transaction("erp") as session:
        with pytest.raises(NotFoundError):
            acknowledge(session, "trigger:none")
        with pytest.raises(LifeCycleError):
            acknowledge(session, key)
        export_triggers(session, "json")
        assert acknowledge(session, key, "FA1").state == "acknowledged"
    with database.transaction("erp") as session:
        assert acknowledge(session, key, "FA1").state == "acknowledged"
        assert {state: one.count for state, one in totals(session).items()} == {"acknowledged": 1, "exported": 1}


def test_triggers_are_grouped_by_customer(database: Database) -> None:
    confirmed(database, planned=8)
    with database.reading() as session:
        first, second = triggers_by_customer(session)
        assert (first.code, first.net_cents, len(first.triggers[0].lines)) == ("C1", 10_667, 2)
        assert (second.code, second.net_cents) == ("C2", 5_000)
        assert triggers_by_customer(session, until=DAY.replace(day=24)) == ()


def test_an_unknown_format_is_refused(database: Database) -> None:
    with database.transaction("operator") as session, pytest.raises(InvalidInputError):
        export_triggers(session, "xml")  # type: ignore[arg-type]

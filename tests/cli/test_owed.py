"""Back orders, call-offs and quotes from the command line: listed, closed with a reason, made firm, lapsed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from dispatch import settings
from dispatch.cli.group import main
from dispatch.db import Database
from dispatch.delivery.reserves import Difference
from dispatch.invoicing.confirm import confirm
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.quoting import make_quote
from dispatch.orders.register import register
from tests import builders
from tests.delivery.builders import DAY, released

Run = Callable[..., Result]


@pytest.fixture
def run(database: Database) -> Run:
    return lambda *words: CliRunner().invoke(main, ["--database", database.url, *words])


def test_a_back_order_is_listed_and_closed_short_with_a_reason(database: Database, run: Run) -> None:
    note = released(database, units=8)[0]
    with database.transaction("user:anna") as session:
        confirm(session, note, request_key="k", differences=[Difference(1, "missing", missing_qty=2_000)])
    (row,) = json.loads(run("back-orders", "list", "--json").stdout)
    assert (row["order_reference"], row["line_no"], row["backlog_qty"]) == ("CF1", 1, 2_000)
    assert "1 back orders" in run("back-orders", "list").stdout
    assert run("back-orders", "close", "CF1", "1").exit_code == 2  # a reason is needed
    assert run("back-orders", "close", "CF1", "2", "--reason", "x").exit_code == 1  # nothing is owed of it
    closed = run("back-orders", "close", "CF1", "1", "--reason", "le client a trouvé ailleurs")
    assert (closed.exit_code, closed.stdout) == (0, "CF1/1: 2 given up\n")
    assert json.loads(run("back-orders", "list", "--json").stdout) == []
    assert run("back-orders", "dates").stdout == "0 days moved\n"


def test_call_offs_are_listed_with_the_balance_made_firm_and_cancelled(database: Database, run: Run) -> None:
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        item = builders.product(session)
        line = LineDraft(line_no=1, product_id=item.id, quantity=10_000, requested_on=DAY)
        wanted = {"customer_id": site.customer_id, "site_id": site.id}
        register(session, OrderDraft(**wanted, lines=(line,), reference="F1", kind="framework"))
        part = LineDraft(line_no=1, product_id=item.id, quantity=4_000, requested_on=DAY)
        register(
            session,
            OrderDraft(**wanted, lines=(part,), reference="AP1", kind="call_off", framework="F1", forecast=True),
        )

    def balance() -> list[int]:
        (found,) = json.loads(run("call-offs", "list", "F1", "--json").stdout)["lines"]
        return [found[f"{name}_qty"] for name in ("open", "firm", "forecast", "left")]

    assert balance() == [10_000, 0, 4_000, 6_000]
    assert run("call-offs", "firm", "AP1").exit_code == 0
    assert run("call-offs", "firm", "AP1").exit_code == 1
    assert balance() == [10_000, 4_000, 0, 6_000]
    assert "AP1" in run("call-offs", "list", "F1").stdout
    assert run("call-offs", "cancel", "AP1", "--reason", "reporté").exit_code == 0
    assert balance() == [10_000, 0, 0, 10_000]
    assert run("call-offs", "list", "NIET").exit_code == 1


def test_quotes_are_listed_and_lapse(database: Database, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        item = builders.product(session)
        make_quote(session, site.customer_id, site.id, [(item.id, 1_000, 1_000_000)], DAY)
    assert "1 quotes" in run("quotes", "list").stdout
    assert run("quotes", "lapse").stdout == "0 quotes lapsed\n"
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-26T08:00:00+01:00")
    settings.current.cache_clear()
    assert run("quotes", "lapse").stdout == "1 quotes lapsed\n"
    assert json.loads(run("quotes", "list", "--show", "lapsed", "--json").stdout)[0]["state"] == "lapsed"

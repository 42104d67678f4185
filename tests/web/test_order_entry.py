"""Entering orders: registered, confirmed or kept as a draft; what cannot be read comes back whole, with words at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from dispatch.customers.credit import set_rule
from dispatch.db import Database
from dispatch.orders.models import Order, OrderLine
from dispatch.web.line_form import iso_day, pasted_rows
from tests import builders
from tests.web.conftest import Browser

HEAD = {"customer": "c1", "site": "1", "requested_on": "2026-11-25", "origin": "email", "customer_reference": "BC-77"}


@pytest.fixture
def company(app: Any, database: Database) -> None:
    """Customer C1 with two sites, customer C2; goods P1, P2 and a service."""
    with database.transaction("test") as session:
        one, other = (
            builders.customer(session, name="Halle Bio", credit_limit_cents=100_000),
            builders.customer(session, "C2"),
        )
        for owner, code in ((one, "S1"), (one, "S2"), (other, "S3")):
            builders.site(session, owner, code)
        builders.product(session, name="Noix")
        builders.product(session, "P2", name="Miel")
        builders.product(session, "SERV", name="Mise en rayon", kind="service")


@pytest.fixture
def desk(as_role: Callable[..., Browser], company: None) -> Browser:
    return as_role("sales")


def lines(*rows: dict[str, str]) -> MultiDict[str, str]:
    """A form with the head and one value per row for every column."""
    columns = (
        "line_no",
        "product",
        "quantity",
        "price",
        "requested",
        "promised",
        "partial",
        "minimum",
        "multiple",
        "deliveries",
    )
    values = [(name, row.get(name, "")) for row in rows for name in columns]
    return MultiDict([*HEAD.items(), *values])


def send(desk: Browser, form: MultiDict[str, str], action: str = "confirm") -> Any:
    form["action"] = action
    return desk.post("/orders/new", form)


def only(database: Database) -> tuple[Order, list[OrderLine]]:
    with database.reading() as session:
        order = session.scalars(select(Order)).one()
        return order, list(session.scalars(select(OrderLine).order_by(OrderLine.line_no)))


def test_an_order_is_registered_and_confirmed_with_goods_and_services(desk: Browser, database: Database) -> None:
    answer = send(
        desk,
        lines(
            {"product": "p1", "quantity": "20", "promised": "2026-11-27", "multiple": "10", "deliveries": "2"},
            {"product": "Miel", "quantity": "1,5", "price": "12,505", "requested": "26/11/2026", "partial": "complete"},
            {},
            {"product": "SERV", "quantity": "1"},
        ),
    )
    assert answer.status_code == 303
    order, (nuts, honey, service) = only(database)
    assert answer.location == f"/orders/{order.reference}"
    assert (order.state, order.origin, order.customer_reference, order.source) == (
        "confirmed",
        "email",
        "BC-77",
        "console",
    )
    assert (nuts.ordered_qty, nuts.unit_price_micros, nuts.multiple_qty, nuts.max_deliveries) == (
        20_000,
        10_000_000,
        10_000,
        2,
    )
    assert (honey.ordered_qty, honey.unit_price_micros, honey.partial) == (1_500, 12_505_000, "complete")
    assert [str(one.due_on) for one in (nuts, honey, service)] == ["2026-11-27", "2026-11-26", "2026-11-25"]


def test_what_cannot_be_read_comes_back_whole_with_words_at_its_field(desk: Browser, database: Database) -> None:
    answer = send(
        desk,
        lines(
            {"product": "P1", "quantity": "vingt", "price": "7,77"},
            {"product": "P9", "quantity": "3", "promised": "hier"},
            {"product": "P1", "quantity": "1e999999", "price": "1e999999"},
        ),
    )
    assert answer.status_code == 400
    for typed in ("BC-77", "vingt", "7,77", 'value="P9"', "hier", "Halle Bio"):
        assert typed in answer.text
    for told in (
        "Quantité : « vingt » n’est pas une quantité",
        "Ce produit n’existe pas",
        "Une date s’écrit",
        "Un prix s’écrit",
    ):
        assert told in answer.text
    with database.reading() as session:
        assert session.scalars(select(Order)).all() == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"customer": "nobody"}, "Ce client n’existe pas"),
        ({"customer": ""}, "Choisissez le client"),
        ({"site": "3"}, "Choisissez où livrer"),
        ({"requested_on": ""}, "Pour quel jour"),
        ({"requested_on": "2020-11-25"}, "Ce jour est passé"),
        ({"kind": "framework"}, "Une commande ouverte a une fin"),
        ({"partial_order": "minimum"}, "Combien au moins"),
    ],
)
def test_a_head_that_is_not_complete_says_what_it_lacks(desk: Browser, change: dict[str, str], told: str) -> None:
    form = lines({"product": "P1", "quantity": "4"})
    for name, value in change.items():
        form[name] = value
    answer = send(desk, form)
    assert (answer.status_code, told in answer.text) == (400, True)
    assert 'value="P1"' in answer.text


def test_lines_of_a_spreadsheet_are_laid_out_and_nothing_is_stored_yet(desk: Browser, database: Database) -> None:
    form = lines({"product": "P1", "quantity": "4"})
    form["pasted"] = "P2\t3,5\t26/11/2026\n\nSERV\t1"
    page = send(desk, form, "paste")
    assert page.status_code == 200
    assert all(
        text in page.text for text in ('value="P1"', 'value="P2"', 'value="3,5"', 'value="2026-11-26"', 'value="SERV"')
    )
    assert send(desk, form).status_code == 303
    assert [one.ordered_qty for one in only(database)[1]] == [4_000, 3_500, 1_000]


def test_pasted_days_are_read_as_people_write_them() -> None:
    assert [iso_day(text) for text in ("25/11/2026", "5.1.27", "2026-11-25", "demain")] == [
        "2026-11-25",
        "2027-01-05",
        "2026-11-25",
        "demain",
    ]
    assert [row.of("quantity") for row in pasted_rows('"P1";"2"\nP2;3;4.12.26')] == ["2", "3"]


def test_a_draft_waits_and_a_blocked_customer_is_held(desk: Browser, database: Database) -> None:
    assert send(desk, lines({"product": "P1", "quantity": "4"}), "draft").status_code == 303
    assert only(database)[0].state == "draft"
    with database.transaction("test") as session:
        from dispatch.customers.models import Customer

        set_rule(session, session.scalars(select(Customer).where(Customer.code == "C1")).one(), "block", "order")
    answer = send(desk, lines({"product": "P1", "quantity": "400"}))
    assert answer.status_code == 303
    assert "Bloquée pour encours" in desk.get(answer.location).text


def test_a_framework_order_has_an_end(desk: Browser, database: Database) -> None:
    form = lines({"product": "P1", "quantity": "600"})
    form["kind"], form["valid_until"] = "framework", "2027-06-30"
    assert send(desk, form).status_code == 303
    order, _ = only(database)
    assert (order.kind, str(order.valid_until)) == ("framework", "2027-06-30")


def test_what_is_typed_is_looked_up(desk: Browser) -> None:
    assert desk.get("/entry/customers?q=bio hal").json == [{"label": "Halle Bio · Grenoble", "value": "C1"}]
    found = desk.get("/entry/products?q=mie&customer=1").json
    assert [(one["value"], one["unit"]) for one in found] == [("P2", "carton")]
    assert found[0]["price"].startswith("10,00")
    party = desk.get("/entry/party?customer=C1").text
    assert "Site S2" in party
    assert "encours" in party
    assert "d’abord le client" in desk.get("/entry/party?customer=zzz").text
    assert "Halle Bio" in desk.get("/orders/new?customer=C1").text


def test_what_is_no_longer_sold_or_unlawful_on_their_terms_says_so_at_its_field(
    desk: Browser, database: Database
) -> None:
    with database.transaction("test") as session:
        gone, meat = builders.product(session, "OLD", active=False), builders.product(session, "MEAT")
        meat.regulated = "fresh_meat"
        assert gone.id
    answer = send(desk, lines({"product": "OLD", "quantity": "1"}, {"product": "MEAT", "quantity": "7"}))
    assert answer.status_code == 400
    assert "Ce produit ne se vend plus" in answer.text
    assert "20 jours après la livraison" in answer.text
    assert "C. com. L441-11, II, 2°" in answer.text
    assert 'value="7"' in answer.text
    offered = [one["value"] for one in desk.get("/entry/products?q=o").get_json()]
    assert "P1" in offered
    assert "OLD" not in offered

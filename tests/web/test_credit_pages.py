"""Confirming, holding and releasing orders in the console; a customer's account and rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import Order
from tests.delivery import test_loading_credit as loading
from tests.delivery.builders import DAY
from tests.orders.test_credit import world
from tests.web.conftest import Browser


@pytest.fixture
def drafts(app: Any, database: Database) -> None:
    world(database)


def state(database: Database, reference: str) -> str:
    with database.reading() as session:
        return session.scalars(select(Order.state).where(Order.reference == reference)).one()


def test_the_desk_confirms_the_limit_holds_and_the_manager_releases(
    as_role: Callable[..., Browser], database: Database, drafts: None
) -> None:
    desk, manager = as_role("sales"), as_role("manager")
    for number in (1, 2, 3, 4):
        assert desk.post(f"/orders/D{number}/confirm").status_code == 303
    assert [state(database, f"D{number}") for number in (1, 2, 3, 4)] == ["confirmed"] * 3 + ["draft"]
    assert "Bloquée pour encours" in desk.get("/orders/D4").text
    assert "/orders/D4" in desk.get("/controls/credit_held").text
    assert desk.post("/orders/D4/release", {"reason": "je veux"}).status_code == 403
    assert manager.post("/orders/D4/release", {"reason": " "}).status_code == 400
    assert manager.post("/orders/D4/release", {"reason": "chèque reçu"}).status_code == 303
    assert state(database, "D4") == "confirmed"
    with database.reading() as session:
        assert session.scalars(select(CreditHold.closed_by)).one() == "user:manager"
    account = manager.get("/customers/C1/credit").text
    assert "chèque reçu" in account
    assert "au-dessus du plafond" in account
    assert "/customers/C1/credit" in manager.get("/controls/above_limit").text
    trail = manager.get("/orders/D4/trail").text
    assert "Retenue pour encours" in trail
    assert "Encours débloqué" in trail


def test_a_confirmed_order_is_not_confirmed_twice(as_role: Callable[..., Browser], drafts: None) -> None:
    desk = as_role("sales")
    assert [desk.post("/orders/D1/confirm").status_code for _ in range(2)] == [303, 409]
    assert desk.post("/orders/NONE/confirm").status_code == 404


def test_the_rule_is_the_managers_to_choose(as_role: Callable[..., Browser], drafts: None) -> None:
    manager = as_role("manager")
    assert manager.post("/customers/C1/credit", {"mode": "warn", "stage": "order"}).status_code == 303
    assert '<option value="warn" selected>' in manager.get("/customers/C1/credit").text
    assert manager.post("/customers/C1/credit", {"mode": "ruin", "stage": "order"}).status_code == 400
    assert as_role("sales").post("/customers/C1/credit", {"mode": "off", "stage": "order"}).status_code == 403
    assert manager.get("/customers/NONE/credit").status_code == 404


def test_the_board_names_what_credit_keeps_at_the_depot_and_the_manager_lets_it_out(
    as_role: Callable[..., Browser], app: Any, database: Database
) -> None:
    loading.world(database, DAY, limit=loading.EACH - 1)
    planner, manager = as_role("planner"), as_role("manager")
    board, release = f"/day/{DAY.isoformat()}", {"version": "1"}
    assert planner.post(f"{board}/release", release).status_code == 303
    text = planner.get(board).text
    assert "1 commande est retenue pour encours" in text
    assert "25 × Produit P1" in text
    assert "au-dessus du plafond" not in text  # a planner sees no amounts unless granted
    assert "Demandez à la direction" in text
    assert loading.notes_of(database) == []
    assert "Retenue au chargement" in as_role("sales").get("/orders/CF1").text
    assert "/orders/CF1" in manager.get("/controls/credit_held").text
    given = {"reason": "chèque reçu", "day": DAY.isoformat()}
    assert manager.post("/orders/CF1/release", given).headers["Location"].endswith(board)
    assert planner.post(f"{board}/release", release).status_code == 303
    assert len(loading.notes_of(database)) == 1
    assert "Retenue au chargement pour encours" in manager.get("/orders/CF1/trail").text
    assert "au chargement" in manager.get("/customers/C1/credit").text

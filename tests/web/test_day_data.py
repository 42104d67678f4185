"""Gaps in the data closed from the day board, each in one step; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dispatch.catalog.models import Product
from dispatch.customers.models import Site
from dispatch.db import Database
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import site_at, yard
from tests.web.conftest import Browser

BOARD = f"/day/{TOMORROW.isoformat()}"


@pytest.fixture
def day(database: Database) -> Database:
    """A site without a place, a product without a weight, a site that is closed."""
    with database.transaction("t") as session:
        yard(session)
        feathers = builders.product(session, "FEATHERS", weight_g=0)
        builders.order(session, site_at(session, "LOST", latitude=None, longitude=None), [(feathers, 2)], "CF1")
        builders.order(session, site_at(session, "SHUT", opening_hours="Mo-Sa off"), [(feathers, 1)], "CF2")
    return database


def test_a_site_is_placed_and_a_product_weighed_from_the_board(as_role: Callable[..., Browser], day: Database) -> None:
    browser = as_role("planner")
    text = browser.get(BOARD).text
    assert all(f'data-gap="{gap}"' in text for gap in ("place/LOST", "weight/FEATHERS", "closed/SHUT"))
    assert browser.post(f"{BOARD}/sites/LOST", {"latitude": "45,19", "longitude": "5,73"}).status_code == 303
    assert browser.post(f"{BOARD}/products/FEATHERS", {"kg": "0,25"}).status_code == 303
    with day.reading() as session:
        site = session.scalars(select(Site).where(Site.code == "LOST")).one()
        assert (site.latitude, site.longitude, site.placed_by) == (45.19, 5.73, "user:planner")
        assert session.scalars(select(Product.weight_g)).one() == 250
    text = browser.get(BOARD).text
    assert "place/LOST" not in text
    assert "weight/FEATHERS" not in text


def test_what_is_no_place_or_no_weight_comes_back_as_it_was_typed(
    as_role: Callable[..., Browser], day: Database
) -> None:
    browser = as_role("planner")
    page = browser.post(f"{BOARD}/sites/LOST", {"latitude": "ici", "longitude": "5,73"})
    assert page.status_code == 400
    assert 'value="ici"' in page.text
    assert "La latitude doit être un nombre de degrés" in page.text
    page = browser.post(f"{BOARD}/products/FEATHERS", {"kg": "lourd"})
    assert page.status_code == 400
    assert 'value="lourd"' in page.text
    assert "Un poids est un nombre de kilos" in page.text


def test_an_order_is_put_off_and_the_board_offers_to_undo_it(as_role: Callable[..., Browser], day: Database) -> None:
    browser = as_role("planner")
    assert browser.post(f"{BOARD}/put-off", {"version": "0", "order": "CF2"}).status_code == 303
    text = browser.get(BOARD).text
    assert "closed/SHUT" not in text
    assert 'data-step="undo"' in text
    assert browser.post(f"{BOARD}/edits/undo", {"version": "1"}).status_code == 200
    assert "closed/SHUT" in browser.get(BOARD).text


def test_a_day_without_gaps_says_so(as_role: Callable[..., Browser], database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        builders.order(session, site_at(session, "FINE"), [(builders.product(session, "BREAD"), 1)], "CF1")
    assert "Données complètes" in as_role("planner").get(BOARD).text

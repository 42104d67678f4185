"""A run that somebody stops: kept when they ask to keep it, thrown away when they cancel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.accounts.users import create_user
from dispatch.db import Database
from dispatch.intake import KINDS, run_import
from dispatch.planning.models import PlanningRun
from dispatch.tours.models import Tour
from tests.web.browser import company

pytestmark = pytest.mark.browser

DAY = "/day/2026-11-25"
PASSWORD = "une phrase de matin"


@pytest.fixture
def planner(page: Page, database: Database, tmp_path: Path) -> Page:
    """A planner who has logged in by password, before a day with everything to plan."""
    files = {path.stem: path for path in company.write(tmp_path / "files")}
    for kind in [each for each in KINDS if each in files]:
        assert run_import(database, "operator", kind, files[kind].read_bytes(), files[kind].name).accepted
    with database.transaction("operator") as session:
        create_user(session, "nour", "Nour Haddad", "planner", password=PASSWORD)
    page.goto(DAY)
    page.get_by_label("Identifiant").fill("nour")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"^[^?]*{DAY}$"), wait_until="load")
    return page


def ask(page: Page) -> None:
    page.keyboard.press("c")
    page.get_by_label("Temps de recherche").select_option("300")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Lancer le calcul").click()
    expect(page.locator("#run-progress")).to_contain_text("Recherche en cours", timeout=90_000)


def state(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(PlanningRun.state).order_by(PlanningRun.id.desc())).first() or ""


def test_stop_and_keep_adopts_the_best_plan_so_far(planner: Page, worker: None, database: Database) -> None:
    ask(planner)
    expect(planner.locator("#run-progress")).to_contain_text("livraisons servies", timeout=90_000)
    planner.get_by_role("button", name="Arrêter et garder").click()
    expect(planner.locator("details.tour").first).to_be_visible(timeout=60_000)
    assert state(database) == "adopted"


def test_a_cancelled_run_leaves_the_day_as_it_was(planner: Page, worker: None, database: Database) -> None:
    ask(planner)
    planner.get_by_role("button", name="Annuler").click()
    expect(planner.get_by_text("Le dernier calcul a été annulé")).to_be_visible(timeout=60_000)
    assert state(database) == "cancelled"
    with database.reading() as session:
        assert session.scalars(select(Tour)).all() == []

"""Somebody logs in, by a link as a new user does."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from dispatch.accounts.links import create_link
from dispatch.accounts.users import create_user
from dispatch.db import Database

PASSWORD = "une phrase de matin"


def sign_in(page: Page, database: Database, role: str = "planner") -> None:
    """Make a user of that role, and open the console in their name."""
    with database.transaction("operator") as session:
        user = create_user(session, "claire", "Claire Vasseur", role)
        token = create_link(session, user)
    page.goto(f"/login/{token}")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_label("Le même").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("25 novembre", ignore_case=True)

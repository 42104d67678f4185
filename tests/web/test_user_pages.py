"""Users in the console: another name and role in one form, and why a change is refused, where it was typed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from dispatch.accounts.models import User
from dispatch.db import Database
from tests.web.conftest import Browser


def test_name_role_and_what_goes_with_it_are_changed_in_one_form(
    as_role: Callable[..., Browser], database: Database
) -> None:
    admin, planner = as_role("administrator"), as_role("planner")
    with database.reading() as session:
        key = session.scalars(select(User.id).where(User.login == "planner")).one()
    form = {"name": "Paule Blanc", "role": "planner", "sees_prices": "1", "driver_code": ""}
    assert admin.post(f"/users/{key}", form | {"name": "Paule Blanc", "sees_prices": ""}).status_code == 303
    assert planner.get("/account").status_code == 200  # a name ends no session
    assert admin.post(f"/users/{key}", form).status_code == 303
    assert planner.get("/account").status_code == 302  # another right does
    page = admin.get("/users").text
    assert "Paule Blanc" in page
    assert "voit les prix" in page


def test_the_last_administrator_stays_and_the_page_says_why(
    as_role: Callable[..., Browser], database: Database
) -> None:
    admin = as_role("administrator")
    with database.reading() as session:
        key = session.scalars(select(User.id).where(User.login == "administrator")).one()
    refused = admin.post(f"/users/{key}", {"name": "Anna", "role": "sales"})
    assert refused.status_code == 409
    assert "est le seul administrateur actif" in refused.text
    assert 'value="Anna"' in refused.text
    assert "est le seul administrateur actif" in admin.post(f"/users/{key}/close").text

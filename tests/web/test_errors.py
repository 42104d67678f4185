from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from dispatch import errors
from dispatch.db import Database
from dispatch.web.shell import Shell
from tests.web.conftest import Browser


def raising(error: Exception) -> Callable[..., Any]:
    def view(**_: Any) -> Any:
        raise error

    return view


CASES = [
    (errors.BusyError("held"), 503, "occupée"),
    (OperationalError("UPDATE", {}, Exception("database is locked")), 503, "occupée"),
    (OperationalError("INSERT", {}, Exception("database or disk is full")), 507, "plein"),
    (OperationalError("SELECT", {}, Exception("no such column: x")), 500, "mise à jour"),
    (OSError(errno.ENOSPC, "No space left"), 507, "plein"),
    (errors.StalePlanError("version 3, not 2"), 409, "changé entre-temps"),
    (errors.LifeCycleError("done"), 409, "n’est plus possible"),
    (errors.NotFoundError("none"), 404, "n’existe pas"),
    (errors.ForbiddenError("no"), 403, "rôle"),
    (errors.InvalidInputError("odd"), 400, "utilisable"),
    (errors.IntegrityError("altered"), 500, "vérification"),
    (errors.ThrottledError("wait"), 429, "Attendez"),
]


@pytest.mark.parametrize(
    ("error", "status", "words"), CASES, ids=lambda case: type(case).__name__ if isinstance(case, Exception) else None
)
def test_every_error_says_what_to_do_in_page_and_in_fragment(
    app: Flask, as_role: Callable[..., Browser], error: Exception, status: int, words: str
) -> None:
    browser = as_role("administrator")
    app.view_functions["users.index"] = raising(error)
    page, fragment = (
        browser.get("/users"),
        browser.get("/users", headers={"HX-Request": "true", "Accept-Language": "fr"}),
    )
    for answer in (page, fragment):
        assert answer.status_code == status
        assert words in answer.text
    assert "<nav" in page.text
    assert "<nav" not in fragment.text
    assert fragment.headers["HX-Retarget"] == "#notices"
    if status in (429, 503, 507):
        assert int(page.headers["Retry-After"]) > 0


def test_an_unknown_page_says_so_to_anybody(as_role: Callable[..., Browser]) -> None:
    for role in (None, "planner"):
        answer = as_role(role).get("/nowhere/<b>x")
        assert answer.status_code == 404
        assert "<b>x" not in answer.text


def test_a_session_that_has_ended_is_told_where_to_log_in(as_role: Callable[..., Browser]) -> None:
    assert as_role(None).get("/users?q=1").headers["Location"] == "/login?next=/users?q%3D1"
    fragment = as_role(None).get("/users", headers={"HX-Request": "true"})
    assert fragment.status_code == 401


def test_a_defect_shows_no_traceback(app: Flask, as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    app.view_functions["users.index"] = raising(RuntimeError("secret detail"))
    answer = browser.get("/users")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Une erreur s’est produite" in answer.text


def test_readiness_is_refused_while_the_database_is_away(
    app: Flask, as_role: Callable[..., Browser], database: Database, tmp_path: Any
) -> None:
    app.extensions["dispatch"] = Shell(Database(f"sqlite:///{tmp_path}/gone/x.db"), app.extensions["dispatch"].settings)
    (tmp_path / "gone").chmod(0o500)
    app.extensions["dispatch"].database.engine.dispose()
    import shutil

    shutil.rmtree(tmp_path / "gone")
    answer = as_role(None).get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_refused_form_offers_the_way_back_to_what_was_typed(as_role: Callable[..., Browser]) -> None:
    browser = as_role("sales")
    assert "data-goes-back" in browser.post("/controls/gaps/accept", {"list": "no_quote"}).text
    assert "data-goes-back" not in browser.get("/orders/NONE").text

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

import dispatch
from dispatch.errors import ConservationError, LifeCycleError, RefusedError, StalePlanError
from dispatch.web.details import FRENCH, THINGS, in_french, said
from tests.web.conftest import Browser

ROOT = Path(dispatch.__file__).parent
MET_ON_PAGES = [
    "accounts/passwords.py",
    "accounts/users.py",
    "customers/credit.py",
    "delivery/consignments.py",
    "delivery/departures.py",
    "delivery/loading_credit.py",
    "delivery/pack.py",
    "delivery/release.py",
    "delivery/reopening.py",
    "delivery/withdrawal.py",
    "intake/worklist.py",
    "invoicing/statements.py",
    "invoicing/validation.py",
    "orders/acknowledging.py",
    "orders/cancelling.py",
    "orders/confirming.py",
    "orders/dealing.py",
    "orders/frameworks.py",
    "orders/gaps.py",
    "orders/quote_editing.py",
    "orders/quoting.py",
    "orders/reopening.py",
    "orders/revising.py",
    "planning/adoption.py",
    "planning/runs.py",
    "tours/day_plans.py",
    "tours/lifecycle.py",
    "web/pages/controls.py",
    "web/pages/day.py",
    "web/pages/invoices.py",
    "web/pages/orders_together.py",
    "web/pages/rounds.py",
    "web/pages/runs.py",
    "web/pages/triggers.py",
]
"""Whose refusals reach an error page of planner, desk or administrator."""
SAID_BY_THE_TITLE = {"NotFoundError", "ForbiddenError", "ThrottledError"}
NOT_ON_ERROR_PAGES = {"The login «{}» is taken."}
"""Said in the form itself."""


def _shape(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", template)


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _raised(path: Path) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id.endswith("Error")
            and node.args
        ):
            text = _text(node.args[0])
            if text is not None:
                found.append((node.func.id, text))
    return found


@cache
def _all_texts() -> frozenset[str]:
    return frozenset(
        text
        for path in ROOT.rglob("*.py")
        if path.name not in ("details.py", "trade_details.py", "after_details.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.expr)
        for text in [_text(node)]
        if text
    )


def test_every_refusal_that_reaches_a_page_has_french_words() -> None:
    asked = [
        text
        for name in MET_ON_PAGES
        for error, text in _raised(ROOT / name)
        if error not in SAID_BY_THE_TITLE and text not in NOT_ON_ERROR_PAGES
    ]
    assert len(asked) > 15
    silent = [text for text in asked if not in_french(text.replace("{}", "7")) and not _by_parts(text)]
    assert silent == []


def _by_parts(text: str) -> bool:
    """Whether what is filled in is itself one of several texts that we know."""
    shape = re.escape(_shape(text)).replace(r"\{\}", ".+")
    return any(re.fullmatch(shape, english) for english in FRENCH)


def test_no_french_is_kept_for_what_is_no_longer_said() -> None:
    texts = {_shape(text) for text in _all_texts()}
    said = [
        re.compile(re.escape(text).replace(r"\{\}", ".+"))
        for text in texts
        if text.count(" ") > 2 and text.endswith(".")
    ]
    parts = "\n".join(texts)  # what is no sentence stands within one, or in the words of a list
    orphans = [
        english
        for english in FRENCH
        if not any(shape.fullmatch(_shape(english)) for shape in said)
        and (english.endswith(".") or not re.search(re.escape(_shape(english)).replace(r"\{\}", ".+"), parts))
    ]
    assert orphans == []


@pytest.mark.parametrize("thing", THINGS)
def test_things_have_the_name_that_their_life_cycle_gives_them(thing: str) -> None:
    assert thing in _all_texts()


CASES = [
    (RefusedError("There is no tour on 2026-11-25.", "Plan the day first."), "le 25/11/2026 : calculez d’abord la journée"),
    (StalePlanError("The plan of 2026-11-25 is at version 3, you looked at version 2.", "Reload."), "en est à la version 3"),
    (LifeCycleError("The tour is done and cannot become cancelled.", "From done …"), "La tournée est terminée, et ne peut plus être annulée."),
    (LifeCycleError("The delivery note is received and cannot become cancelled."), "Le bon de livraison est reçu, et ne peut plus être annulé."),
    (ConservationError("Line 2 of order C<b>1: 5 asked for, 3 backlog."), "Ligne 2 de la commande C&lt;b&gt;1 : 5 demandés, 3 restent"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "words"), CASES, ids=[type(case[0]).__name__ + str(n) for n, case in enumerate(CASES)]
)
def test_a_page_says_the_detail_in_the_readers_language_alone(
    app: Flask, as_role: Callable[..., Browser], error: RefusedError, words: str
) -> None:
    def view() -> str:
        raise error

    app.view_functions["users.index"] = view
    french, english = as_role("administrator", "fr").get("/users"), as_role("administrator", "en").get("/users")
    assert words in french.text
    assert error.detail.replace("<b>", "&lt;b&gt;") not in french.text
    assert error.detail.replace("<b>", "&lt;b&gt;") in english.text


def test_what_has_no_french_words_is_not_said_in_english_to_a_french_reader() -> None:
    assert in_french("The frobnicator is out of cheese.") == ""


def test_the_traceback_of_a_failed_run_stays_off_the_board() -> None:
    assert said("Traceback (most recent call last):\n  File secret.py") == ""
    assert said("The work did not end by its deadline and was stopped.").startswith("Le travail n’a pas fini")

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from scripts.translations import WEB, catalog_path, collect, load, missing
from tests.web.conftest import Browser

TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NAMES = {
    "Tournée",
    "Français",
    "English",
    "xlsx",
    "csv",
    "kg",
    "EUR",
    "CSV",
    "JSON",
    "PDF",
    "fr",
    "en",
    "BL",
    "F2",
    "C",
    "P",
}
_CODE = re.compile(
    r"\{% block page_class %\}.*?\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<script.*?</script>|<!doctype html>",
    re.DOTALL,
)
_SHOWN_ATTRIBUTE = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>", re.DOTALL)


def test_every_message_has_english() -> None:
    assert missing("en") == []


def test_the_catalogues_hold_what_the_code_says_and_nothing_else() -> None:
    said = {message.id for message in collect() if message.id}
    for language in ("fr", "en"):
        assert {message.id for message in load(language) if message.id} == said, "run scripts/translations.py"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    import gettext

    path = catalog_path(language)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    with path.open("rb") as file:
        for message in read_po(file):
            if isinstance(message.id, str) and message.id:
                assert compiled.gettext(message.id) == message.string


def test_placeholders_survive_translation() -> None:
    for message in load("en"):
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            texts = [message.string] if isinstance(message.string, str) else list(message.string)
            for one, text in zip(ids, texts, strict=True):
                assert sorted(re.findall(r"%\(\w+\)[sd]", one)) == sorted(re.findall(r"%\(\w+\)[sd]", text)), one


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_outside_gettext(path: object) -> None:
    text = _CODE.sub("", path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    shown = _SHOWN_ATTRIBUTE.findall(text) + _TAG.sub("\n", text).split("\n")
    words = {word for piece in shown for word in re.findall(r"[^\W\d_]{2,}", piece)}
    assert words - NAMES == set()


def test_the_language_of_the_browser_is_used_until_somebody_chooses(
    app: Flask, as_role: Callable[..., Browser]
) -> None:
    english = as_role(None, "en-GB,en;q=0.9")
    assert "Password" in english.get("/login").text
    assert english.post("/language", {"language": "fr", "next": "/login"}).headers["Location"] == "/login"
    assert "Mot de passe" in english.get("/login").text


def test_a_choice_of_language_is_remembered_for_the_user(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    assert "Utilisateurs" in browser.get("/users").text
    browser.post("/language", {"language": "en", "next": "//elsewhere.example"})
    answer = browser.get("/users")
    assert "Last log-in" in answer.text
    assert 'lang="en"' in answer.text


def test_nought_is_singular_in_french_and_plural_in_english(as_role: Callable[..., Browser]) -> None:
    assert "0 commande<" in as_role("administrator", "fr").get("/orders").text
    assert "0 orders<" in as_role("administrator", "en").get("/orders").text

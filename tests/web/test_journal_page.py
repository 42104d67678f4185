"""The journal tells in words what happened, and still shows what was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import dispatch
from dispatch.controls.journal_words import entry_words
from tests.web.conftest import Browser

_RECORDED = re.compile(r'journal\.record\(\s*session,\s*"([a-z_]+\.[a-z_]+)"')


def test_every_kind_of_entry_has_words_in_both_languages() -> None:
    kinds = {
        kind for file in Path(dispatch.__file__).parent.rglob("*.py") for kind in _RECORDED.findall(file.read_text())
    }
    assert len(kinds) > 80
    assert [kind for kind in sorted(kinds) if kind in (entry_words(kind, "fr"), entry_words(kind, "en"))] == []
    assert entry_words("vehicle.amended", "fr") == "Véhicule : fiche modifiée"
    assert entry_words("vehicle.amended", "en") == "Vehicle changed"


def test_the_page_says_it_in_words_with_the_entry_below(as_role: Callable[..., Browser]) -> None:
    page = as_role("manager").get("/journal").text
    assert "Utilisateur créé" in page
    assert "user.created" in page
    assert "User created" in as_role("manager", "en").get("/journal").text

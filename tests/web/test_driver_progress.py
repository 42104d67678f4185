"""What drivers' phones have told stands on the planner's board and on the tour's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from dispatch.db import Database
from tests.delivery.builders import DAY, released
from tests.delivery.phone import OTHER, delivery, it_is, report, send
from tests.web.conftest import Browser


@pytest.fixture
def told(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tour A is delivered, tour B is late and stands before a closed door."""
    number, _ = released(database)
    it_is(monkeypatch, "2026-11-25T09:00:00+01:00")
    send(database, delivery(database, number, 1))
    at = {"at": "2026-11-25T08:20:00+01:00"}
    send(database, report("late", 1, OTHER, minutes=30, **at), tour_id=2)
    send(database, report("problem", 2, OTHER, stop=2, problem="closed", words="rideau <b>baissé</b>", **at), tour_id=2)


def test_the_board_shows_what_is_delivered_late_and_wrong(told: None, as_role: Callable[..., Browser]) -> None:
    text = as_role("planner").get(f"/day/{DAY}").text
    assert "✓ 1/1 livrés" in text
    assert "✓ 08:10</span>" in text
    assert 'title="livré 08:10"' in text
    assert "retard annoncé : 30 min (08:20)" in text
    assert "! 1 problème" in text
    assert "! 08:20</span>" in text
    assert "fermé : rideau &lt;b&gt;baissé" in text
    assert "<b>baissé" not in text


def test_the_tours_page_shows_its_own_in_the_readers_language(told: None, as_role: Callable[..., Browser]) -> None:
    text = as_role("planner", "en").get("/tours/2").text
    assert "30 min late announced (08:20)" in text
    assert "! closed 08:20" in text
    assert "✓ " not in text.split("<dl")[0]


def test_before_anything_is_told_nothing_is_shown(
    app: Flask, database: Database, as_role: Callable[..., Browser]
) -> None:
    released(database)
    for path in (f"/day/{DAY}", "/tours/1"):
        assert "data-progress" not in as_role("planner").get(path).text

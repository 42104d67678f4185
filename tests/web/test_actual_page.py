"""Planned against actual: hours and order as phones reported them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from dispatch.db import Database
from dispatch.delivery.actual import day_actual
from dispatch.delivery.release import release_day
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.delivery.phone import it_is, report, send
from tests.web.conftest import Browser


@pytest.fixture
def followed(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Tour A with three stops, reached as 2, 1; the first of them after its window."""
    with database.transaction("test") as session:
        builders.company(session)
        item, owner, depot = builders.product(session, "P1"), builders.customer(session), builders.depot(session)
        sites = [builders.site(session, owner, f"S{n}", latitude=45.1 + n / 50) for n in (1, 2, 3)]
        lines = [builders.order(session, site, [(item, 5)], f"CF{n}").lines[0] for n, site in enumerate(sites)]
        planned = tour(session, depot, builders.vehicle(session, depot), [[(line, 5)] for line in lines])
        stops = planned.trips[0].stops
        stops[0].window_closes_at = stops[0].arrives_at
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    it_is(monkeypatch, "2026-11-25T09:00:00+01:00")
    send(database, report("arrive", 1, stop=2, at="2026-11-25T07:08:30.000+01:00"))
    send(database, report("arrive", 2, stop=1, at="2026-11-25T07:24:00.000+01:00"))
    send(database, report("problem", 3, stop=3, problem="closed", at="2026-11-25T07:40:00.000+01:00"))
    return database


def test_a_stop_is_reached_when_a_phone_said_so(followed: Database) -> None:
    with followed.reading() as session:
        found = day_actual(session, DAY)
    (one,) = found.tours
    assert [row.place for row in one.stops] == [2, 1, None]
    assert [row.shift_s for row in one.stops] == [20 * 60, 30, None]
    assert [row.after_window for row in one.stops] == [True, False, False]
    assert one.reordered
    assert (found.reported, found.in_window, found.median_shift_s) == (2, 1, 615)


def test_the_page_draws_the_order_in_which_stops_were_reached(
    followed: Database, as_role: Callable[..., Browser]
) -> None:
    page = as_role("manager").get(f"/day/{DAY}/actual")
    assert page.status_code == 200
    (drawn,) = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', page.text)[1])["tours"]
    assert [stop["state"] for stop in drawn["stops"]] == ["late", "reached", "open"]
    assert drawn["actual"] == [drawn["stops"][1]["at"], drawn["stops"][0]["at"]]
    assert "autre ordre que prévu" in page.text
    assert "hors plage" in page.text


def test_a_day_without_tours_says_what_comes_here(as_role: Callable[..., Browser]) -> None:
    assert "Rien n’est parti ce jour-là" in as_role("planner").get("/day/2026-11-30/actual").text

"""Planning by hand through the console: what is asked, what is answered, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from dispatch import clock
from dispatch.db import Database
from dispatch.journal.models import JournalEntry
from dispatch.planning.edits_kept import forget
from dispatch.tours.models import DayPlan, Stop
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, plan, site_at, stock, yard
from tests.web.conftest import Browser

BOARD = f"/day/{TOMORROW.isoformat()}"


@pytest.fixture
def planned(database: Database) -> Iterator[Database]:
    """One van with three stops, another that stands idle, an order that came after the plan."""
    forget()
    with database.transaction("t") as session:
        yard(session, vans=2)
        bread = builders.product(session, "BREAD")
        stock(session, bread, 100)
        for number in range(1, 4):
            hours = "Mo-Sa 06:30-06:50" if number == 1 else "Mo-Sa 07:00-17:00"
            site = site_at(
                session, f"S{number}", north_km=5.0 * number, east_km=4.0 * (-1) ** number, opening_hours=hours
            )
            builders.order(session, site, [(bread, 2)], f"CF{number}")
    assert plan(database, time_limit_s=0.6).state == "adopted"
    with database.transaction("t") as session:
        bread = session.scalars(select(builders.Product)).one()
        builders.order(session, site_at(session, "NEW", north_km=7.0), [(bread, 1)], "URGENT")
    yield database
    forget()


def version(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(DayPlan.version).where(DayPlan.day == TOMORROW)).one()


def used(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Stop)).first().trip.tour.vehicle.code  # type: ignore[union-attr]


def test_a_preview_says_what_an_edit_changes_and_saves_nothing(
    as_role: Callable[..., Browser], planned: Database
) -> None:
    fields = {"version": version(planned), "kind": "off", "vehicle": used(planned), "stops": "3"}
    answer = as_role("planner").post(f"{BOARD}/edits/preview", fields).get_json()
    assert answer["allowed"]
    assert answer["broken"] == []
    distance, minutes, money = answer["told"].replace("\u00a0", " ").replace("\u202f", " ").split(" · ")
    assert (distance[0], distance[-2:], minutes[0], money[-1]) == ("\u2212", "km", "\u2212", "€")
    assert version(planned) == fields["version"]


def test_a_broken_rule_is_said_in_the_readers_language_and_blocks(
    as_role: Callable[..., Browser], planned: Database
) -> None:
    van, seen = used(planned), version(planned)
    fields = {"version": seen, "kind": "move", "vehicle": van, "stops": "1", "to_vehicle": van, "trip": "1"}
    french = as_role("planner").post(f"{BOARD}/edits/preview", fields).get_json()
    assert not french["allowed"]
    assert "qui reçoit 06:30–06:50" in french["broken"][0]
    refused = as_role("planner", "en").post(f"{BOARD}/edits", fields)
    assert not refused.get_json()["allowed"]
    assert "takes deliveries 06:30–06:50" in refused.get_json()["broken"][0]
    assert version(planned) == seen


def test_an_edit_is_saved_journaled_undone_and_done_again(as_role: Callable[..., Browser], planned: Database) -> None:
    browser, seen = as_role("planner"), version(planned)
    answer = browser.post(
        f"{BOARD}/edits", {"version": seen, "kind": "off", "vehicle": used(planned), "stops": "2"}
    ).get_json()
    assert answer["version"] == seen + 1
    assert browser.post(f"{BOARD}/edits/undo", {"version": seen + 1}).get_json() == {"version": seen + 2}
    assert browser.post(f"{BOARD}/edits/redo", {"version": seen + 2}).get_json() == {"version": seen + 3}
    with planned.reading() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)).all()
        assert kinds[-3:] == ["day.edited", "day.edit_undone", "day.edit_redone"]
        assert_conserved(session)
    stale = browser.post(f"{BOARD}/edits/undo", {"version": seen})
    assert stale.status_code == 409
    assert "Le plan a changé entre-temps" in stale.text


def test_a_locked_stop_is_marked_on_the_board_and_not_moved(as_role: Callable[..., Browser], planned: Database) -> None:
    browser, van = as_role("planner"), used(planned)
    lock = {"version": version(planned), "kind": "lock", "vehicle": van, "stops": "2"}
    assert browser.post(f"{BOARD}/edits", lock).status_code == 200
    assert "data-locked" in browser.get(BOARD).text
    fields = {"version": version(planned), "kind": "off", "vehicle": van, "stops": "2"}
    assert "Un arrêt verrouillé garde son camion" in browser.post(f"{BOARD}/edits", fields).get_json()["broken"][0]
    unlock = {"version": version(planned), "kind": "unlock", "vehicle": van, "stops": "2"}
    assert browser.post(f"{BOARD}/edits", unlock).status_code == 200
    assert "data-locked" not in browser.get(BOARD).text


def test_an_urgent_order_is_offered_its_best_places_and_goes_there(
    as_role: Callable[..., Browser], planned: Database
) -> None:
    browser = as_role("planner")
    assert 'data-order="URGENT"' in browser.get(BOARD).text
    found = browser.get(f"{BOARD}/edits/places?order=URGENT").get_json()
    assert found["places"][0]["vehicle"] == used(planned)
    assert len(found["places"]) == 2
    best = found["places"][0]
    fields = {"version": version(planned), "kind": "insert", "order": "URGENT", "to_vehicle": best["vehicle"]}
    at = {"trip": best["trip"], "before": best["before"] or ""}
    assert browser.post(f"{BOARD}/edits", {**fields, **at}).status_code == 200
    assert 'data-order="URGENT"' not in browser.get(BOARD).text
    again = browser.get(f"{BOARD}/edits/places?order=URGENT").get_json()
    assert again == {"places": [], "said": "Rien de cette commande ne peut partir ce jour-là."}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "fly"},
        {"kind": "off", "vehicle": "NO-SUCH"},
        {"kind": "off", "stops": "one"},
        {"kind": "off", "stops": "99"},
        {"kind": "move", "stops": "1", "to_vehicle": "V1", "trip": "7"},
    ],
)
def test_what_makes_no_sense_is_refused_as_input(
    as_role: Callable[..., Browser], planned: Database, fields: dict[str, str]
) -> None:
    given = {"version": version(planned), "vehicle": used(planned), **fields}
    assert as_role("planner").post(f"{BOARD}/edits/preview", given).status_code == 400


def test_who_may_not_plan_sees_no_handles(as_role: Callable[..., Browser], planned: Database) -> None:
    text = as_role("manager").get(BOARD).text
    assert "data-edits" not in text
    assert "data-vehicle" not in text
    assert clock.today() < TOMORROW


def test_the_figures_of_the_run_are_told_anew_after_an_edit(as_role: Callable[..., Browser], planned: Database) -> None:
    browser = as_role("planner")
    assert "après votre modification" not in browser.get(BOARD).text
    browser.post(f"{BOARD}/edits", {"version": version(planned), "kind": "off", "vehicle": used(planned), "stops": "2"})
    assert "après votre modification" in browser.get(BOARD).text
    told = browser.get(f"{BOARD}/edits/figures").text
    assert "2 lignes servies sur 4 dues" in told
    assert "aucune règle enfreinte" in told
    page = browser.get(BOARD).text
    assert "à l’heure promise · 2 lignes sur 4" in page
    assert "CO₂ estimé" in page


def test_a_published_day_that_was_edited_says_what_it_comes_to(
    as_role: Callable[..., Browser], planned: Database
) -> None:
    browser = as_role("planner")
    browser.post(f"{BOARD}/edits", {"version": version(planned), "kind": "off", "vehicle": used(planned), "stops": "2"})
    assert browser.post(f"{BOARD}/release", {"version": version(planned)}).status_code == 303
    page = browser.get(BOARD).text
    assert "après modification à la main" in page
    assert f"{BOARD}/edits/figures" in page
    assert "2 lignes servies sur 4 dues" in browser.get(f"{BOARD}/edits/figures").text

"""Usual rounds through the console: a day's tours are kept under a name, and another day is planned from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from dispatch.db import Database
from dispatch.jobs.models import Job
from dispatch.planning.edits_kept import forget
from dispatch.tours.rounds import rounds
from dispatch.tours.versions import live_images
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.web.conftest import Browser

PAGE = f"/day/{TOMORROW.isoformat()}/rounds"
LATER = f"/day/{(TOMORROW + timedelta(days=7)).isoformat()}/rounds"


def test_tours_are_kept_and_another_day_begins_from_them(as_role: Callable[..., Browser], database: Database) -> None:
    big_day(database, tours=2, stops=3, left=1)
    planner = as_role("planner")
    assert "Aucune tournée type" in planner.get(PAGE).text
    with database.reading() as session:
        vehicle_id = min(live_images(session, TOMORROW))
    refused = planner.post(PAGE, {"vehicle": str(vehicle_id), f"name-{vehicle_id}": " "})
    assert refused.status_code == 400
    assert planner.post(PAGE, {"vehicle": str(vehicle_id), f"name-{vehicle_id}": "Plaine"}).status_code == 303
    with database.reading() as session:
        (row,) = rounds(session)
    shown = planner.get(LATER).text
    assert "Plaine" in shown
    assert "0 / 3" in shown
    started = planner.post(f"{LATER}/start", {"round": str(row.id), "allow": "trucks"})
    assert started.status_code == 303
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "plan")).one()
        assert (job.params["rounds"], job.params["allow"]) == ([row.id], "trucks")
    assert planner.post(f"{LATER}/start", {}).status_code == 400
    assert planner.post(f"{LATER}/{row.id}/forget").status_code == 303
    with database.reading() as session:
        assert rounds(session) == ()
    forget()


def test_a_round_is_written_by_hand_and_what_is_wrong_is_said_at_its_field(
    as_role: Callable[..., Browser], database: Database
) -> None:
    big_day(database, tours=2, stops=3, left=1)
    planner = as_role("planner")
    with database.reading() as session:
        vehicle_id, image = min(live_images(session, TOMORROW).items())
    sites = [str(stop.site_id) for stop in image.stops]
    assert "Aucun arrêt" in planner.get(f"{PAGE}/new").text
    typed = {
        "name": "",
        "vehicle": str(vehicle_id),
        "site": [sites[1], "-", sites[0]],
        "every_weeks": "2",
        "weekday": "3",
    }
    refused = planner.post(f"{PAGE}/new", typed)
    assert refused.status_code == 400
    assert "Donnez-lui un nom" in refused.text
    assert "Dites à partir de quelle semaine compter" in refused.text
    kept_order = [refused.text.index(f'name="site" value="{one}"') for one in (sites[1], "-", sites[0])]
    assert kept_order == sorted(kept_order)
    assert 'value="3" checked' in refused.text
    written = {**typed, "name": "Marché", "first_on": TOMORROW.isoformat()}
    assert planner.post(f"{PAGE}/new", written).status_code == 303
    with database.reading() as session:
        (row,) = rounds(session)
    assert row.trips == ((int(sites[1]),), (int(sites[0]),))
    shown = planner.get(PAGE).text
    assert "toutes les 2 semaines" in shown
    assert "pas ce jour-là" in planner.get(f"/day/{(TOMORROW + timedelta(days=7)).isoformat()}/rounds").text
    changed = {**written, "name": "Marché nord", "site": sites, "every_weeks": "1"}
    assert planner.post(f"{PAGE}/{row.id}", changed).status_code == 303
    with database.reading() as session:
        (row,) = rounds(session)
    assert (row.name, row.trips, row.every_weeks) == ("Marché nord", (tuple(int(one) for one in sites),), 1)
    assert planner.post(f"{PAGE}/new", changed).status_code == 400
    assert planner.get(f"{PAGE}/{row.id}").status_code == 200
    assert planner.get(f"{PAGE}/999").status_code == 404
    forget()

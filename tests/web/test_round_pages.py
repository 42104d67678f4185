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

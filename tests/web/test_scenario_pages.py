"""Scenarios through the console: asked for by a form, shown beside the day, looked at and adopted."""

from __future__ import annotations

import json
from collections.abc import Callable

from dispatch.db import Database
from dispatch.jobs import claims, queue
from dispatch.jobs.context import JobContext
from dispatch.planning import scenarios
from dispatch.planning.edits_kept import forget
from dispatch.tours.edits import images
from dispatch.tours.queries import version
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.web.conftest import Browser

PAGE = f"/day/{TOMORROW.isoformat()}/scenarios"


def test_a_scenario_is_asked_for_looked_at_and_adopted(as_role: Callable[..., Browser], database: Database) -> None:
    big_day(database, tours=2, stops=3, left=1)
    planner = as_role("planner")
    assert "Posez une question ci-dessus" in planner.get(PAGE).text
    assert planner.post(PAGE, {"without": "V1", "overtime": "60", "allow": "all"}).status_code == 303
    assert "calcul en cours" in planner.get(PAGE).text
    with database.reading() as session:
        (row,) = scenarios.of_day(session, TOMORROW)
        seen = version(session, TOMORROW)
    assert row.recipe.name == "sans V1, heures sup. +60 min"
    with database.transaction("worker") as session:
        job = claims.claim(session, "here", ["scenario"])
        assert job is not None
        queue.request_stop(session, job.id)  # the first plan will do
    scenarios.execute(JobContext(database, job.id, "here", {"scenario_id": row.id}, "user:planner"))
    looked = planner.get(f"{PAGE}?with={row.id}").text
    assert "Retenir cette variante" in looked
    assert "⇄ autre camion" in looked
    drawn = json.loads(looked.split('id="change-data"')[1].split(">", 1)[1].split("</script>")[0])
    assert {(way["vehicle"], way["side"]) for way in drawn["ways"]} == {("V1", "was"), ("V2", "was"), ("V2", "now")}
    assert {stop["kind"] for stop in drawn["stops"]} >= {"moved"}
    assert all(f'id="change-{stop["row"]}"' in looked for stop in drawn["stops"])
    assert "Adopt this scenario" in as_role("planner", "en").get(f"{PAGE}?with={row.id}").text
    assert planner.post(f"{PAGE}/{row.id}/adopt", {"version": seen}).status_code == 303
    with database.reading() as session:
        assert len(images(session, TOMORROW)) == 1
    refused = as_role("planner").post(PAGE, {"overtime": "9000", "late": "20", "allow": "insert", "without": "V2"})
    assert refused.status_code == 400
    assert "donnez des minutes, 600 au plus" in refused.text
    for typed in ('value="9000" aria-invalid="true"', 'value="20"', 'value="insert" selected', 'value="V2" checked'):
        assert typed in refused.text
    forget()


def test_a_calculation_in_which_not_everything_may_change_is_a_scenario_of_the_day(
    as_role: Callable[..., Browser], database: Database
) -> None:
    big_day(database, tours=2, stops=3, left=1)
    browser, day = as_role("planner"), f"/day/{TOMORROW.isoformat()}"
    assert 'id="plan-allow"' in browser.get(day).text
    answer = browser.post(f"{day}/run", {"time_limit": "5", "early": "0", "days": "1", "allow": "insert"})
    assert answer.headers["Location"].endswith("/scenarios#scenarios")
    with database.reading() as session:
        (row,) = scenarios.of_day(session, TOMORROW)
        assert (row.recipe.allow, row.recipe.time_limit_s, row.recipe.name) == ("insert", 5, "ajouts seulement")
    forget()

"""Scenarios are calculated beside the plan in force, compared with it, and adopted as one edit that can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dispatch.db import Database
from dispatch.errors import RefusedError
from dispatch.jobs import claims
from dispatch.jobs.context import JobContext
from dispatch.planning import edits, scenarios
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_moves import Move
from dispatch.planning.scenario_recipe import Recipe, applied
from dispatch.solver.problem import Supply
from dispatch.tours.edits import images
from dispatch.tours.lifecycle import release
from dispatch.tours.queries import version
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.planning.builders import assert_conserved


@pytest.fixture
def day(database: Database) -> Iterator[Database]:
    """Two tours of three stops, one order left."""
    big_day(database, tours=2, stops=3, left=1)
    yield database
    forget()


def solved(database: Database, recipe: Recipe) -> int:
    with database.transaction("user:anna") as session:
        row = scenarios.ask(session, TOMORROW, recipe)
        scenario_id, job_id = row.id, row.job_id
    with database.transaction("worker") as session:
        assert job_id is not None
        job = claims.claim(session, "here", ["scenario"], job_id)
        assert job is not None
    scenarios.execute(JobContext(database, job_id, "here", {"scenario_id": scenario_id}, "user:anna"))
    return scenario_id


def test_one_truck_less_is_compared_adopted_and_taken_back(day: Database) -> None:
    with day.reading() as session:
        before, seen = images(session, TOMORROW), version(session, TOMORROW)
        now = scenarios.figures_now(session, TOMORROW)
    scenario_id = solved(day, Recipe("sans V1", without=("V1",), time_limit_s=1))
    with day.reading() as session:
        assert images(session, TOMORROW) == before
        (row,) = scenarios.of_day(session, TOMORROW)
    assert (now["tours"], now["left_lines"]) == (2, 2)
    assert (row.state, row.figures["tours"], row.figures["left_lines"]) == ("solved", 1, 0)
    assert row.figures["value_cents"] > now["value_cents"]
    with day.transaction("user:anna") as session:
        edit = scenarios.adopt(session, TOMORROW, scenario_id, seen)
        assert len(images(session, TOMORROW)) == 1
        assert_conserved(session)
        after = edit.version
    with day.transaction("user:anna") as session:
        edits.undo(session, TOMORROW, after)
        assert images(session, TOMORROW) == before


def test_a_scenario_is_not_adopted_once_the_day_has_changed(day: Database) -> None:
    scenario_id = solved(day, Recipe("tel quel", time_limit_s=1))
    made = bench(day, TOMORROW)
    with day.transaction("user:anna") as session:
        edits.save(session, made, Move("off", 1, (1,)), {})
    with pytest.raises(RefusedError, match="was made for version"), day.transaction("user:anna") as session:
        scenarios.adopt(session, TOMORROW, scenario_id, made.version + 1)


def test_only_insertions_leave_every_stop_where_it_is(day: Database) -> None:
    scenario_id = solved(day, Recipe("ajouts", allow="insert", time_limit_s=1))
    with day.reading() as session:
        before = images(session, TOMORROW)
        after = scenarios.tours_of_scenario(session, TOMORROW, scenario_id)
    for vehicle_id, was in before.items():
        now = after[vehicle_id]
        assert now is not None
        kept = {stop.site_id for stop in was.stops}
        assert [s.site_id for s in now.stops if s.site_id in kept] == [s.site_id for s in was.stops]
    assert sum(len(image.stops) for image in after.values() if image) == 7


def test_a_recipe_moves_shifts_and_makes_again_what_the_workshop_makes(day: Database) -> None:
    made = bench(day, TOMORROW)
    recipe = Recipe("r", overtime_min=60, late_min={"V1": 30}, more_shifts=1, no_partials=True)
    problem = applied(made, made.problem, recipe, now_s=0)
    (was, other), (first, second) = made.problem.vehicles, problem.vehicles
    assert first.shift == (was.shift[0] + 1800, was.shift[1] + 3600)
    assert second.shift == (other.shift[0], other.shift[1] + 3600)
    assert all(visit.all_or_nothing for visit in problem.visits)
    supply = Supply("P", ((0, 5), (18_000, 15)))
    (curve,) = applied(made, replace(made.problem, products=(supply,)), recipe, now_s=0).products
    assert curve.steps == ((0, 5), (18_000, 15), (18_000 + 8 * 3600, 25))


def test_a_published_day_counts_what_its_tours_carry(day: Database) -> None:
    with day.reading() as session:
        before = scenarios.figures_now(session, TOMORROW)
    with day.transaction("user:anna") as session:
        release(session, TOMORROW)
    with day.reading() as session:
        assert scenarios.figures_now(session, TOMORROW) == before
        assert scenarios.free_vehicles(session, TOMORROW) == ()
    assert (before["served_lines"], before["due_lines"]) == (12, 14)

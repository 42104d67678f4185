"""A day under way planned again by one button: broken down, late, or simply the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch import journal
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.receipts import receive
from dispatch.fleet.models import Absence, Depot, Vehicle
from dispatch.planning import tour_roads
from dispatch.planning.roads import Roads, measure
from dispatch.planning.scenario_models import Scenario
from dispatch.tours.day_plans import swap
from dispatch.tours.models import DayPlan, Stop, Tour
from maps.places import Place
from tests import builders
from tests.delivery.builders import DAY, line, released
from tests.delivery.phone import it_is
from tests.planning.builders import assert_conserved
from tests.web.conftest import Browser

BOARD = f"/day/{DAY.isoformat()}"


def fields(database: Database, **more: object) -> dict[str, object]:
    with database.reading() as session:
        tours = {tour.letter: tour.id for tour in session.scalars(select(Tour).where(Tour.state != "cancelled"))}
        version = session.scalars(select(DayPlan.version).where(DayPlan.day == DAY)).one()
    asked = {"version": version, "what": "nothing", "allow": "all", **more}
    return {**asked, "tour": tours.get(str(more.get("tour")), "")}


def states(database: Database) -> dict[str, str]:
    with database.reading() as session:
        return {tour.letter: tour.state for tour in session.scalars(select(Tour).order_by(Tour.id))}


def test_a_truck_that_broke_down_gives_its_rest_back_and_the_others_are_opened(
    as_role: Callable[..., Browser], database: Database
) -> None:
    numbers = released(database)
    answer = as_role("planner").post(f"{BOARD}/replan", fields(database, what="broken", tour="A", reopen="1"))
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/scenarios#scenarios")
    assert states(database) == {"A": "cancelled", "B": "draft"}
    with database.reading() as session:
        assert line(session, "CF1", 1).planned_qty == 0
        assert {note.state for note in session.scalars(select(DeliveryNote))} == {"cancelled"}
        assert [absence.reason for absence in session.scalars(select(Absence))] == ["V1 en panne"]
        recipe = session.scalars(select(Scenario.recipe)).one()
        assert (recipe["without"], recipe["name"]) == (["V1"], "V1 en panne, tout peut changer")
        assert_conserved(session)
    assert numbers


def test_what_a_broken_truck_has_delivered_stays_delivered(as_role: Callable[..., Browser], database: Database) -> None:
    number = released(database)[0]
    with database.transaction("user:desk") as session:
        receive(session, number, request_key="1")
    as_role("planner").post(f"{BOARD}/replan", fields(database, what="broken", tour="A"))
    assert states(database) == {"A": "done", "B": "released"}
    with database.reading() as session:
        assert line(session, "CF1", 1).delivered_qty == 8000
        assert_conserved(session)


def test_a_late_truck_gets_new_times_and_keeps_its_notes(as_role: Callable[..., Browser], database: Database) -> None:
    released(database)
    with database.reading() as session:
        before = session.scalars(select(Stop.begins_at).join(Stop.trip).order_by(Stop.id)).first()
    sent = fields(database, what="late", tour="A", minutes="45", allow="sequences")
    assert as_role("planner").post(f"{BOARD}/replan", sent).status_code == 303
    with database.reading() as session:
        after = session.scalars(select(Stop.begins_at).order_by(Stop.id)).first()
        assert before is not None
        assert after is not None
        assert after - before >= timedelta(minutes=40)
        assert {note.state for note in session.scalars(select(DeliveryNote))} == {"issued"}
    assert "changé depuis l’envoi" in as_role("planner").get(BOARD).text


@pytest.mark.parametrize(("minutes", "said"), [("bientôt", "Donnez des minutes"), ("", "Donnez des minutes")])
def test_what_is_not_understood_is_shown_again_as_it_was_typed(
    as_role: Callable[..., Browser], database: Database, minutes: str, said: str
) -> None:
    released(database)
    page = as_role("planner").post(
        f"{BOARD}/replan", fields(database, what="late", tour="A", minutes=minutes, allow="insert")
    )
    assert page.status_code == 400
    assert said in page.text
    assert f'value="{minutes}"' in page.text
    assert 'value="insert" selected' in page.text
    assert 'name="reopen" value="1">' in page.text
    page = as_role("planner").post(f"{BOARD}/replan", fields(database, what="broken"))
    assert "Dites de quel camion il s’agit" in page.text


def test_who_looked_at_an_older_plan_is_told_so(as_role: Callable[..., Browser], database: Database) -> None:
    released(database)
    sent = {**fields(database, what="broken", tour="A"), "version": "0"}
    assert as_role("planner").post(f"{BOARD}/replan", sent).status_code == 409
    assert states(database) == {"A": "released", "B": "released"}


def test_a_slow_router_keeps_no_writer_waiting_and_what_changes_meanwhile_is_seen(
    as_role: Callable[..., Browser], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(database)
    sent = fields(database, what="late", tour="A", minutes="45", allow="sequences")
    monkeypatch.setattr(database, "patience_s", 0.1)

    def slow(places: list[Place], profiles: list[str]) -> Roads:
        with database.transaction("user:paul") as session:  # refused as busy while another writer holds the lock
            swap(session, DAY, None)
            journal.record(session, "day.edited", DAY.isoformat())
        return measure(places, profiles)

    monkeypatch.setattr(tour_roads, "measure", slow)
    answer = as_role("planner").post(f"{BOARD}/replan", sent)
    assert (answer.status_code, "a changé" in answer.text) == (409, True)


def test_another_truck_takes_the_goods_over_where_the_first_one_stands(
    as_role: Callable[..., Browser], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = released(database)[0]
    it_is(monkeypatch, f"{DAY.isoformat()}T07:30:00+01:00")
    with database.transaction("user:desk") as session:
        spare = builders.vehicle(session, session.scalars(select(Depot)).first(), "V9", payload_g=1)
        builders.driver(session, spare, "DR9")
        spare_id = spare.id
    planner = as_role("planner")
    assert "Camion de secours" in planner.get(BOARD).text
    asked = {"what": "broken", "tour": "A", "goods": "transfer", "transfer": "20"}
    assert "Dites quel camion" in planner.post(f"{BOARD}/replan", fields(database, **asked)).text
    asked["rescuer"] = str(spare_id)
    small = planner.post(f"{BOARD}/replan", fields(database, **asked))
    assert small.status_code == 400
    assert "V9 porte 0.001 kg" in small.text
    assert f'value="{spare_id}" selected' in small.text
    with database.transaction("user:desk") as session:
        session.get_one(Vehicle, spare_id).payload_g = 3_000_000
        before = session.scalars(select(Stop.begins_at).join(Stop.trip).order_by(Stop.id)).first()
        builders.journal.record(session, "test.built", "V9")
    assert planner.post(f"{BOARD}/replan", fields(database, **asked)).status_code == 303
    with database.reading() as session:
        tour = session.scalars(select(Tour).where(Tour.letter == "A")).one()
        assert (tour.vehicle.code, tour.state) == ("V9", "released")
        after = session.scalars(select(Stop.begins_at).order_by(Stop.id)).first()
        assert before is not None
        assert after is not None
        assert after - before >= timedelta(minutes=50), "half an hour gone, and twenty minutes of transfer"
        assert tour.driver.code == "DR9"
        assert [absence.reason for absence in session.scalars(select(Absence))] == ["V1 en panne"]
        assert session.scalars(select(DeliveryNote.state).where(DeliveryNote.number == number)).one() == "issued"
        assert_conserved(session)

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from dispatch import journal
from dispatch.accounts.models import User
from dispatch.customers.models import Customer, Site
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.jobs.models import Job
from dispatch.planning.models import PlanningRun, UnplannedLine
from dispatch.tours.models import DayPlan, Tour
from tests import builders
from tests.delivery.builders import DAY, line, released, small_world
from tests.web.conftest import Browser

BOARD = f"/day/{DAY.isoformat()}"


def version(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(DayPlan.version).where(DayPlan.day == DAY)).one()


def test_the_board_shows_tours_loads_and_cost(as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    text = as_role("planner").get(BOARD).text
    assert "V1 · Chauffeur DR1" in text
    assert "16 kg / 1 000 kg" in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Publier" in text
    assert 'data-tour="A"' in text


def test_a_planner_sees_prices_only_if_granted(as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    pages = (BOARD, "/orders?show=all", "/orders/CF1")
    words = ("facturables", "Montant HT", "Montant HT")
    without = [as_role("planner").get(path).text for path in pages]
    with database.transaction("operator") as session:
        session.scalars(select(User).where(User.login == "planner")).one().sees_prices = True
        journal.record(session, "test.granted")
    granted = [as_role("planner").get(path).text for path in pages]
    for word, before, after in zip(words, without, granted, strict=True):
        assert word not in before
        assert word in after


def test_releasing_publishes_the_day_and_asks_for_its_papers(
    as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database)
    answer = as_role("planner").post(f"{BOARD}/release", {"version": version(database)})
    assert answer.status_code == 303
    with database.reading() as session:
        assert set(session.scalars(select(Tour.state))) == {"released"}
        assert session.scalars(select(Job.kind)).all() == ["print_pack"]
    assert "Dessin des papiers" in as_role("manager").get(BOARD).text


def test_of_two_planners_the_second_is_told_that_the_plan_has_changed(
    as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database)
    seen = version(database)
    answer = as_role("planner").post(f"{BOARD}/release", {"version": seen - 1})
    assert answer.status_code == 409
    assert "Le plan a changé entre-temps" in answer.text
    with database.reading() as session:
        assert set(session.scalars(select(Tour.state))) == {"draft"}
        assert session.scalars(select(Job)).all() == []


def test_without_a_version_nothing_is_released(as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    assert as_role("planner").post(f"{BOARD}/release").status_code == 400


def test_a_run_is_asked_for_watched_stopped_and_cancelled(as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    browser = as_role("planner")
    assert browser.post(f"{BOARD}/run", {"time_limit": "7", "early": "2", "days": "1"}).status_code == 303
    with database.reading() as session:
        run = session.scalars(select(PlanningRun)).one()
        assert (run.time_limit_ms, run.early_days, run.asked_by) == (7000, 2, "user:planner")
    assert "En file d’attente" in browser.get(f"/runs/{run.id}").text
    assert browser.post(f"{BOARD}/run/{run.id}/stop").status_code == 303
    assert "Arrêt demandé" in browser.get(BOARD).text or "En file d’attente" in browser.get(BOARD).text
    assert browser.post(f"{BOARD}/run/{run.id}/cancel").status_code == 303
    assert browser.get(f"/runs/{run.id}").headers.get("HX-Refresh") == "true"
    assert browser.post(f"{BOARD}/run/{run.id}/cancel").status_code == 409


@pytest.mark.parametrize("value", ["0", "-1", "3601", "1e3", "", "٣"])
def test_a_time_limit_out_of_range_starts_no_run(
    as_role: Callable[..., Browser], database: Database, value: str
) -> None:
    answer = as_role("planner").post(f"{BOARD}/run", {"time_limit": value})
    assert answer.status_code == 400
    with database.reading() as session:
        assert session.scalars(select(PlanningRun)).all() == []


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "1999-01-01", "9999-12-31", "..%2f..%2fetc"])
def test_what_is_no_day_is_not_found(as_role: Callable[..., Browser], day: str) -> None:
    assert as_role("planner").get(f"/day/{day}").status_code == 404


def test_asking_twice_for_the_papers_draws_them_once(as_role: Callable[..., Browser], database: Database) -> None:
    released(database)
    browser = as_role("planner")
    for _ in range(2):
        assert browser.post(f"{BOARD}/pack").status_code == 303
    with database.reading() as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_a_driver_sees_their_own_tour_once_it_is_released(
    app: Flask, as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database)
    with database.reading() as session:
        tours = {tour.letter: tour.id for tour in session.scalars(select(Tour))}
    browser = as_role("driver")
    assert browser.get(f"/tours/{tours['A']}").status_code == 404
    as_role("planner").post(f"{BOARD}/release", {"version": version(database)})
    assert browser.get(f"/tours/{tours['A']}").status_code == 200
    assert browser.get(f"/tours/{tours['B']}").status_code == 404
    assert "V1" in browser.get("/my-tours").text
    assert "V2" not in browser.get("/my-tours").text
    phone = re.search(r'href="(/d/[^"]+)"', browser.get("/my-tours").text)
    assert phone is not None
    assert browser.get(phone[1]).status_code == 200
    assert as_role("planner").get(f"/tours/{tours['B']}").status_code == 200


def test_a_driver_without_a_code_sees_nobodys_tour(as_role: Callable[..., Browser], database: Database) -> None:
    released(database)
    with database.transaction("operator") as session:
        session.execute(update(User).where(User.login == "driver").values(driver_code=""))
        session.execute(update(Tour).values(driver_id=None))
        journal.record(session, "test.changed")
    with database.reading() as session:
        tour_id = session.scalars(select(Tour.id)).first()
    assert as_role("driver").get(f"/tours/{tour_id}").status_code == 404


def test_names_from_outside_stay_text_in_page_and_map_data(as_role: Callable[..., Browser], database: Database) -> None:
    with database.transaction("test") as session:
        owner = builders.customer(session, "C9", name="</script><img src=x onerror=alert(1)> {{7*7}} ${6*6}")
        builders.site(session, owner, "S9", name="<svg/onload=alert(1)>", city="</script>")
    small_world(database)
    with database.transaction("test") as session:
        session.execute(update(Site).values(name="</script><b>x</b> {{7*7}} ${6*6} 🚚"))
        session.execute(update(Customer).values(name="</script><b>x</b>"))
        journal.record(session, "test.changed")
    with database.reading() as session:
        paths = [
            BOARD,
            f"/tours/{session.scalars(select(Tour.id)).first()}",
            "/orders/CF1",
            "/orders",
            "/imports/worklist",
        ]
    for path in paths:
        text = as_role("administrator").get(path).text
        assert "<b>x</b>" not in text, path
        assert "49 " not in text, path


def test_an_order_page_explains_each_line(as_role: Callable[..., Browser], database: Database) -> None:
    released(database)
    text = as_role("sales").get("/orders/CF1").text
    with database.reading() as session:
        number = session.scalars(select(DeliveryNote.number).order_by(DeliveryNote.id)).first()
    assert str(number) in text
    assert "Produit P1" in text
    assert as_role("sales").get("/orders/NONE").status_code == 404


def test_orders_are_found_by_any_words_of_theirs(as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    browser = as_role("sales")
    assert "CF1" in browser.get("/orders?q=client+c1").text
    assert "CF2" not in browser.get("/orders?q=client+c1").text
    assert "Aucune commande ne correspond" in browser.get("/orders?q=%25").text


def leave_something(database: Database) -> None:
    """The small world with a run in force that left CF1's first line: its site has no place, 123.45 € stay."""
    small_world(database)
    with database.transaction("user:planner") as session:
        run = PlanningRun(
            first_day=DAY, time_limit_ms=5000, state="adopted", state_at=builders.NOW, state_by="user:planner", asked_at=builders.NOW,
            asked_by="user:planner", source_fr="distances estimées", source_en="estimated distances", cost_cents=100_000, bound_cents=90_000,
        )  # fmt: skip
        facts = {"order": "CF1", "line": 1, "product": "Produit P1", "site": "Site <i>S1</i>"}
        left = line(session, "CF1", 1)
        run.unplanned.append(
            UnplannedLine(
                order_line_id=left.id, quantity=2000, code="data", rule="no_place", facts=facts, lost_cents=12_345
            )
        )
        session.add(run)
        session.flush()
        session.scalars(select(DayPlan).where(DayPlan.day == DAY)).one().run_id = run.id
        journal.record(session, "test.built", "run")


def test_what_stays_is_shown_with_its_reason_and_its_value_only_to_whoever_sees_prices(
    as_role: Callable[..., Browser], database: Database
) -> None:
    leave_something(database)
    planner, manager = as_role("planner").get(BOARD).text, as_role("manager").get(BOARD).text
    for text in (planner, manager):
        assert "CF1" in text
        assert "Site &lt;i&gt;S1&lt;/i&gt;" in text
        assert "dont 1 en partie" in text
    assert "130" not in planner.split("left-list")[1].split("</section>")[0]
    assert "130" in manager.split("left-list")[1].split("</section>")[0]


def test_the_bound_is_shown_with_its_distance_and_the_source_of_distances(
    as_role: Callable[..., Browser], database: Database
) -> None:
    leave_something(database)
    text = as_role("planner", "en").get(BOARD).text
    assert "≥ €900" in text
    assert "gap 10%" in text
    assert "estimated distances" in text


def test_the_day_reads_in_english_too(as_role: Callable[..., Browser], database: Database) -> None:
    leave_something(database)
    text = as_role("planner", "en").get(BOARD).text
    assert "Wednesday, 25 November 2026" in text
    assert "Unplanned" in text
    assert "has no coordinates" in text or "coordinates" in text

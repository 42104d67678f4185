"""The page of acknowledgements: one, all by a worker's job, the print run; and the order that shows its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from dispatch.cli.handlers import HANDLERS
from dispatch.db import Database
from dispatch.jobs.models import Job
from dispatch.jobs.supervisor import run_job
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.amending import amend_line
from dispatch.orders.models import OrderLine
from tests.delivery.builders import small_world
from tests.web.conftest import Browser


def numbers(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Acknowledgement.number).order_by(Acknowledgement.id)))


def test_one_order_is_acknowledged_and_shows_it(app: Any, as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    browser = as_role("sales")
    assert "CF1" in browser.get("/acknowledgements").text
    assert browser.post("/orders/CF1/acknowledgement").status_code == 303
    assert browser.post("/orders/CF1/acknowledgement").status_code == 303
    assert numbers(database) == ["ARC-2026-000001"]
    assert "ARC-2026-000001" in browser.get("/orders/CF1").text
    assert browser.post("/orders/NONE/acknowledgement").status_code == 404


def test_an_order_says_when_it_says_something_else_than_its_acknowledgement(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database, units=10, planned=4)
    browser = as_role("sales")
    told = "ne dit plus ce que dit le dernier accusé"
    browser.post("/orders/CF1/acknowledgement")
    assert told not in browser.get("/orders/CF1").text
    with database.transaction("user:anna") as session:
        amend_line(session, session.scalars(select(OrderLine)).first(), ordered_qty=9_000)
    assert told in browser.get("/orders/CF1").text
    browser.post("/orders/CF1/acknowledgement")
    assert told not in browser.get("/orders/CF1").text


def test_all_that_wait_are_acknowledged_by_a_worker_and_printed_in_one_run(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database)
    browser = as_role("sales")
    assert browser.post("/acknowledgements/all").status_code == 303
    with database.reading() as session:
        job = session.scalars(select(Job.id)).one()
    run_job(database.url, job, HANDLERS)
    assert numbers(database) == ["ARC-2026-000001", "ARC-2026-000002"]
    answer = browser.post("/acknowledgements/print")
    assert answer.status_code == 303
    pdf = browser.get(answer.headers["Location"])
    assert pdf.data.startswith(b"%PDF")
    assert browser.post("/acknowledgements/print").status_code == 409
    assert "parti" in browser.get("/acknowledgements").text


def test_the_manager_reads_and_does_not_issue(app: Any, as_role: Callable[..., Browser], database: Database) -> None:
    small_world(database)
    browser = as_role("manager")
    assert "Émettre" not in browser.get("/acknowledgements").text
    assert browser.post("/acknowledgements/all").status_code == 403

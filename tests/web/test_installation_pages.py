"""The administrator's pages: sessions ended, tokens made and revoked, messages sent again, jobs asked again, backups, settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from dispatch import settings
from dispatch.accounts.api_models import ApiToken
from dispatch.accounts.models import UserSession
from dispatch.cli.handlers import HANDLERS
from dispatch.controls.backups import backup_folder
from dispatch.db import Database
from dispatch.db.stored import StoredSetting
from dispatch.documents.messages import OutgoingMessage
from dispatch.documents.posting import queue_message
from dispatch.jobs.models import Job
from dispatch.jobs.queue import enqueue
from dispatch.jobs.supervisor import run_job
from dispatch.journal import JournalEntry
from tests.web.conftest import Browser

AsRole = Callable[..., Browser]


def all_of(database: Database, model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(model)))


def kinds(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(JournalEntry.kind)))


def test_a_session_that_is_ended_opens_nothing_any_more(as_role: AsRole, database: Database) -> None:
    planner, admin = as_role("planner"), as_role("administrator")
    page = admin.get("/installation").text
    assert "planner Dupont" in page
    assert "celle-ci" in page
    with database.reading() as session:
        theirs = session.scalars(select(UserSession).order_by(UserSession.id)).first()
    assert theirs is not None
    assert planner.get("/account").status_code == 200
    assert admin.post(f"/installation/sessions/{theirs.id}/end").status_code == 303
    assert planner.get("/account").status_code == 302
    assert "user.session_ended" in kinds(database)


def test_a_token_is_shown_once_opens_the_api_and_is_revoked(app: Flask, as_role: AsRole, database: Database) -> None:
    admin = as_role("administrator")
    form = {"name": "erp", "role": "sales", "scope": ["product.read"], "until": "2099-12-31"}
    token = re.search(r'value="(tournee_[^"]+)"', admin.post("/installation/programs", form).text)
    assert token is not None
    headers = {"Authorization": f"Bearer {token[1]}"}
    assert app.test_client().get("/api/v1/products", headers=headers).status_code == 200
    assert app.test_client().get("/api/v1/orders", headers=headers).status_code == 403
    assert token[1] not in admin.get("/installation/programs").text
    (row,) = all_of(database, ApiToken)
    assert admin.post(f"/installation/programs/{row.id}/revoke").status_code == 303
    assert app.test_client().get("/api/v1/products", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"name": "Été"}, 400, "lettres sans accent"),
        ({"role": "planner", "scope": "invoice.issue"}, 400, "décochez-le"),
        ({"until": "2020-01-01"}, 400, "doit être à venir"),
    ],
)
def test_a_refused_token_keeps_what_was_typed(
    as_role: AsRole, database: Database, wrong: dict[str, str], status: int, said: str
) -> None:
    answer = as_role("administrator").post("/installation/programs", {"name": "erp", "role": "sales", **wrong})
    assert answer.status_code == status
    assert said in answer.text
    assert f'value="{wrong.get("name", "erp")}"' in answer.text
    assert all_of(database, ApiToken) == []


def test_a_dead_message_is_sent_again(as_role: AsRole, database: Database) -> None:
    with database.transaction("worker") as session:
        message = queue_message(session, "webhook", "note.received", "BL-2026-000001")
        message.state, message.attempts, message.last_error = "dead", 12, "HTTP 500: <b>no</b>"
    admin = as_role("administrator")
    page = admin.get("/installation/exchange").text
    assert "HTTP 500: &lt;b&gt;no" in page
    assert admin.post(f"/installation/exchange/{message.id}/again").status_code == 303
    (row,) = all_of(database, OutgoingMessage)
    assert (row.state, row.attempts, row.state_by) == ("waiting", 0, "user:administrator")
    assert "BL-2026-000001" in admin.get("/installation/exchange?state=waiting").text


def test_a_failed_job_is_asked_for_again_but_not_a_planning_run(as_role: AsRole, database: Database) -> None:
    with database.transaction("user:sales") as session:
        for kind in ("send_mails", "plan"):
            job = enqueue(session, kind, {"run_id": 1})
            job.state, job.error = "failed", "settings: DISPATCH_SMTP_URL «» is no mail server."
    mails, plan = all_of(database, Job)
    admin = as_role("administrator")
    assert "DISPATCH_SMTP_URL" in admin.get("/installation/jobs").text
    assert admin.post(f"/installation/jobs/{mails.id}/again").status_code == 303
    assert admin.post(f"/installation/jobs/{plan.id}/again").status_code == 409
    *_, again = all_of(database, Job)
    assert (again.kind, again.state, again.created_by) == ("send_mails", "queued", "user:administrator")
    assert "job.asked_again" in kinds(database)


def test_a_backup_is_made_and_checked_by_a_worker(as_role: AsRole, database: Database) -> None:
    admin = as_role("administrator")
    assert "Aucune sauvegarde" in admin.get("/installation/backups").text
    admin.post("/installation/backups")
    assert "en cours" in admin.get("/installation/backups").text
    (job,) = all_of(database, Job)
    made = run_job(database.url, job.id, HANDLERS)
    assert made.state == "done", made.error
    (file,) = backup_folder().glob("*.zip")
    assert file.name in admin.get("/installation/backups").text
    file.write_bytes(file.read_bytes()[:-200])
    assert admin.post("/installation/backups/check", {"name": file.name}).status_code == 303
    assert run_job(database.url, all_of(database, Job)[-1].id, HANDLERS).state == "failed"
    assert "abîmé" in admin.get("/installation/backups").text
    assert admin.post("/installation/backups/check", {"name": "../dispatch.db"}).status_code == 404


def test_a_choice_of_the_company_counts_at_once_and_goes_back(as_role: AsRole, database: Database) -> None:
    admin = as_role("administrator")
    assert admin.post("/installation/settings", {"name": "claim_days", "value": "12"}).status_code == 303
    assert settings.current().claim_days == 12
    (row,) = all_of(database, StoredSetting)
    assert (row.name, row.value, row.set_by) == ("claim_days", "12", "user:administrator")
    assert "setting.chosen" in kinds(database)
    admin.post("/installation/settings", {"name": "claim_days", "value": ""})
    assert settings.current().claim_days == settings.Settings.model_fields["claim_days"].default
    assert all_of(database, StoredSetting) == []


def test_a_value_that_cannot_be_used_stays_in_its_field_with_the_reason(as_role: AsRole, database: Database) -> None:
    answer = as_role("administrator").post("/installation/settings", {"name": "co2_van_g_km", "value": "-3"})
    assert answer.status_code == 400
    assert re.search(r'value="-3"[^>]*aria-invalid="true"', answer.text)
    assert all_of(database, StoredSetting) == []


def test_what_the_environment_has_fixed_is_shown_and_not_changed(
    as_role: AsRole, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_CLAIM_DAYS", "5")
    settings.current.cache_clear()
    admin = as_role("administrator")
    for name in ("claim_days", "database_url", "nothing"):
        assert admin.post("/installation/settings", {"name": name, "value": "9"}).status_code == 409
    assert settings.current().claim_days == 5
    assert all_of(database, StoredSetting) == []


def test_no_secret_stands_on_the_page(as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = as_role("administrator")
    monkeypatch.setenv("DISPATCH_SMTP_PASSWORD", "sésame-ouvre-toi")
    monkeypatch.setenv("DISPATCH_DATABASE_URL", "postgresql+psycopg://tournee:motdepasse@localhost/tournee")
    settings.current.cache_clear()
    page = admin.get("/installation/settings").text
    assert "DISPATCH_SMTP_PASSWORD" in page
    assert "sésame" not in page
    assert "motdepasse" not in page


def test_a_number_is_asked_for_in_the_readers_words_and_taken_with_a_comma(as_role: AsRole, database: Database) -> None:
    admin = as_role("administrator")
    refused = admin.post("/installation/settings", {"name": "time_limit_s", "value": "vite"})
    assert refused.status_code == 400
    assert "« vite » ne convient pas : il faut un nombre, comme 30." in refused.text
    assert admin.post("/installation/settings", {"name": "time_limit_s", "value": "12,5"}).status_code == 303
    assert settings.current().time_limit_s == 12.5
    admin.post("/installation/settings", {"name": "time_limit_s", "value": ""})

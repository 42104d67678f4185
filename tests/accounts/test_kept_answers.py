"""Idempotency keys: of calls that race under one key one acts and all get its answer; without the key every one acts."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from dispatch import clock
from dispatch.accounts.api_models import KeptAnswer
from dispatch.accounts.api_tokens import create_token
from dispatch.accounts.kept_answers import KEPT, Answer, keep_answer, take_key
from dispatch.db import Database
from dispatch.errors import KeyReusedError
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import Order
from dispatch.orders.register import register
from tests import builders

CALLERS = 6


def token_of(database: Database) -> int:
    with database.transaction("user:anna") as session:
        return create_token(session, "erp", "sales")[0].id


def racing(database: Database, *, guarded: bool) -> list[str]:
    """Several callers send one order at the same moment, under one key or under none; what each was answered."""
    token_id = token_of(database)
    with database.transaction("test") as session:
        site, product = builders.site(session, builders.customer(session)), builders.product(session)
    line = LineDraft(1, product.id, 1_000, builders.TOMORROW)
    draft = OrderDraft(site.customer_id, site.id, (line,), source="api")
    start, answers, failed = threading.Barrier(CALLERS), list[str](), list[BaseException]()

    def call() -> None:
        start.wait()
        try:
            with database.transaction("api:erp") as session:
                kept = take_key(session, token_id, "k1", b"one order") if guarded else None
                if kept is None:
                    number = register(session, draft).number
                    if guarded:
                        keep_answer(session, token_id, "k1", Answer(201, number, {}))
                else:
                    number = kept.body
            answers.append(number)
        except BaseException as error:  # noqa: BLE001  a thread's error is the test's
            failed.append(error)

    threads = [threading.Thread(target=call) for _ in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return answers


def orders(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def test_of_callers_under_one_key_one_acts_and_all_get_its_answer(any_database: Database) -> None:
    answers = racing(any_database, guarded=True)
    assert (len(answers), len(set(answers)), orders(any_database)) == (CALLERS, 1, 1)


def test_without_the_key_every_one_of_them_acts(any_database: Database) -> None:
    answers = racing(any_database, guarded=False)
    assert (len(set(answers)), orders(any_database)) == (CALLERS, CALLERS)


def test_another_request_under_the_key_is_refused_and_old_keys_are_forgotten(any_database: Database) -> None:
    token_id = token_of(any_database)
    with any_database.transaction("api:erp") as session:
        assert take_key(session, token_id, "k1", b"this") is None
        keep_answer(session, token_id, "k1", Answer(201, "done", {"ETag": '"1"'}))
    with any_database.transaction("api:erp") as session:
        assert take_key(session, token_id, "k1", b"this") == Answer(201, "done", {"ETag": '"1"'})
    with pytest.raises(KeyReusedError), any_database.transaction("api:erp") as session:
        take_key(session, token_id, "k1", b"that")
    with any_database.transaction("api:erp") as session:
        session.execute(update(KeptAnswer).values(created_at=clock.real_now() - KEPT - timedelta(seconds=1)))
    with any_database.transaction("api:erp") as session:
        assert take_key(session, token_id, "k1", b"that") is None

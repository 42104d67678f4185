"""Answers kept under an idempotency key: the same call again gets the same answer, another call under its key is refused.

The key is taken first, by one INSERT that waits for whoever holds it; the answer is written in the same transaction as what
was done. Whatever rolls back takes the key with it, so a refused or killed call may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.accounts.api_models import KeptAnswer
from dispatch.errors import KeyReusedError

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out: status, body as JSON text, and the headers that belong to it."""

    status: int
    body: str
    headers: Mapping[str, str]


def take_key(session: Session, token_id: int, key: str, request: bytes) -> Answer | None:
    """Take the key for this request: None when it is new, else what was answered.

    Raises
    ------
    KeyReusedError
        The key was used for another request.
    """
    now, digest = clock.real_now(), hashlib.sha256(request).hexdigest()
    session.execute(delete(KeptAnswer).where(KeptAnswer.created_at < now - KEPT))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    taking = (
        insert(KeptAnswer)
        .values(token_id=token_id, key=key, request_hash=digest, status=0, body="", headers="{}", created_at=now)
        .on_conflict_do_nothing()
        .returning(KeptAnswer.id)
    )
    if session.execute(taking).scalar_one_or_none() is not None:
        return None
    kept = session.scalars(select(KeptAnswer).where(KeptAnswer.token_id == token_id, KeptAnswer.key == key)).one()
    if kept.request_hash != digest:
        raise KeyReusedError(
            f"The idempotency key {key[:64]} was used for another request.", "Use a new key for each thing you ask."
        )
    return Answer(kept.status, kept.body, json.loads(kept.headers))


def keep_answer(session: Session, token_id: int, key: str, answer: Answer) -> None:
    """Keep what is answered under a key that this transaction has taken."""
    kept = session.scalars(select(KeptAnswer).where(KeptAnswer.token_id == token_id, KeptAnswer.key == key)).one()
    kept.status, kept.body, kept.headers = answer.status, answer.body, json.dumps(dict(answer.headers))

"""Forgetting what has served its purpose: sessions, links, refused log-ins, old mails. What the law wants kept is never touched.

No position of a driver is kept at all. Signatures, photos and scans stay with their note, notes and invoices ten years with
their proofs; they are frozen, as the journal is, so that a purge leaves both verifiable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.accounts.models import LoginAttempt, LoginLink, UserSession
from dispatch.db import Base
from dispatch.documents.outbox import OutgoingMail

MAIL_DAYS = 365
"""How long a mail that was sent is kept; what it carried is a document of its own, and the journal says that it left."""
ATTEMPT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of one kind went, or would go."""

    kind: str
    count: int


def purge(session: Session, *, dry_run: bool = False) -> tuple[Forgotten, ...]:
    """Delete what has served its purpose; with `dry_run` only count it."""
    found = []
    for kind, model, condition in _rules(clock.now()):
        count = int(session.scalar(select(func.count()).select_from(model).where(condition)) or 0)
        found.append(Forgotten(kind, count))
        if count and not dry_run:
            session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
    if not dry_run:
        journal.record(session, "purge.done", forgotten=[[one.kind, one.count] for one in found])
    return tuple(found)


def _rules(now: datetime) -> tuple[tuple[str, type[Base], ColumnElement[bool]], ...]:
    return (
        ("sessions", UserSession, UserSession.expires_at < now),
        ("login_links", LoginLink, or_(LoginLink.expires_at < now, LoginLink.used_at.is_not(None))),
        ("login_attempts", LoginAttempt, LoginAttempt.at < now - timedelta(days=ATTEMPT_DAYS)),
        (
            "mails",
            OutgoingMail,
            (OutgoingMail.state == "sent") & (OutgoingMail.state_at < now - timedelta(days=MAIL_DAYS)),
        ),
    )

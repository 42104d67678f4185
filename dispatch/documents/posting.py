"""Sending messages out of the outbox: each claimed, handed over outside any transaction, marked; later again where it failed.

A message that the other side took and we died before noting goes out again under the same key. After `MOST_ATTEMPTS`, or a
refusal that would come again, it is dead and waits for somebody to send it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db import Database
from dispatch.db.engine import actor_of
from dispatch.documents.carriers import NotTakenError
from dispatch.documents.messages import MESSAGE, OutgoingMessage
from dispatch.documents.models import Document
from dispatch.errors import IntegrityError, NotFoundError

MOST_ATTEMPTS = 12
FIRST_WAIT_S, LONGEST_WAIT_S = 30, 6 * 3600
"""30 s, 1 min, 2 min … 6 h: twelve attempts span a day and a half."""
CLAIM_S = 120
"""A message that was claimed so long ago and never marked is sent again."""
Send = Callable[[OutgoingMessage], str]
"""Hands one message over; what the other side called it. Raises `NotTakenError`."""
Left = Callable[[Session, OutgoingMessage], None]
"""Told of each message that has left, in the transaction that says so."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as lists show it."""

    id: int
    channel: str
    event: str
    subject: str
    key: str
    state: str
    attempts: int
    created_at: datetime
    state_at: datetime
    next_at: datetime
    answer: str
    last_error: str


def queue_message(
    session: Session,
    channel: str,
    event: str,
    subject: str,
    body: str = "",
    *,
    document: Document | None = None,
    key: str = "",
) -> OutgoingMessage:
    """Put a message in the outbox; it exists when the transaction commits. Without a key it gets one of its own."""
    now, actor = clock.real_now(), actor_of(session)
    message = OutgoingMessage(
        channel=channel,
        event=event,
        subject=subject,
        key=key or f"msg_{uuid4().hex}",
        body=body,
        document_id=document.id if document else None,
        created_at=now,
        created_by=actor,
        state="waiting",
        state_at=now,
        state_by=actor,
        next_at=now,
    )
    session.add(message)
    return message


def wait_s(attempts: int) -> int:
    """Seconds until the next attempt, after so many."""
    return int(min(FIRST_WAIT_S * 2 ** (attempts - 1), LONGEST_WAIT_S))


def something_waits(session: Session) -> bool:
    """Whether a message is due to be sent."""
    due = select(OutgoingMessage.id).where(
        OutgoingMessage.state == "waiting", OutgoingMessage.next_at <= clock.real_now()
    )
    return session.scalar(due.limit(1)) is not None


def send_due(
    database: Database, actor: str, send: Send, left: Left = lambda _session, _message: None
) -> dict[str, int]:
    """Send every message that is due, oldest first, each whatever becomes of the others; how many were sent, put off, dead."""
    told = {"sent": 0, "put_off": 0, "dead": 0}
    last = 0
    while (message := _claim(database, actor, last)) is not None:
        last = message.id
        try:
            answer = send(message)
        except (NotTakenError, IntegrityError) as error:  # a document that has changed on disk leaves for nobody
            gone = isinstance(error, IntegrityError) or error.for_good or message.attempts >= MOST_ATTEMPTS
            _put_off(database, actor, message.id, str(error), gone=gone)
            told["dead" if gone else "put_off"] += 1
        else:
            _sent(database, actor, message.id, answer, left)
            told["sent"] += 1
    return told


def send_again(session: Session, message_id: int) -> None:
    """Bring a dead message back among those that wait, with all its attempts before it.

    Raises
    ------
    NotFoundError
        There is no such message.
    LifeCycleError
        It is not dead.
    """
    message = session.get(OutgoingMessage, message_id, with_for_update=True)
    if message is None:
        raise NotFoundError(f"There is no message {message_id}.", "Look in the list of messages.")
    MESSAGE.advance(message, "waiting", at=clock.real_now(), by=actor_of(session))
    message.attempts, message.next_at = 0, message.state_at
    journal.record(session, "message.again", message.subject, channel=message.channel, key=message.key)


def messages(session: Session, state: str, limit: int = 100) -> tuple[MessageRow, ...]:
    """The latest messages of one state."""
    query = (
        select(OutgoingMessage).where(OutgoingMessage.state == state).order_by(OutgoingMessage.id.desc()).limit(limit)
    )
    names = MessageRow.__dataclass_fields__
    return tuple(MessageRow(**{name: getattr(row, name) for name in names}) for row in session.scalars(query))


def message_counts(session: Session) -> dict[str, int]:
    """How many messages are in each state."""
    query = select(OutgoingMessage.state, func.count()).group_by(OutgoingMessage.state)
    return dict.fromkeys(MESSAGE.states, 0) | {state: count for state, count in session.execute(query)}  # noqa: C416  a Row is no pair


def _claim(database: Database, actor: str, after: int) -> OutgoingMessage | None:
    """Take the next message that is due; of two senders one gets it."""
    now = clock.real_now()
    due = (
        select(OutgoingMessage)
        .where(OutgoingMessage.state == "waiting", OutgoingMessage.next_at <= now, OutgoingMessage.id > after)
        .order_by(OutgoingMessage.id)
        .limit(1)
    )
    while True:
        with database.reading() as session:
            found = session.scalars(due).one_or_none()
        if found is None:
            return None
        with database.transaction(actor) as session:
            taking = (
                update(OutgoingMessage)
                .where(OutgoingMessage.id == found.id, OutgoingMessage.state == "waiting")
                .where(OutgoingMessage.attempts == found.attempts, OutgoingMessage.next_at <= now)
                .values(attempts=found.attempts + 1, next_at=now + timedelta(seconds=CLAIM_S))
                .returning(OutgoingMessage.id)
                .execution_options(synchronize_session=False)
            )
            if session.execute(taking).scalar_one_or_none() is None:
                continue  # another sender has it
            message = session.get_one(OutgoingMessage, found.id, populate_existing=True)
            _ = message.document
            return message


def _sent(database: Database, actor: str, message_id: int, answer: str, left: Left) -> None:
    with database.transaction(actor) as session:
        message = session.get_one(OutgoingMessage, message_id, with_for_update=True)
        if message.state != "waiting":
            return
        MESSAGE.advance(message, "sent", at=clock.real_now(), by=actor)
        message.answer, message.last_error = answer, ""
        journal.record(
            session, "message.sent", message.subject, channel=message.channel, event=message.event, key=message.key,
            attempt=message.attempts, answer=answer,
        )  # fmt: skip
        left(session, message)


def _put_off(database: Database, actor: str, message_id: int, error: str, *, gone: bool) -> None:
    with database.transaction(actor) as session:
        message = session.get_one(OutgoingMessage, message_id, with_for_update=True)
        if message.state != "waiting":
            return
        message.last_error = error[:2000]
        message.next_at = clock.real_now() + timedelta(seconds=wait_s(message.attempts))
        if gone:
            MESSAGE.advance(message, "dead", at=clock.real_now(), by=actor)
            journal.record(
                session, "message.dead", message.subject, channel=message.channel, event=message.event,
                key=message.key, attempts=message.attempts, error=error[:500],
            )  # fmt: skip

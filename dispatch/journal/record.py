"""Recording: entries wait in the session and are chained last, just before the commit.

Chaining last keeps the lock on the chain's head short, and the order of locks the same everywhere.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db.engine import actor_of, before_commit, changed_tables
from dispatch.errors import IntegrityError
from dispatch.journal.canonical import canonical, entry_hash
from dispatch.journal.models import GENESIS, JournalEntry, JournalHead


def record(session: Session, kind: str, subject: str = "", **payload: Any) -> None:
    """Leave an entry about what this transaction does.

    Parameters
    ----------
    kind
        What happened: ``note.issued``, ``order.amended``.
    subject
        The business key of the thing it happened to: ``BL-2026-000147``.
    payload
        Integers, strings, dates, instants and lists or mappings of them; no floats.
    """
    waiting: list[tuple[str, str, str]] = session.info.setdefault("journal", [])
    waiting.append((kind, subject, canonical(payload)))


@before_commit
def chain_waiting_entries(session: Session) -> None:
    """Write the entries of this transaction; refuse a transaction that changed rows and says nothing.

    Raises
    ------
    IntegrityError
        When journaled tables changed without any entry: a defect in the calling service.
    """
    waiting = session.info.pop("journal", [])
    changed = changed_tables(session)
    session.info.pop("changed", None)
    if not waiting:
        if changed:
            raise IntegrityError(
                f"Changes of {', '.join(sorted(changed))} would leave no journal entry.", "Record them in the service."
            )
        return
    actor, at = actor_of(session), clock.now()
    _hold_head(session)
    seq, previous = session.execute(select(JournalHead.seq, JournalHead.hash).where(JournalHead.id == 1)).one()
    rows = []
    for kind, subject, payload in waiting:
        seq += 1
        digest = entry_hash(
            seq=seq, at=at, actor=actor, kind=kind, subject=subject, payload=payload, prev_hash=previous
        )
        rows.append(
            {
                "seq": seq,
                "at": at,
                "actor": actor,
                "kind": kind,
                "subject": subject,
                "payload": payload,
                "prev_hash": previous,
                "hash": digest,
            }
        )
        previous = digest
    session.execute(JournalEntry.__table__.insert(), rows)  # type: ignore[attr-defined]
    session.execute(update(JournalHead).where(JournalHead.id == 1).values(seq=seq, hash=previous))


def _hold_head(session: Session) -> None:
    """Lock the end of the chain until the commit; of two first writers ever, one makes its row and both go on."""
    hold = update(JournalHead).where(JournalHead.id == 1).values(seq=JournalHead.seq).returning(JournalHead.id)
    hold = hold.execution_options(synchronize_session=False)
    if session.execute(hold).scalar_one_or_none() is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(JournalHead).values(id=1, seq=0, hash=GENESIS).on_conflict_do_nothing())
        session.execute(hold)

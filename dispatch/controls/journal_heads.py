"""Exporting the journal's head at the end of each day, by file and by mail, and checking the journal against all that were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.controls.fault import Finding, invariant
from dispatch.db import Database
from dispatch.documents.mailing import queue_mail
from dispatch.documents.store import DocumentStore
from dispatch.errors import InvalidInputError
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handler, Handlers
from dispatch.journal.heads import Head, current_head, export_head, exported_heads, head_file, misfits

JOB = "journal_head"
_WORDS = {
    "fr": ("Tête du journal du {day}", "Conservez ce courriel hors du serveur : « dispatch journal verify --head » y compare le journal."),
    "en": ("Head of the journal of {day}", "Keep this mail off the server: `dispatch journal verify --head` compares the journal with it."),
}  # fmt: skip


@invariant(18, "journal_heads")
def journal_ends_where_it_was_seen(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """The journal still contains every head that was exported: no tail was cut, nothing was rewritten up to there."""
    try:
        heads = list(exported_heads(head_file()))
    except InvalidInputError as error:
        yield f"journal heads {head_file().name}", error.detail
        return
    for seq, detail in misfits(session, heads):
        yield f"journal {seq}", detail


def export_day(database: Database, actor: str, day: date) -> Head | None:
    """Export the head as it is now as that of a day; it is mailed too where an address is set. None: nothing to export."""
    with database.reading() as session:
        head = current_head(session, day)
    if head is None:
        return None
    export_head(head, head_file())
    address = settings.current().journal_head_mail
    if address:
        subject, advice = _WORDS[settings.current().language]
        with database.transaction(actor) as session:
            subject = subject.format(day=day.isoformat())
            queue_mail(session, address, subject, f"{head.line}\n\n{advice}\n", None, "journal", day.isoformat())
    return head


def is_due(session: Session) -> bool:
    """Whether yesterday has ended without its head being exported."""
    try:
        last = max((head.day for head in exported_heads(head_file())), default="")
    except InvalidInputError:
        return False  # verification names the line
    return last < _yesterday().isoformat() and current_head(session) is not None


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


def _run(context: JobContext) -> dict[str, Any]:
    head = export_day(context.database, context.actor, _yesterday())
    return {"seq": head.seq if head else 0}


HANDLERS: Handlers = {JOB: Handler(_run, due=is_due)}
"""What a worker knows how to do for this room."""

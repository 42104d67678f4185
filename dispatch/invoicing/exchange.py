"""The exchange with other programs, run by a worker whenever something waits: ERP files, deposits, webhooks, statuses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.db import Database
from dispatch.documents import posting, webhooks
from dispatch.documents.carriers import NotTakenError, Parcel, drop
from dispatch.documents.messages import OutgoingMessage
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.invoicing import platform
from dispatch.invoicing.export import export_triggers
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handler, Handlers
from dispatch.settings import Settings

JOB = "exchange"
ERP, ERP_EVENT = "erp", "triggers.exported"
_ENCODINGS = {"csv": "utf-8-sig", "json": "utf-8"}


def exchange(database: Database, actor: str, store: DocumentStore, chosen: Settings) -> dict[str, int]:
    """Do all that waits; how many of each."""
    with database.transaction(actor) as session:
        files = _queue_erp_file(session, chosen)
        deposits = platform.queue_deposits(session, chosen)
    told = posting.send_due(
        database,
        actor,
        lambda message: _send(message, chosen, store),
        lambda session, message: platform.deposited(session, message, chosen),
    )
    return {"erp_files": files, "deposits": deposits, **told, **platform.read_inbox(database, actor, chosen)}


def something_is_due(session: Session) -> bool:
    """Whether the exchange has anything to do."""
    chosen = settings.current()
    return bool(
        posting.something_waits(session)
        or (chosen.erp_dir is not None and _pending(session))
        or platform.undeposited(session, chosen)
        or platform.waiting_files(chosen)
    )


def _pending(session: Session) -> bool:
    return session.scalar(select(InvoiceTrigger.id).where(InvoiceTrigger.state == "pending").limit(1)) is not None


def _queue_erp_file(session: Session, chosen: Settings) -> int:
    """Export what may be invoiced into the outbox: the triggers are exported when the file exists, not before."""
    if chosen.erp_dir is None or not _pending(session):
        return 0
    data = export_triggers(session, chosen.erp_format)
    posting.queue_message(session, ERP, ERP_EVENT, chosen.erp_format, data.decode(_ENCODINGS[chosen.erp_format]))
    return 1


def _send(message: OutgoingMessage, chosen: Settings, store: DocumentStore) -> str:
    if message.channel == webhooks.CHANNEL:
        if not chosen.webhook_url:
            raise NotTakenError("no DISPATCH_WEBHOOK_URL any more", for_good=True)
        return webhooks.send(message, chosen)
    if message.channel == platform.CHANNEL:
        if not platform.is_open(chosen):
            raise NotTakenError("no platform any more", for_good=True)
        return platform.deposit(message, chosen, store)
    if chosen.erp_dir is None:
        raise NotTakenError("no DISPATCH_ERP_DIR any more", for_good=True)
    form = message.subject
    name = f"facturation-{message.created_at:%Y%m%dT%H%M%SZ}-{message.id}.{form}"
    return drop(chosen.erp_dir, Parcel(message.body.encode(_ENCODINGS[form]), "text/plain", name, message.key))


def _run(context: JobContext) -> dict[str, Any]:
    return dict(exchange(context.database, context.actor, installed_store(), settings.current()))


HANDLERS: Handlers = {JOB: Handler(_run, due=something_is_due)}
"""What a worker knows how to do for this room."""

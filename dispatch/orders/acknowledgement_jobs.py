"""Work in the background: acknowledge all orders that wait, and send the mails that wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dispatch import settings
from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.documents.mailing import SendReport, send_waiting
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.errors import RefusedError
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handlers
from dispatch.orders.acknowledgement_lists import waiting_ids
from dispatch.orders.acknowledging import acknowledge, mail_has_left


def acknowledge_all(database: Database, actor: str, store: DocumentStore, order_ids: Iterable[int] = ()) -> int:
    """Acknowledge the orders that wait, each in its own transaction, in the order in which they came; how many were."""
    ids = list(order_ids)
    if not ids:
        with database.reading() as session:
            ids = waiting_ids(session)
    done = 0
    for order_id in ids:
        try:
            with database.transaction(actor) as session:
                acknowledge(session, store, order_id)
        except RefusedError:
            continue  # cancelled or given up while we went
        done += 1
    return done


def send_mails(database: Database, actor: str, store: DocumentStore) -> SendReport:
    """Send what waits in the outbox, from the company's address.

    Raises
    ------
    SettingsError
        There is no mail server.
    """
    chosen = settings.current()
    with database.reading() as session:
        company = session.get(Company, 1)
    sender = chosen.mail_from or (company.email if company else "")
    return send_waiting(database, store, chosen, sender, actor, mail_has_left)


def _acknowledge(context: JobContext) -> dict[str, Any]:
    store, actor = installed_store(), context.actor
    done = acknowledge_all(context.database, actor, store)
    report = send_mails(context.database, actor, store) if settings.current().smtp_url else SendReport(0, 0)
    return {"acknowledged": done, "sent": report.sent, "refused": report.refused, "stopped": report.stopped}


def _send(context: JobContext) -> dict[str, Any]:
    report = send_mails(context.database, context.actor, installed_store())
    return {"sent": report.sent, "refused": report.refused, "stopped": report.stopped}


HANDLERS: Handlers = {"acknowledge": _acknowledge, "send_mails": _send}

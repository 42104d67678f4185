"""The plateforme agréée: issued invoices are deposited there, and what becomes of them comes back as life-cycle codes.

A port with two doors, chosen by the settings: HTTP (the Factur-X file is posted with a bearer token) or a folder. Statuses come
back over the API, or as JSON files in a folder: ``{"invoice": …, "code": "213", "key": …, "reason": …}``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.documents.carriers import Parcel, drop, post
from dispatch.documents.messages import OutgoingMessage
from dispatch.documents.models import Document
from dispatch.documents.posting import queue_message
from dispatch.documents.store import DocumentStore
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.statuses import tell
from dispatch.settings import Settings

CHANNEL, EVENT = "platform", "invoice.deposit"
DEPOSITED = "200"
TAKEN, ODD = "done", "failed"
"""Folders within the inbox where files go that were read, and those that nobody understands, with the reason beside."""


def is_open(chosen: Settings) -> bool:
    """Whether invoices are deposited anywhere."""
    return bool(chosen.platform_url or chosen.platform_dir)


def undeposited(session: Session, chosen: Settings) -> Sequence[Invoice]:
    """Issued invoices and credit notes with a file for which no deposit has been asked yet, oldest first."""
    if not is_open(chosen):
        return ()
    asked = exists().where(OutgoingMessage.channel == CHANNEL, OutgoingMessage.subject == Invoice.number)
    query = select(Invoice).where(Invoice.state == "validated", Invoice.document_id.is_not(None), ~asked)
    if chosen.platform_since is not None:
        query = query.where(Invoice.issued_on >= chosen.platform_since)
    return session.scalars(query.order_by(Invoice.id)).all()


def queue_deposits(session: Session, chosen: Settings) -> int:
    """Put every invoice that is to be deposited in the outbox, once for ever; how many."""
    found = undeposited(session, chosen)
    for invoice in found:
        document = session.get_one(Document, invoice.document_id)
        queue_message(session, CHANNEL, EVENT, str(invoice.number), document=document, key=f"platform:{invoice.number}")
    return len(found)


def deposit(message: OutgoingMessage, chosen: Settings, store: DocumentStore) -> str:
    """Hand one invoice's Factur-X file over.

    Raises
    ------
    NotTakenError
        The platform, or the folder, did not take it.
    """
    assert message.document is not None
    name = "".join(char if char.isalnum() or char in "-_." else "-" for char in message.subject)
    parcel = Parcel(store.get(message.document.sha256), "application/pdf", f"{name}.pdf", message.key)
    if not chosen.platform_url:
        return drop(chosen.platform_dir or Path(), parcel)
    headers = {
        "Idempotency-Key": parcel.key,
        "Content-Disposition": f'attachment; filename="{parcel.file_name}"',
        "Digest": f"sha-256={message.document.sha256}",
    }
    if chosen.platform_key is not None:
        headers["Authorization"] = f"Bearer {chosen.platform_key.get_secret_value()}"
    return post(chosen.platform_url, parcel, headers, chosen.http_timeout_s)


def deposited(session: Session, message: OutgoingMessage, chosen: Settings) -> None:
    """Keep that a platform has taken an invoice; what a folder takes is deposited when the platform says so."""
    if message.channel == CHANNEL and chosen.platform_url:
        tell(session, message.subject, DEPOSITED, source_key=message.key)


def waiting_files(chosen: Settings) -> list[Path]:
    """Status files in the inbox, oldest name first."""
    folder = chosen.platform_inbox
    return sorted(folder.glob("*.json")) if folder is not None and folder.is_dir() else []


def read_inbox(database: Database, actor: str, chosen: Settings) -> dict[str, int]:
    """Keep what the status files say, each in its own transaction, and put them away; how many were kept, and not."""
    told = {"statuses": 0, "odd": 0}
    for path in waiting_files(chosen):
        try:
            number, code, key, reason = _status(path)
            with database.transaction(actor) as session:
                tell(session, number, code, source_key=key, reason=reason)
        except DispatchError as error:
            _put_away(path, ODD)
            (path.parent / ODD / f"{path.name}.txt").write_text(f"{error}\n", encoding="utf-8")
            told["odd"] += 1
        else:
            _put_away(path, TAKEN)
            told["statuses"] += 1
    return told


def _status(path: Path) -> tuple[str, str, str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        number, code, key = (str(found[name]) for name in ("invoice", "code", "key"))
        return number, code, key[:64], str(found.get("reason", ""))[:2000]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            f"{path.name} is no status: {error}.", 'Write {"invoice", "code", "key", "reason"} as JSON.'
        ) from None


def _put_away(path: Path, folder: str) -> None:
    target = path.parent / folder
    target.mkdir(exist_ok=True)
    path.replace(target / path.name)

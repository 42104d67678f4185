"""Sending what waits in the outbox: in order, each mail once as far as SMTP can tell, and again when the server was away.

A mail is claimed before it is handed over and marked after, so two senders do not take the same one. A server that takes
a mail and dies before it says so makes us send it again, under the same Message-ID.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db import Database
from dispatch.db.engine import actor_of
from dispatch.documents.models import Document
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError, SettingsError
from dispatch.settings import Settings

CLAIM_S = 120
"""A mail that was claimed so long ago and never marked is sent again."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
Left = Callable[[Session, str, str], None]
"""Told the subject's kind and key of each mail that has left, in the transaction that says so."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """How many mails left, how many the server refused for good, and why it stopped, if it did."""

    sent: int
    refused: int
    stopped: str = ""


def queue_mail(
    session: Session, recipient: str, subject: str, body: str, document: Document | None, kind: str, key: str
) -> OutgoingMail:
    """Put a mail in the outbox; it exists when the transaction commits."""
    now, actor = clock.now(), actor_of(session)
    mail = OutgoingMail(
        recipient=recipient,
        subject=subject[:255],
        body=body,
        document_id=document.id if document else None,
        subject_kind=kind,
        subject_key=key,
        message_id=f"<{uuid4().hex}@tournee>",
        created_at=now,
        created_by=actor,
        state="waiting",
        state_at=now,
    )
    session.add(mail)
    session.flush()
    journal.record(session, "mail.queued", key, mail=mail.id, recipient=recipient, message_id=mail.message_id)
    return mail


def send_waiting(
    database: Database, store: DocumentStore, settings: Settings, sender: str, actor: str, left: Left
) -> SendReport:
    """Send what waits, oldest first; stop at the first mail for which the server is away.

    Parameters
    ----------
    sender
        The address mails come from.

    Raises
    ------
    SettingsError
        There is no mail server, or its address cannot be read.
    """
    parts = urlsplit(settings.smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsError(
            f"DISPATCH_SMTP_URL «{settings.smtp_url}» is no mail server.", "Write smtp+starttls://user@host:587, say."
        )
    sent = refused = seen = 0
    while True:
        mail = _claim(database, actor, seen)
        if mail is None:
            return SendReport(sent, refused)
        seen = mail.id
        try:
            with database.reading() as session:
                message = _message(session, store, mail, sender)
            _hand_over(settings, message)
        except (
            smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, ValueError, IntegrityError,
        ) as error:  # fmt: skip
            if _for_good(error):
                _mark(database, actor, mail.id, "refused", str(error))
                refused += 1
                continue
            _mark(database, actor, mail.id, "waiting", str(error))
            return SendReport(sent, refused, str(error))
        except (OSError, smtplib.SMTPException) as error:
            _mark(database, actor, mail.id, "waiting", str(error) or type(error).__name__)
            return SendReport(sent, refused, str(error) or type(error).__name__)
        _mark(database, actor, mail.id, "sent", "", left)
        sent += 1


def _claim(database: Database, actor: str, after: int) -> OutgoingMail | None:
    """Take the next waiting mail that nobody is sending just now."""
    now = clock.real_now()
    with database.transaction(actor) as session:
        free = or_(
            OutgoingMail.attempts == 0,
            OutgoingMail.last_error != "",
            OutgoingMail.state_at < now - timedelta(seconds=CLAIM_S),
        )
        query = select(OutgoingMail).where(OutgoingMail.state == "waiting", OutgoingMail.id > after, free)
        for mail in session.scalars(query.order_by(OutgoingMail.id).limit(5)):
            taken = session.execute(
                update(OutgoingMail)
                .where(
                    OutgoingMail.id == mail.id, OutgoingMail.state == "waiting", OutgoingMail.attempts == mail.attempts
                )
                .values(attempts=mail.attempts + 1, state_at=now, last_error="")
                .execution_options(synchronize_session=False)
            ).rowcount  # type: ignore[attr-defined]  # a CursorResult
            if taken:
                journal.record(session, "mail.tried", mail.subject_key, mail=mail.id, attempt=mail.attempts + 1)
                return mail
    return None


def _mark(database: Database, actor: str, mail_id: int, state: str, error: str, left: Left | None = None) -> None:
    with database.transaction(actor) as session:
        mail = session.get_one(OutgoingMail, mail_id)
        if mail.state != "waiting":
            return
        mail.state, mail.state_at, mail.last_error = state, clock.real_now(), error[:2000]
        kind = "mail.failed" if state == "waiting" else f"mail.{state}"
        journal.record(session, kind, mail.subject_key, mail=mail.id, recipient=mail.recipient, error=error[:500])
        if left is not None:
            left(session, mail.subject_kind, mail.subject_key)


def _message(session: Session, store: DocumentStore, mail: OutgoingMail, sender: str) -> EmailMessage:
    """The mail with its document; an address that is none is a ValueError."""
    message = EmailMessage()
    message["From"], message["To"] = _address(sender), _address(mail.recipient)
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(clock.now())
    message.set_content(mail.body)
    if mail.document_id is not None:
        document = session.get_one(Document, mail.document_id)
        main, _, sub = document.media_type.partition(";")[0].partition("/")
        name = "".join(char if char.isalnum() or char in " -_." else "-" for char in document.title)[:80]
        suffix = ".pdf" if sub == "pdf" else ""
        message.add_attachment(store.get(document.sha256), maintype=main, subtype=sub, filename=f"{name}{suffix}")
    return message


def _address(text: str) -> Address:
    if any(char in text for char in "\r\n"):
        raise ValueError(f"{text!r} is no address")
    return Address(addr_spec=text)


def _hand_over(settings: Settings, message: EmailMessage) -> None:
    parts = urlsplit(settings.smtp_url)
    port, timeout = parts.port or PORTS[parts.scheme], settings.smtp_timeout_s
    tls = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(parts.hostname or "", port, timeout=timeout, context=tls)
    else:
        server = smtplib.SMTP(parts.hostname or "", port, timeout=timeout)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=tls)
        if parts.username and settings.smtp_password is not None:
            server.login(unquote(parts.username), settings.smtp_password.get_secret_value())
        try:
            server.send_message(message)
        except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII, which this server cannot write to
            raise ValueError(str(error)) from error


def _for_good(error: Exception) -> bool:
    """Whether the server has said no to this mail (5xx), or it cannot be written at all (no address, an altered paper)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, ValueError | IntegrityError)

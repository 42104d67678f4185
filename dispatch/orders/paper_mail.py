"""Papers sent by mail on somebody's word: to whom, with which words, and what became of the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.customers.models import Contact, Customer
from dispatch.documents.mailing import queue_mail
from dispatch.documents.models import Document
from dispatch.documents.outbox import OutgoingMail
from dispatch.errors import InvalidInputError
from dispatch.jobs.queue import enqueue

SEND = "send_mails"


@dataclass(frozen=True, slots=True)
class MailRow:
    """The last mail about something: `waiting`, `sent` or `refused`, since when, and why it has not left."""

    recipient: str
    state: str
    state_at: datetime
    error: str


def address_for(session: Session, customer: Customer, purpose: str) -> str:
    """Where papers of a purpose go: the customer's first contact for it who has an address, else the customer's own."""
    query = select(Contact.email).where(
        Contact.customer_id == customer.id, Contact.purpose == purpose, Contact.email != ""
    )
    return session.scalars(query.order_by(Contact.id).limit(1)).first() or customer.email


def mail_paper(
    session: Session, document: Document, recipient: str, subject: str, body: str, *, kind: str, key: str
) -> OutgoingMail:
    """Put a mail with a kept paper in the outbox, to be sent as soon as a server is set.

    Raises
    ------
    InvalidInputError
        The recipient is no address.
    """
    try:
        to = validate_email(recipient.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidInputError(f"{recipient.strip()[:120]!r} is no mail address: {error}", "Type it again.") from None
    mail = queue_mail(session, to, " ".join(subject.split()), body, document, kind, key)
    if settings.current().smtp_url:
        enqueue(session, SEND, {})
    return mail


def last_mail(session: Session, kind: str, key: str) -> MailRow | None:
    """What became of the last mail about something; None: there was none."""
    query = select(OutgoingMail).where(OutgoingMail.subject_kind == kind, OutgoingMail.subject_key == key)
    found = session.scalars(query.order_by(OutgoingMail.id.desc()).limit(1)).first()
    return MailRow(found.recipient, found.state, found.state_at, found.last_error) if found else None

"""Issuing all that is due: draft, check, validate one by one, draw; what cannot be issued stays a draft and says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db import Database
from dispatch.documents.models import Document
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.errors import EInvoiceError, RefusedError
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.einvoice import draw_issued, preflight
from dispatch.invoicing.facturx_pdf import require_extra
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.invoice_sheet import invoice_sheet
from dispatch.invoicing.issue import require_lawful
from dispatch.invoicing.schematron import Schematrons
from dispatch.invoicing.validation import validate
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handlers

Progress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Held:
    """A draft that could not be issued, and why."""

    invoice_id: int
    customer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Issued:
    """What a run did: numbers given in it, files of the day (number → document), drafts that stay."""

    numbers: tuple[str, ...]
    files: tuple[tuple[str, Document], ...]
    held: tuple[Held, ...]
    gross_cents: int


def issue_until(
    database: Database, actor: str, store: DocumentStore, until: date, progress: Progress = lambda _done, _of: None
) -> Issued:
    """Issue every invoice that is due until a day, each with its Factur-X file.

    Each is checked as it will be before it gets its number, and validated in a transaction of its own. Broken off and run
    again, it goes on: no delivery is invoiced twice, and a file that was not drawn is drawn.

    Raises
    ------
    MissingExtraError
        The extra `einvoice` is not installed.
    """
    require_extra()
    with database.transaction(actor) as session:
        draft_due(session, until)
    with database.reading() as session:
        waiting = _drafts(session, until)
    numbers, held = [], []
    with Schematrons() as rules:
        for place, (key, customer) in enumerate(waiting):
            progress(place, len(waiting))
            try:
                numbers.append(_issue(database, actor, key, rules))
            except (RefusedError, EInvoiceError) as error:
                held.append(Held(key, customer, error.code, error.detail))
        with database.reading() as session:
            todo = _without_file_or_of_today(session)
        files = []
        for place, number in enumerate(todo):
            progress(place, len(todo))
            files.append((number, draw_issued(database, actor, store, number, rules)))
    with database.reading() as session:
        gross = session.scalar(select(func.sum(Invoice.gross_cents)).where(Invoice.number.in_(numbers)))
    return Issued(tuple(numbers), tuple(files), tuple(held), int(gross or 0))


def draw_files(context: JobContext) -> Mapping[str, Any]:
    """The job: draws the file of every issued invoice and credit note that has none yet; how many they were."""
    require_extra()
    store = installed_store()
    with context.database.reading() as session:
        query = select(Invoice.number).where(Invoice.state == "validated", Invoice.document_id.is_(None))
        numbers = [number for number in session.scalars(query.order_by(Invoice.id)) if number]
    if numbers:
        with Schematrons() as rules:
            for done, number in enumerate(numbers):
                context.progress({"done": done, "of": len(numbers)})
                draw_issued(context.database, context.actor, store, number, rules)
    return {"files": len(numbers)}


FILES = "invoice_files"
HANDLERS: Handlers = {FILES: draw_files}
"""What a worker knows how to do for this room."""


def _issue(database: Database, actor: str, key: int, rules: Schematrons) -> str:
    with database.reading() as session:
        draft = session.get_one(Invoice, key)
        require_lawful(session, draft)
        sheet = invoice_sheet(session, draft, clock.today())
    preflight(sheet, rules)
    with database.transaction(actor) as session:
        return str(validate(session, key).number)


def _drafts(session: Session, until: date) -> list[tuple[int, str]]:
    """Drafts whose last delivery is not after a day, in the order in which they were made."""
    last = select(func.max(InvoiceLine.delivered_on)).where(InvoiceLine.invoice_id == Invoice.id).scalar_subquery()
    query = select(Invoice).where(Invoice.state == "draft", last <= until).order_by(Invoice.id)
    return [(one.id, one.customer.code) for one in session.scalars(query)]


def _without_file_or_of_today(session: Session) -> list[str]:
    query = (
        select(Invoice.number)
        .where(Invoice.state == "validated")
        .where(Invoice.document_id.is_(None) | (Invoice.issued_on == clock.today()))
        .order_by(Invoice.issued_on, Invoice.number)
    )
    return [number for number in session.scalars(query) if number]

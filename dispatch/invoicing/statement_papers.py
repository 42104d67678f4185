"""Statements of account on paper: drawn when asked for, kept when mailed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.company.looks import layout_for
from dispatch.customers.models import Customer
from dispatch.documents import formats
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.register import keep
from dispatch.documents.statement_paper import draw_statement
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.statements import statement_sheet
from dispatch.orders.paper_mail import mail_paper

KIND = "statement"
_SUBJECT = {"fr": "Relevé de compte au {day}", "en": "Statement of account on {day}"}
_BODY = {
    "fr": (
        "Bonjour,\n\nVous trouverez en pièce jointe votre relevé de compte au {day}. Solde : {balance}.{overdue}\n"
        "Merci de nous signaler toute différence avec vos comptes.\n\nCordialement,\n{seller}\n"
    ),
    "en": (
        "Dear customer,\n\nPlease find attached your statement of account on {day}. Balance: {balance}.{overdue}\n"
        "Please tell us of any difference with your books.\n\nKind regards,\n{seller}\n"
    ),
}
_OVERDUE = {"fr": " Échu : {amount}.", "en": " Overdue: {amount}."}


def statement_pdf(session: Session, customer_code: str, start: date, end: date) -> bytes:
    """The paper; raises as `statement_sheet`."""
    sheet = statement_sheet(session, customer_code, start, end)
    customer_id = session.scalar(select(Customer.id).where(Customer.code == customer_code))
    return draw_statement(sheet, layout_for(session, KIND, customer_id, sheet.drawn_on))


def mail_statement(
    session: Session, store: DocumentStore, customer_code: str, start: date, end: date, recipient: str
) -> OutgoingMail:
    """Keep the paper and mail it; raises as `statement_sheet`, and `InvalidInputError` where the recipient is no address."""
    sheet = statement_sheet(session, customer_code, start, end)
    customer = session.scalars(select(Customer).where(Customer.code == customer_code)).one()
    language = sheet.language
    document = keep(
        session,
        store,
        draw_statement(sheet, layout_for(session, KIND, customer.id, sheet.drawn_on)),
        kind=KIND,
        title=f"{customer_code} {start:%Y-%m-%d} {end:%Y-%m-%d}",
        media_type="application/pdf",
        subject_kind="customer",
        subject_key=customer_code,
        language=language,
    )
    day = formats.short_date(end, language)
    overdue = formats.money(sheet.overdue_cents, sheet.currency, language)
    body = _BODY[language].format(
        day=day,
        balance=formats.money(sheet.closing_cents, sheet.currency, language),
        overdue=_OVERDUE[language].format(amount=overdue) if sheet.overdue_cents > 0 else "",
        seller=sheet.seller.name,
    )
    return mail_paper(
        session, document, recipient, _SUBJECT[language].format(day=day), body, kind=KIND, key=customer_code
    )

"""The electronic invoice as it leaves: from the sheet, judged by XSD, our own sums and the official schematrons, inside its paper."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from dispatch import journal
from dispatch.company.looks import layout_for
from dispatch.db import Database
from dispatch.documents.invoice_head import title_of
from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.errors import EInvoiceError, NotFoundError
from dispatch.invoicing.facturx_data import profile_of
from dispatch.invoicing.facturx_pdf import facturx_pdf, invoice_xml
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.recompute import disagreements
from dispatch.invoicing.schematron import Schematrons

PREFLIGHT_NUMBER = "FA-0000-000000"


def checked_xml(sheet: InvoiceSheet, rules: Schematrons) -> bytes:
    """The CII file of an invoice, after all checks.

    Raises
    ------
    EInvoiceError
        Naming the first rule that it breaks.
    """
    xml = invoice_xml(sheet)
    wrong = disagreements(xml) or rules.complaints(xml, profile_of(sheet))
    if wrong:
        raise EInvoiceError(f"{sheet.number}: {wrong[0]}", "Look at the customer's and the company's file.")
    return xml


def preflight(sheet: InvoiceSheet, rules: Schematrons) -> None:
    """Check what a draft would become before it gets a number, which nobody can take back."""
    checked_xml(replace(sheet, number=PREFLIGHT_NUMBER), rules)


def draw_issued(database: Database, actor: str, store: DocumentStore, number: str, rules: Schematrons) -> Document:
    """The Factur-X PDF of an issued invoice or credit note: the one that is kept, else drawn, checked and kept now.

    Drawn outside any transaction; the file is in the store before a row names it. Run again after a crash it gives the
    same bytes.

    Raises
    ------
    NotFoundError
        There is no issued invoice of this number.
    EInvoiceError
        A check rejects it; nothing is kept.
    """
    with database.reading() as session:
        found = session.execute(
            select(Invoice.id, Invoice.sheet, Invoice.document_id, Invoice.customer_id, Invoice.state_at).where(
                Invoice.number == number
            )
        ).one_or_none()
        if found is None or found.sheet is None:
            raise NotFoundError(f"There is no invoice {number}.", "Look in the list of invoices.")
        if found.document_id is not None:
            return session.get_one(Document, found.document_id)
        sheet = thaw(found.sheet)
        layout = layout_for(session, sheet.kind, found.customer_id, sheet.issued_on, found.state_at)
    data = facturx_pdf(draw_invoice(sheet, layout), checked_xml(sheet, rules), sheet)
    store.put(data)
    with database.transaction(actor) as session:
        document = keep(
            session,
            store,
            data,
            kind=sheet.kind,
            title=title_of(sheet),
            media_type="application/pdf",
            subject_kind="invoice",
            subject_key=number,
            language=sheet.language,
        )
        query = select(Invoice).where(Invoice.id == found.id).with_for_update()
        invoice = session.scalars(query.execution_options(populate_existing=True)).one()
        if invoice.document_id is None:
            invoice.document_id = document.id
            journal.record(session, "invoice.drawn", number, sha256=document.sha256, profile=profile_of(sheet))
        return session.get_one(Document, invoice.document_id)

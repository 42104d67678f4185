"""The sheet of a draft: everything that the invoice will say, taken once from company, customer, notes and law."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.delivery import wording
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.invoice_sheets import (
    InvoiceDelivery,
    InvoiceLineSheet,
    InvoiceParty,
    InvoiceSheet,
    InvoiceVatSheet,
)
from dispatch.documents.sheets import Language, Party
from dispatch.errors import RefusedError
from dispatch.invoicing.due_dates import Terms, due_on
from dispatch.invoicing.frozen_invoice import thaw as thaw_invoice
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.sentences import sentence
from dispatch.invoicing.vat_categories import reason
from dispatch.orders.models import OrderLine

ELECTRONIC_SCHEME = "0225"
"""Scheme of electronic addresses in France: SIREN, or SIREN and a suffix."""


def terms_of(customer: Customer) -> Terms:
    """The payment terms in a customer's file."""
    return Terms(customer.terms_days, customer.terms_end_of_month, customer.cash_on_delivery)


def invoice_sheet(session: Session, invoice: Invoice, issued_on: date, number: str = "") -> InvoiceSheet:
    """Build what the invoice says if it is issued on a day; without a number it is a draft's.

    Raises
    ------
    RefusedError
        The company that invoices is not known.
    """
    company, payer = session.get(Company, 1), invoice.customer.payer
    if company is None:
        raise RefusedError("The company that invoices is not known.", "Import it: dispatch import company FILE.")
    language = wording.language_of(payer.language)
    corrected = invoice.corrects
    return InvoiceSheet(
        kind=invoice.kind,
        number=number,
        issued_on=issued_on,
        due_on=_due_on(invoice, payer, issued_on),
        language=language,
        seller=seller_of(company),
        buyer=_buyer(corrected, payer),
        deliveries=_deliveries(session, invoice),
        lines=_lines(session, invoice),
        vat=_vat(session, invoice, issued_on, language),
        net_cents=invoice.net_cents,
        vat_cents=invoice.vat_cents,
        gross_cents=invoice.gross_cents,
        operations=_operations(invoice.lines),
        to_sign=any(line.note_line_id is not None for line in invoice.lines),
        terms=wording.terms(payer, language),
        late_penalty=sentence(session, "late_penalty", issued_on, language),
        recovery_fee=sentence(session, "recovery_fee", issued_on, language),
        discount=sentence(session, "no_discount", issued_on, language),
        debits=sentence(session, "vat_on_debits", issued_on, language) if company.vat_on_debits else "",
        iban=company.iban,
        period_start=invoice.period_start,
        period_end=invoice.period_end,
        corrects=(corrected.number or "") if corrected else "",
        corrects_on=corrected.issued_on if corrected else None,
        reason=invoice.reason,
    )


def _buyer(corrected: Invoice | None, payer: Customer) -> InvoiceParty:
    """Who pays; a credit note goes to whom its invoice went."""
    return thaw_invoice(corrected.sheet).buyer if corrected and corrected.sheet else buyer_of(payer)


def _due_on(invoice: Invoice, payer: Customer, issued_on: date) -> date:
    """A credit note is due at once: it lessens what is owed."""
    if invoice.kind == "credit_note":
        return issued_on
    return due_on(issued_on, terms_of(payer), settings.current().end_of_month)


def seller_of(company: Company) -> InvoiceParty:
    """The company as its papers of money name it."""
    return InvoiceParty(
        name=company.name,
        address=_address(company.address),
        postcode=company.postcode,
        city=company.city,
        country=company.country,
        siren=company.siren,
        siret=company.siret,
        vat_number=company.vat_number,
        electronic_address=f"{ELECTRONIC_SCHEME}:{company.siren}",
        email=company.email,
        phone=company.phone,
        legal_form=company.legal_form,
        capital_cents=company.capital_cents,
        rcs=company.rcs,
    )


def buyer_of(customer: Customer) -> InvoiceParty:
    """The customer as papers of money name them."""
    known = customer.electronic_address
    if not known:
        known = (
            f"{ELECTRONIC_SCHEME}:{customer.siren}" if customer.siren else f"EM:{customer.email}" * bool(customer.email)
        )
    return InvoiceParty(
        name=customer.name,
        address=_address(customer.billing_address),
        postcode=customer.postcode,
        city=customer.city,
        country=customer.country,
        siren=customer.siren,
        vat_number=customer.vat_number,
        electronic_address=known,
        email=customer.email,
        phone=customer.phone,
    )


def _deliveries(session: Session, invoice: Invoice) -> tuple[InvoiceDelivery, ...]:
    """The notes that it covers, in the order of its lines, with the place as the note showed it."""
    first: dict[str, InvoiceLine] = {}
    for line in invoice.lines:
        first.setdefault(line.note_number, line)
    query = select(DeliveryNote.number, DeliveryNote.sheet).where(DeliveryNote.number.in_(list(first)))
    places = {number: _place(thaw(text).consignee) for number, text in session.execute(query)}
    return tuple(
        InvoiceDelivery(number, line.delivered_on, line.order_reference, line.customer_reference, places[number])
        for number, line in first.items()
    )


def _lines(session: Session, invoice: Invoice) -> tuple[InvoiceLineSheet, ...]:
    """The lines; what a note that is an invoice carries is still planned when it is issued, and no rest after it."""
    rests: dict[int, int] = {}
    if invoice.kind == "invoice":
        ids = {line.order_line_id for line in invoice.lines}
        query = select(OrderLine.id, OrderLine.backlog_qty + OrderLine.planned_qty).where(OrderLine.id.in_(ids))
        rests = {key: rest for key, rest in session.execute(query)}  # noqa: C416  rows, not pairs, for the type checker
    return tuple(
        InvoiceLineSheet(
            number=line.line_no,
            note=line.note_number,
            reference=line.product_code,
            designation=line.designation,
            unit=line.unit,
            operation=line.operation,
            quantity=line.quantity,
            unit_price_micros=line.unit_price_micros,
            net_cents=line.net_cents,
            category=line.category,
            vat_bp=line.vat_bp,
            rest_qty=rests.get(line.order_line_id, 0) - (line.quantity if line.note_line_id is not None else 0),
        )
        for line in invoice.lines
    )


def _vat(session: Session, invoice: Invoice, issued_on: date, language: Language) -> tuple[InvoiceVatSheet, ...]:
    rows = sorted(invoice.vat, key=lambda row: (row.category, row.vat_bp))
    operations = {
        row.category: {line.operation for line in invoice.lines if line.category == row.category} for row in rows
    }
    return tuple(
        InvoiceVatSheet(
            row.category,
            row.vat_bp,
            row.net_cents,
            row.vat_cents,
            reason(session, row.category, operations[row.category], issued_on, language),
        )
        for row in rows
    )


def _operations(lines: list[InvoiceLine]) -> str:
    kinds = {line.operation for line in lines}
    return "both" if len(kinds) > 1 else "services" if "service" in kinds else "goods"


def _place(party: Party) -> InvoiceParty:
    return InvoiceParty(party.name, party.address, party.postcode, party.city, party.country)


def _address(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())

"""Credit notes: what an invoice asked too much is taken back by a paper of its own that names it; the invoice stays."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.drafts import add_money, locked
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine, InvoiceVat
from dispatch.invoicing.issue import issue, require_lawful
from dispatch.invoicing.money import net_left


def credit(
    session: Session, number: str, *, reason: str, request_key: str, quantities: Mapping[int, int] | None = None
) -> Invoice:
    """Issue a credit note on an invoice.

    Parameters
    ----------
    quantities
        Line number of the invoice → milli-units taken back; all that is not credited yet by default.
    request_key
        Idempotency key: the same key again gives the credit note that exists.

    Raises
    ------
    NotFoundError
        There is no such invoice.
    InvalidInputError
        Without a reason, or a quantity that is none of the invoice's.
    RefusedError
        More would be credited than was invoiced, or the key belongs to another invoice's credit note.
    """
    if not reason.strip():
        raise InvalidInputError("A credit note says why.", "Give a reason.")
    if not 1 <= len(request_key) <= 64:
        raise InvalidInputError(f"The request key has {len(request_key)} characters.", "Give 1 to 64.")
    key = session.scalar(select(Invoice.id).where(Invoice.number == number, Invoice.kind == "invoice"))
    if key is None:
        raise NotFoundError(f"There is no invoice {number}.", "Look in the list of invoices.")
    invoice = locked(session, key)  # held: two credit notes on one invoice wait for each other
    existing = session.scalars(select(Invoice).where(Invoice.request_key == request_key)).one_or_none()
    if existing is not None:
        if existing.corrects_id != invoice.id:
            raise RefusedError(f"This request has made credit note {existing.number}.", "Use a new key for each.")
        return existing
    before = credited(session, invoice)
    note = _draft(session, invoice, _wanted(invoice, before, quantities), before, reason.strip(), request_key)
    require_lawful(session, note)
    issue(session, note)
    return note


def credited(session: Session, invoice: Invoice) -> dict[int, int]:
    """Invoice line → milli-units taken back so far."""
    query = (
        select(InvoiceLine.credits_line_id, func.sum(InvoiceLine.quantity))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.corrects_id == invoice.id, Invoice.state == "validated")
        .group_by(InvoiceLine.credits_line_id)
    )
    return {int(key): int(quantity) for key, quantity in session.execute(query) if key is not None}


def _taken(session: Session, invoice: Invoice) -> dict[tuple[str, int], tuple[int, int]]:
    """VAT category and rate → net and VAT in cents that its credit notes have taken back."""
    query = (
        select(InvoiceVat.category, InvoiceVat.vat_bp, func.sum(InvoiceVat.net_cents), func.sum(InvoiceVat.vat_cents))
        .join(Invoice, Invoice.id == InvoiceVat.invoice_id)
        .where(Invoice.corrects_id == invoice.id, Invoice.state == "validated")
        .group_by(InvoiceVat.category, InvoiceVat.vat_bp)
    )
    return {(category, rate): (int(net), int(vat)) for category, rate, net, vat in session.execute(query)}


def _wanted(
    invoice: Invoice, credited: Mapping[int, int], quantities: Mapping[int, int] | None
) -> list[tuple[InvoiceLine, int]]:
    left = {line.line_no: line.quantity - credited.get(line.id, 0) for line in invoice.lines}
    if quantities is None:
        quantities = {line_no: quantity for line_no, quantity in left.items() if quantity}
    for line_no, quantity in quantities.items():
        if line_no not in left or quantity < 0:
            raise InvalidInputError(f"Invoice {invoice.number} has no line {line_no}.", "Look at its lines.")
        if quantity > left[line_no]:
            raise RefusedError(
                f"Line {line_no} of {invoice.number}: {quantity / 1000:g} to credit, {left[line_no] / 1000:g} are left.",
                "Credit at most what was invoiced.",
            )
    wanted = [(line, quantities.get(line.line_no, 0)) for line in invoice.lines if quantities.get(line.line_no, 0)]
    if not wanted:
        raise RefusedError(f"There is nothing to credit on invoice {invoice.number}.", "It is credited already.")
    return wanted


def _draft(
    session: Session,
    invoice: Invoice,
    wanted: list[tuple[InvoiceLine, int]],
    before: Mapping[int, int],
    reason: str,
    request_key: str,
) -> Invoice:
    now, actor = clock.now(), actor_of(session)
    note = Invoice(
        kind="credit_note",
        customer_id=invoice.customer_id,
        corrects_id=invoice.id,
        request_key=request_key,
        reason=reason,
        billing_mode=invoice.billing_mode,
        created_at=now,
        created_by=actor,
        state="draft",
        state_at=now,
        state_by=actor,
        lines=[
            _line(number, line, quantity, before.get(line.id, 0)) for number, (line, quantity) in enumerate(wanted, 1)
        ],
    )
    add_money(note, _taken(session, invoice))
    session.add(note)
    session.flush()
    return note


def _line(number: int, line: InvoiceLine, quantity: int, before_qty: int) -> InvoiceLine:
    return InvoiceLine(
        line_no=number,
        credits_line_id=line.id,
        order_line_id=line.order_line_id,
        live=True,
        note_number=line.note_number,
        order_reference=line.order_reference,
        customer_reference=line.customer_reference,
        delivered_on=line.delivered_on,
        product_code=line.product_code,
        designation=line.designation,
        unit=line.unit,
        operation=line.operation,
        quantity=quantity,
        unit_price_micros=line.unit_price_micros,
        category=line.category,
        vat_bp=line.vat_bp,
        net_cents=net_left(quantity, line.unit_price_micros, before_qty),
    )

"""Reads for the pages of invoices: a list by state, and one invoice with its lines, faults, credit notes and statuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock
from dispatch.customers.models import Customer
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.errors import NotFoundError
from dispatch.invoicing.frozen_invoice import buyer_name, thaw
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.invoice_sheet import invoice_sheet
from dispatch.invoicing.issue import terms_limit
from dispatch.invoicing.law import TooLong
from dispatch.invoicing.mentions import Mention, missing
from dispatch.orders.centre_filter import order_of_centre
from dispatch.orders.models import Order, OrderLine

SHOWN = ("draft", "issued", "credit_note")


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice, credit note or draft; money in cents.

    Attributes
    ----------
    customer_code, customer_name
        Who ordered.
    billed_to
        The name that it is made out to, where that is another: a group that pays for its shops.
    """

    id: int
    number: str
    kind: str
    state: str
    customer_code: str
    customer_name: str
    billed_to: str
    billing_mode: str
    issued_on: date | None
    due_on: date | None
    notes: tuple[str, ...]
    net_cents: int
    gross_cents: int
    has_file: bool


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A page of the list, how many there are in all, and what they come to."""

    rows: tuple[InvoiceRow, ...]
    total: int
    gross_cents: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line, and how much of it can still be credited."""

    line_no: int
    note_number: str
    order_reference: str
    product_code: str
    designation: str
    unit: str
    quantity: int
    unit_price_micros: int
    vat_bp: int
    net_cents: int
    left_qty: int


@dataclass(frozen=True, slots=True)
class StatusView:
    """One step of its life outside."""

    code: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """One invoice whole; `lacking` and `too_long` say why a draft cannot be issued today."""

    row: InvoiceRow
    sheet: InvoiceSheet
    lines: tuple[LineView, ...]
    lacking: tuple[Mention, ...]
    too_long: TooLong | None
    corrects: tuple[int, str] | None
    credit_notes: tuple[InvoiceRow, ...]
    statuses: tuple[StatusView, ...]
    document_id: int | None
    content_hash: str
    state_at: datetime
    state_by: str

    @property
    def may_be_issued(self) -> bool:
        """Whether it is a draft that nothing stops."""
        return self.row.state == "draft" and not self.lacking and self.too_long is None


def invoices_page(
    session: Session,
    show: str,
    search: str = "",
    *,
    of: tuple[str, str] = ("", ""),
    offset: int = 0,
    limit: int = 50,
) -> InvoicePage:
    """A page of drafts (oldest first), issued invoices or credit notes (newest first), narrowed by number or customer.

    Parameters
    ----------
    of
        Centre of interest and code: only those with a line of an order that belongs to it (`orders.centre_filter`).
    """
    wanted = _shown(select(Invoice).join(Customer, Customer.id == Invoice.customer_id), show)
    if search:
        like = f"%{search.lower()}%"
        wanted = wanted.where(
            or_(
                func.lower(Invoice.number).like(like),
                func.lower(Customer.name).like(like),
                func.lower(Customer.code).like(like),
                Customer.bill_to.has(or_(func.lower(Customer.name).like(like), func.lower(Customer.code).like(like))),
            )
        )
    if of[1]:
        lines = (
            select(InvoiceLine.invoice_id)
            .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
        )
        mine = InvoiceLine.product_code == of[1] if of[0] == "product" else order_of_centre(*of)
        wanted = wanted.where(Invoice.id.in_(lines.where(mine)))
    total, gross = session.execute(
        wanted.with_only_columns(func.count(), func.coalesce(func.sum(Invoice.gross_cents), 0))
    ).one()
    order = Invoice.id if show == "draft" else Invoice.id.desc()
    found = session.scalars(
        wanted.order_by(order)
        .offset(offset)
        .limit(limit)
        .options(joinedload(Invoice.customer).joinedload(Customer.bill_to), selectinload(Invoice.lines))
    )
    counts = {one: int(session.scalar(_shown(select(func.count()).select_from(Invoice), one)) or 0) for one in SHOWN}
    return InvoicePage(tuple(_row(one) for one in found), int(total), int(gross), counts)


def invoice_view(session: Session, invoice_id: int) -> InvoiceView:
    """One invoice, as issued; a draft, as it would be issued today.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    query = (
        select(Invoice).where(Invoice.id == invoice_id).options(selectinload(Invoice.lines), selectinload(Invoice.vat))
    )
    invoice = session.scalars(query).one_or_none()
    if invoice is None:
        raise NotFoundError(f"There is no invoice {invoice_id}.", "Look in the list of invoices.")
    today = clock.today()
    sheet = thaw(invoice.sheet) if invoice.sheet else invoice_sheet(session, invoice, today)
    draft = invoice.state == "draft"
    notes = session.scalars(
        select(Invoice)
        .where(Invoice.corrects_id == invoice.id)
        .order_by(Invoice.id)
        .options(joinedload(Invoice.customer).joinedload(Customer.bill_to), selectinload(Invoice.lines))
    ).all()
    taken: dict[int, int] = {}
    for note in notes:
        for line in note.lines:
            taken[line.credits_line_id or 0] = taken.get(line.credits_line_id or 0, 0) + line.quantity
    return InvoiceView(
        row=_row(invoice),
        sheet=sheet,
        lines=tuple(_line(line, taken.get(line.id, 0)) for line in invoice.lines),
        lacking=missing(sheet) if draft else (),
        too_long=terms_limit(session, invoice) if draft else None,
        corrects=(invoice.corrects.id, invoice.corrects.number or "") if invoice.corrects else None,
        credit_notes=tuple(_row(note) for note in notes),
        statuses=tuple(StatusView(one.code, one.at, one.by, one.reason) for one in invoice.statuses),
        document_id=invoice.document_id,
        content_hash=invoice.content_hash or "",
        state_at=invoice.state_at,
        state_by=invoice.state_by,
    )


def invoices_after(session: Session, last: int, limit: int, state: str = "", kind: str = "") -> Slice[InvoiceRow]:
    """Invoices, credit notes and drafts from a key on, in the order in which they were drafted; discarded ones left out."""
    query = select(Invoice).where(Invoice.state == state if state else Invoice.state != "discarded")
    if kind:
        query = query.where(Invoice.kind == kind)
    query = query.options(joinedload(Invoice.customer).joinedload(Customer.bill_to), selectinload(Invoice.lines))
    found = session.scalars(after(query, Invoice.id, last, limit)).unique()
    return slice_of(found, limit, lambda row: row.id, _row)


def invoices_of_order(session: Session, order_id: int) -> tuple[InvoiceRow, ...]:
    """Invoices, credit notes and drafts with a line of an order, in the order in which they were drafted."""
    lines = (
        select(InvoiceLine.invoice_id)
        .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .where(OrderLine.order_id == order_id)
    )
    query = (
        select(Invoice)
        .where(Invoice.id.in_(lines), Invoice.state != "discarded")
        .order_by(Invoice.id)
        .options(joinedload(Invoice.customer).joinedload(Customer.bill_to), selectinload(Invoice.lines))
    )
    return tuple(_row(one) for one in session.scalars(query))


def invoice_id_of(session: Session, number: str) -> int:
    """The invoice or credit note of a number.

    Raises
    ------
    NotFoundError
        There is none.
    """
    found = session.scalar(select(Invoice.id).where(Invoice.number == number))
    if found is None:
        raise NotFoundError(f"There is no invoice {number}.", "Look in the list of invoices.")
    return found


def draft_ids(session: Session) -> list[int]:
    """All drafts, in the order in which they were made."""
    return list(session.scalars(select(Invoice.id).where(Invoice.state == "draft").order_by(Invoice.id)))


def _shown(query: Select[Any], show: str) -> Select[Any]:
    if show == "draft":
        return query.where(Invoice.state == "draft")
    kind = "credit_note" if show == "credit_note" else "invoice"
    return query.where(Invoice.state == "validated", Invoice.kind == kind)


def _row(invoice: Invoice) -> InvoiceRow:
    billed_to = buyer_name(invoice.sheet) if invoice.sheet else invoice.customer.payer.name
    return InvoiceRow(
        id=invoice.id,
        number=invoice.number or "",
        kind=invoice.kind,
        state=invoice.state,
        customer_code=invoice.customer.code,
        customer_name=invoice.customer.name,
        billed_to="" if billed_to == invoice.customer.name else billed_to,
        billing_mode=invoice.billing_mode,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        notes=tuple(dict.fromkeys(line.note_number for line in invoice.lines)),
        net_cents=invoice.net_cents,
        gross_cents=invoice.gross_cents,
        has_file=invoice.document_id is not None,
    )


def _line(line: InvoiceLine, credited: int) -> LineView:
    return LineView(
        line_no=line.line_no,
        note_number=line.note_number,
        order_reference=line.order_reference,
        product_code=line.product_code,
        designation=line.designation,
        unit=line.unit,
        quantity=line.quantity,
        unit_price_micros=line.unit_price_micros,
        vat_bp=line.vat_bp,
        net_cents=line.net_cents,
        left_qty=line.quantity - credited,
    )

"""What some orders left behind: the business keys under which the journal speaks of them, and their documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dispatch.delivery.after_models import GoodsReturn
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.quotes import Quote


@dataclass(frozen=True, slots=True)
class Sources:
    """Keys and documents of some orders.

    Attributes
    ----------
    subjects
        Subjects of journal entries and keys of documents.
    notes, invoices
        Numbers of the delivery notes, and of the invoices and credit notes that bear a line.
    documents
        Ids of documents.
    named
        Further subjects, each with the beginning that the kind of its entries must have: a short code alone may be anything.
    """

    subjects: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    invoices: tuple[str, ...] = ()
    documents: frozenset[int] = frozenset()
    named: dict[str, str] = field(default_factory=dict)


def sources_of(session: Session, which: ColumnElement[bool]) -> Sources:
    """What the orders of that condition left behind."""
    orders = select(Order.id).where(which).scalar_subquery()
    numbers = session.scalars(select(Order.number).where(which)).all()
    quotes = session.scalars(
        select(Quote.number).where(Quote.id.in_(select(Order.quote_id).where(which).scalar_subquery()))
    ).all()
    noted = select(DeliveryNote).where(DeliveryNote.order_id.in_(orders)).order_by(DeliveryNote.id)
    notes = {note.number: note.pack_document_id for note in session.scalars(noted)}
    papers = session.scalars(select(Acknowledgement).where(Acknowledgement.order_id.in_(orders))).all()
    invoiced = (
        select(Invoice.number, Invoice.document_id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .where(OrderLine.order_id.in_(orders), Invoice.number.is_not(None))
        .distinct()
        .order_by(Invoice.number)
    )
    invoices = {str(number): document_id for number, document_id in session.execute(invoiced)}
    lines = session.execute(
        select(Order.reference, OrderLine.line_no).join(OrderLine, OrderLine.order_id == Order.id).where(which)
    )
    noted_ids = select(DeliveryNote.id).where(DeliveryNote.order_id.in_(orders)).scalar_subquery()
    shipped = session.execute(
        select(DeliveryNote.number, NoteLine.line_no)
        .join(NoteLine, NoteLine.note_id == DeliveryNote.id)
        .where(DeliveryNote.order_id.in_(orders))
    )
    after = [
        *(f"{number}/{line_no}" for number, line_no in shipped),
        *session.scalars(select(Claim.number).where(Claim.note_id.in_(noted_ids))),
        *session.scalars(select(GoodsReturn.number).where(GoodsReturn.note_id.in_(noted_ids))),
    ]
    titles = [paper.title for paper in papers]
    documents = {*notes.values(), *invoices.values(), *(paper.document_id for paper in papers)} - {None}
    return Sources(
        subjects=frozenset(
            {
                *numbers,
                *quotes,
                *notes,
                *titles,
                *(title.partition(" ")[0] for title in titles),
                *invoices,
                *(f"{reference}/{line_no}" for reference, line_no in lines),
                *after,
            }
        ),
        notes=tuple(notes),
        invoices=tuple(invoices),
        documents=frozenset(key for key in documents if key is not None),
    )

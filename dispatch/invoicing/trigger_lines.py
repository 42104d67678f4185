"""The lines of triggers: which are on an issued invoice, which wait because somebody disputes them, what the others are worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dispatch.catalog.amounts import gross_cents
from dispatch.db.chunks import chunks
from dispatch.delivery.claim_models import LIVE, Claim, ClaimLine
from dispatch.delivery.models import ReceiptLine
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine


def issued_lines(session: Session, trigger_ids: Iterable[int]) -> set[int]:
    """Ids of the lines of these triggers that stand on an issued invoice."""
    query = (
        select(InvoiceTriggerLine.id)
        .join(InvoiceLine, InvoiceLine.trigger_line_id == InvoiceTriggerLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "validated")
    )
    return _of(session, query, trigger_ids)


def drafted_lines(session: Session, trigger_ids: Iterable[int]) -> set[int]:
    """Ids of the lines of these triggers that stand on a live draft or an issued invoice."""
    query = (
        select(InvoiceTriggerLine.id)
        .join(InvoiceLine, InvoiceLine.trigger_line_id == InvoiceTriggerLine.id)
        .where(InvoiceLine.live)
    )
    return _of(session, query, trigger_ids)


def disputed_lines(session: Session, trigger_ids: Iterable[int]) -> set[int]:
    """Ids of the lines of these triggers that a claim holds back."""
    query = (
        select(InvoiceTriggerLine.id)
        .join(ReceiptLine, ReceiptLine.id == InvoiceTriggerLine.receipt_line_id)
        .join(ClaimLine, ClaimLine.note_line_id == ReceiptLine.note_line_id)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .where(Claim.state.in_(LIVE))
    )
    return _of(session, query, trigger_ids)


def gross_of(trigger: InvoiceTrigger, *, without: Collection[int] = ()) -> int:
    """What a trigger is worth with VAT, some lines left out; VAT is taken on the sum of each rate."""
    return gross_cents((line.net_cents, line.vat_bp) for line in trigger.lines if line.id not in without)


def _of(session: Session, query: Select[int], trigger_ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(sorted(set(trigger_ids))):
        found.update(session.scalars(query.where(InvoiceTriggerLine.trigger_id.in_(some))))
    return found

"""Validating a draft: checked first, then its triggers are taken, then it is issued, and what waited to be credited of it is."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from dispatch import clock
from dispatch.customers.credit import will_post
from dispatch.db.engine import actor_of
from dispatch.errors import LifeCycleError, RefusedError
from dispatch.invoicing.credits_due import settle_credits
from dispatch.invoicing.drafts import locked
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.issue import issue, require_lawful
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.payments import match_cash
from dispatch.invoicing.trigger_lines import disputed_lines, gross_of, issued_lines


def validate(session: Session, invoice_id: int) -> Invoice:
    """Issue a draft: it gets its number and day, its triggers are invoiced, and nothing of it changes any more.

    Validated already, it is given back as it is.

    Raises
    ------
    MissingMentionError
        Something that the law wants on it is missing; the detail names it.
    IllegalTermsError
        The customer's payment terms are longer than the law allows.
    RefusedError
        What it invoices was exported, invoiced or disputed meanwhile.
    LifeCycleError
        It was thrown away.
    """
    invoice = locked(session, invoice_id)
    if invoice.state == "validated":
        return invoice
    if invoice.state != "draft":
        raise LifeCycleError(f"Draft {invoice.id} is {invoice.state}.", "Draft again what is due.")
    require_lawful(session, invoice)
    _take_triggers(session, invoice)
    issue(session, invoice)
    match_cash(session, invoice)
    settle_credits(
        session, [line.trigger_line.receipt_line.note_line_id for line in invoice.lines if line.trigger_line]
    )
    return invoice


def _take_triggers(session: Session, invoice: Invoice) -> None:
    """Take what it invoices out of its triggers, held meanwhile: a trigger is invoiced once nothing of it is left.

    A trigger goes to the ERP or onto invoices; lines that somebody disputes stay behind until their claim is settled.
    """
    mine = {line.trigger_line_id for line in invoice.lines if line.trigger_line_id is not None}
    ids = {line.trigger_line.trigger_id for line in invoice.lines if line.trigger_line is not None}
    held = (
        select(InvoiceTrigger)
        .where(InvoiceTrigger.id.in_(ids), InvoiceTrigger.state == "pending")
        .order_by(InvoiceTrigger.id)
        .with_for_update()
        .options(selectinload(InvoiceTrigger.lines))
        .execution_options(populate_existing=True)
    )
    triggers = session.scalars(held).all()
    if len(triggers) != len(ids):
        raise RefusedError(
            f"{len(ids) - len(triggers)} of the {len(ids)} deliveries on this draft were exported or invoiced meanwhile.",
            "Discard the draft.",
        )
    disputed = disputed_lines(session, ids) & mine
    if disputed:
        raise RefusedError(
            f"{len(disputed)} lines of this draft are disputed: they wait until their claim is settled.",
            "Discard the draft and draft again.",
        )
    before = issued_lines(session, ids)
    after = before | mine
    whole = [one.id for one in triggers if all(line.id in after for line in one.lines)]
    if whole:
        taking = (
            update(InvoiceTrigger)
            .where(InvoiceTrigger.id.in_(whole), InvoiceTrigger.state == "pending")
            .values(state="invoiced", state_at=clock.now(), state_by=actor_of(session))
            .execution_options(synchronize_session=False)
        )
        session.execute(taking)
    moved = sum(gross_of(one, without=before) - gross_of(one, without=after) for one in triggers)
    will_post(session, invoice.customer_id, delivered_cents=-moved)

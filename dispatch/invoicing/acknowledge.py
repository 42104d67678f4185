"""The ERP's answer to an exported trigger: kept once, with the number it gave."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.customers.credit import will_post
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError
from dispatch.invoicing.models import TRIGGER, InvoiceTrigger


def acknowledge(session: Session, idempotency_key: str, reference: str = "") -> InvoiceTrigger:
    """Note that the ERP has booked a trigger; the same answer twice changes nothing.

    Parameters
    ----------
    reference
        The number that the ERP gave it; it stands in the journal.

    Raises
    ------
    NotFoundError
        No trigger has that key.
    LifeCycleError
        The trigger was not exported.
    """
    query = select(InvoiceTrigger).where(InvoiceTrigger.idempotency_key == idempotency_key).with_for_update()
    trigger = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if trigger is None:
        raise NotFoundError(f"No trigger has the key {idempotency_key!r}.", "Keys stand in the export.")
    if trigger.state != "acknowledged":
        TRIGGER.advance(trigger, "acknowledged", at=clock.now(), by=actor_of(session))
        will_post(session, trigger.customer_id, delivered_cents=-trigger.gross_cents)  # the ERP's to follow from here
        journal.record(session, "trigger.acknowledged", trigger.note_number, reference=reference)
    return trigger

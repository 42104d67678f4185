"""Invoice triggers: what may be invoiced, and the ERP's word that it has it."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session

from dispatch.invoicing import queries
from dispatch.invoicing.acknowledge import acknowledge
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Micros, Page, Paging, Reference, Shape


class TriggerQuery(Paging):
    """Which triggers."""

    state: Literal["", "pending", "exported", "acknowledged", "invoiced"] = ""


class TriggerLineOut(Shape):
    """One accepted line."""

    product_code: str
    designation: str
    unit: str
    quantity: int
    """In thousandths of the unit."""
    unit_price_micros: Micros
    vat_bp: int
    net_cents: Cents


class TriggerOut(Shape):
    """What one confirmed receipt allows to be invoiced, under a key that never changes."""

    key: str
    note_number: str
    order_reference: str
    customer_reference: str
    billing_mode: str
    delivered_on: Day
    state: str
    net_cents: Cents
    lines: tuple[TriggerLineOut, ...]


class AcknowledgementIn(Shape):
    """The ERP has booked it."""

    reference: Reference = ""
    """The number that it gave."""


@operation("GET", "/triggers")
def list_triggers(session: Session, query: TriggerQuery) -> Page[TriggerOut]:
    """Triggers, in the order in which they were raised."""
    return Page[TriggerOut].cut(TriggerOut, queries.triggers_after(session, query.after, query.limit, query.state))


@operation("POST", "/triggers/<key>/acknowledgement")
def acknowledge_trigger(session: Session, key: str, body: AcknowledgementIn) -> TriggerOut:
    """Keep that the ERP has booked an exported trigger."""
    found = acknowledge(session, key, body.reference)
    return TriggerOut.of(queries.trigger_row(found))

"""Shortages: what was missing or refused at the door, and what is decided about each: back order, credit note, new delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from dispatch.delivery.choosing import Choice, choose
from dispatch.delivery.shortage_queries import receipt_line_of, undecided_after
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Line, Number, Page, Paging, Reference, Shape


class ShortageQuery(Paging):
    """Which shortages."""

    note: Reference = ""
    """The number of their delivery note."""


class ShortageOut(Shape):
    """One line with something missing or refused about which nobody has decided."""

    note_number: str
    line_no: int
    signed_on: Day
    customer_name: str
    order_reference: str
    product_code: str
    designation: str
    unit: str
    missing_qty: int
    refused_qty: int
    backlog_qty: int
    """What the order line owes now; a back order needs nothing more."""
    net_cents: Cents
    expected_on: Day | None
    protest_by: Day | None
    """With a hired carrier: the reasoned protest must have left by then (C. com. L133-3)."""


class ChoiceIn(Shape):
    """What becomes of it: owed as before, given up (with a reason) and credited where it is invoiced, or promised for a day."""

    line_no: Number
    choice: Literal["back_order", "credit_note", "new_delivery"]
    reason: Line = ""
    """Wanted by `credit_note`."""
    deliver_on: Day | None = None
    """Wanted by `new_delivery`: a day from today on."""

    @property
    def wanted(self) -> Choice:
        """The choice as the service takes it."""
        return Choice(self.choice, self.reason, self.deliver_on)


class ChoiceOut(Shape):
    """A decision."""

    line_no: int
    choice: str
    quantity: int
    """In thousandths of the unit."""
    deliver_on: Day | None
    reason: str
    chosen_at: datetime
    chosen_by: str


@operation("GET", "/shortages")
def list_shortages(session: Session, query: ShortageQuery) -> Page[ShortageOut]:
    """Lines with something missing or refused about which nobody has decided."""
    return Page[ShortageOut].cut(ShortageOut, undecided_after(session, query.after, query.limit, query.note))


@operation("POST", "/delivery-notes/<number>/shortages", status=201)
def decide_shortage(session: Session, number: str, body: ChoiceIn) -> ChoiceOut:
    """Decide what becomes of what was not accepted of a line: back order, credit note or new delivery."""
    made = choose(session, receipt_line_of(session, number, body.line_no), body.wanted)
    return ChoiceOut.of(made, line_no=body.line_no)

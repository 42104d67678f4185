"""Goods that come back after they were accepted: movements of their own, listed and recorded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.delivery.return_queries import return_row, returns_after
from dispatch.invoicing.returns import take_back as take
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.note_lines import Outcome, PartsIn, parts
from dispatch.web.api.shapes import Day, Page, Paging, Reason, Reference, Shape


class ReturnQuery(Paging):
    """Which returns."""

    note: Reference = ""
    """The number of their delivery note."""


class ReturnIn(Shape):
    """Accepted goods that come back."""

    lines: PartsIn
    outcome: Outcome
    reason: Reason
    returned_on: Day | None = None


class ReturnLineOut(Shape):
    """How much of one line came back."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    quantity: int
    """In thousandths of the unit."""


class ReturnOut(Shape):
    """A return as it was recorded."""

    number: str
    note_number: str
    customer_code: str
    returned_on: Day
    outcome: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    lines: tuple[ReturnLineOut, ...]


@operation("GET", "/returns")
def list_returns(session: Session, query: ReturnQuery) -> Page[ReturnOut]:
    """Goods that came back, in the order in which they were recorded."""
    return Page[ReturnOut].cut(ReturnOut, returns_after(session, query.after, query.limit, query.note))


@operation("GET", "/returns/<number>")
def get_return(session: Session, number: str) -> ReturnOut:
    """One return with its lines."""
    return ReturnOut.of(return_row(session, number))


@operation("POST", "/delivery-notes/<number>/returns", status=201)
def take_back(session: Session, number: str, body: ReturnIn, call: Call) -> ReturnOut:
    """Record accepted goods that come back: credited, or owed again."""
    made = take(
        session,
        number,
        parts(body.lines),
        outcome=body.outcome,
        reason=body.reason,
        request_key=call.request_key,
        returned_on=body.returned_on,
    )
    reread(session)
    return ReturnOut.of(return_row(session, made.number))

"""Claims about what was delivered, and goods that come back: opened from a note, resolved by credit note or new delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.delivery.claim_queries import claim_view, claims_after
from dispatch.errors import InvalidInputError
from dispatch.invoicing.claims import move_claim
from dispatch.invoicing.claims import open_claim as open_it
from dispatch.invoicing.claims import resolve_claim as resolve
from dispatch.invoicing.returns import take_back as take
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.order_changes import ReasonIn
from dispatch.web.api.shapes import Cents, Day, Line, Number, Page, Paging, Quantity, Reason, Shape

Outcome = Literal["credit_note", "redelivery"]


class DisputedIn(Shape):
    """How much of which line of the note."""

    line_no: Number
    quantity: Quantity


Disputed = Annotated[tuple[DisputedIn, ...], Field(min_length=1, max_length=200)]


class ClaimIn(Shape):
    """A claim about lines of a received note."""

    nature: Literal[
        "missing", "damaged", "wrong_product", "wrong_quantity", "late", "refused", "price", "quality", "other",
    ]  # fmt: skip
    lines: Disputed
    words: Line = ""
    deadline_on: Day | None = None


class ResolutionIn(Shape):
    """A claim in the customer's favour: credited, and with redelivery owed again."""

    outcome: Outcome
    reason: Reason


class ReturnIn(Shape):
    """Accepted goods that come back."""

    lines: Disputed
    outcome: Outcome
    reason: Reason
    returned_on: Day | None = None


class ClaimHeadOut(Shape):
    """A claim without its lines; `outcome` is empty until it is resolved."""

    number: str
    note_number: str
    customer_code: str
    nature: str
    state: str
    outcome: str
    owner: str
    deadline_on: Day
    protest_by: Day | None
    """With a hired carrier: the reasoned protest must have left by then (C. com. L133-3)."""
    protested_on: Day | None
    opened_at: datetime
    net_cents: Cents


class ClaimLineOut(Shape):
    """One disputed line."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    loaded_qty: int
    accepted_qty: int
    disputed_qty: int


class ClaimOut(Shape):
    """A claim whole; `next_states` are the steps that it may take."""

    row: ClaimHeadOut
    words: str
    reason: str
    opened_by: str
    lines: tuple[ClaimLineOut, ...]
    next_states: tuple[str, ...]


class ReturnOut(Shape):
    """A return as it was recorded."""

    number: str
    returned_on: Day
    outcome: str
    reason: str
    recorded_at: datetime
    recorded_by: str


@operation("GET", "/claims")
def list_claims(session: Session, query: Paging) -> Page[ClaimHeadOut]:
    """Claims, in the order in which they were opened."""
    return Page[ClaimHeadOut].cut(ClaimHeadOut, claims_after(session, query.after, query.limit))


@operation("GET", "/claims/<number>")
def get_claim(session: Session, number: str) -> ClaimOut:
    """One claim with its lines."""
    return ClaimOut.of(claim_view(session, number))


@operation("POST", "/delivery-notes/<number>/claims", status=201)
def open_claim(session: Session, number: str, body: ClaimIn, call: Call) -> ClaimOut:
    """Open a claim about lines of a received note."""
    made = open_it(
        session,
        number,
        _quantities(body.lines),
        nature=body.nature,
        request_key=call.request_key,
        words=body.words,
        deadline_on=body.deadline_on,
    )
    return _told(session, made.number)


@operation("POST", "/claims/<number>/resolution")
def resolve_claim(session: Session, number: str, body: ResolutionIn) -> ClaimOut:
    """Close a claim in the customer's favour; what is invoiced is credited at once."""
    return _told(session, resolve(session, number, body.outcome, reason=body.reason).number)


@operation("POST", "/claims/<number>/rejection")
def reject_claim(session: Session, number: str, body: ReasonIn) -> ClaimOut:
    """Close a claim without anything for it, with a reason."""
    return _told(session, move_claim(session, number, "rejected", reason=body.reason).number)


@operation("POST", "/delivery-notes/<number>/returns", status=201)
def take_back(session: Session, number: str, body: ReturnIn, call: Call) -> ReturnOut:
    """Record accepted goods that come back: credited, or owed again."""
    made = take(
        session,
        number,
        _quantities(body.lines),
        outcome=body.outcome,
        reason=body.reason,
        request_key=call.request_key,
        returned_on=body.returned_on,
    )
    return ReturnOut.of(made)


def _quantities(lines: tuple[DisputedIn, ...]) -> dict[int, int]:
    found = {one.line_no: one.quantity for one in lines}
    if len(found) < len(lines):
        raise InvalidInputError("A line of the note is given twice.", "Give each line once, with all of it.")
    return found


def _told(session: Session, number: str) -> ClaimOut:
    session.flush()
    session.expire_all()
    return ClaimOut.of(claim_view(session, number))

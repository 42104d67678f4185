"""Claims about what was delivered: opened from a note, looked after step by step, resolved by credit note or new delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from dispatch.delivery.claim_queries import claim_view, claims_after
from dispatch.invoicing.claims import assign_claim, move_claim
from dispatch.invoicing.claims import open_claim as open_it
from dispatch.invoicing.claims import resolve_claim as resolve
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.note_lines import Outcome, PartsIn, parts
from dispatch.web.api.resources.order_changes import ReasonIn
from dispatch.web.api.shapes import Cents, Day, Line, Page, Paging, Reason, Reference, Shape


class ClaimQuery(Paging):
    """Which claims."""

    state: Literal["", "open", "examined", "waiting", "resolved", "rejected"] = ""


class ClaimIn(Shape):
    """A claim about lines of a received note."""

    nature: Literal[
        "missing", "damaged", "wrong_product", "wrong_quantity", "late", "refused", "price", "quality", "other",
    ]  # fmt: skip
    lines: PartsIn
    words: Line = ""
    deadline_on: Day | None = None


class ResolutionIn(Shape):
    """A claim in the customer's favour: credited, and with redelivery owed again."""

    outcome: Outcome
    reason: Reason


class StepIn(Shape):
    """Where a claim stands: looked at, waiting for somebody outside, or open again after a rejection."""

    state: Literal["open", "examined", "waiting"]
    reason: Line = ""


class AssignmentIn(Shape):
    """Who looks after a claim, and until when; `protested_on` where the letter to a hired carrier has left."""

    owner: Reference
    deadline_on: Day
    protested_on: Day | None = None


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


@operation("GET", "/claims")
def list_claims(session: Session, query: ClaimQuery) -> Page[ClaimHeadOut]:
    """Claims, in the order in which they were opened."""
    return Page[ClaimHeadOut].cut(ClaimHeadOut, claims_after(session, query.after, query.limit, query.state))


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
        parts(body.lines),
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


@operation("POST", "/claims/<number>/steps")
def step_claim(session: Session, number: str, body: StepIn) -> ClaimOut:
    """Take a step of a claim that stays alive: examined, waiting, open again; `next_states` says which."""
    return _told(session, move_claim(session, number, body.state, reason=body.reason).number)


@operation("POST", "/claims/<number>/assignment")
def assign_to(session: Session, number: str, body: AssignmentIn) -> ClaimOut:
    """Give a claim to somebody, until a day."""
    made = assign_claim(session, number, owner=body.owner, deadline_on=body.deadline_on, protested_on=body.protested_on)
    return _told(session, made.number)


def _told(session: Session, number: str) -> ClaimOut:
    reread(session)
    return ClaimOut.of(claim_view(session, number))

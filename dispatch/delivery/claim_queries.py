"""Reads for the pages of claims: the list, and one claim with its lines and what its journal tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.catalog.amounts import net_cents
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.delivery.claim_models import CLAIM, LIVE, Claim, ClaimLine
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.delivery.protest import hired_carriers
from dispatch.errors import NotFoundError
from dispatch.journal import JournalEntry
from dispatch.orders.paper_mail import address_for

SHOWN_CLAIMS = ("live", "closed")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in a list; value net in cents of what is disputed."""

    number: str
    note_number: str
    customer_code: str
    customer_name: str
    nature: str
    state: str
    outcome: str
    owner: str
    deadline_on: date
    protest_by: date | None
    protested_on: date | None
    opened_at: datetime
    net_cents: int

    @property
    def protest_open(self) -> bool:
        """Whether the protest against a hired carrier has not left yet."""
        return self.protest_by is not None and self.protested_on is None


@dataclass(frozen=True, slots=True)
class ClaimLineRow:
    """One disputed line; milli-units."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    loaded_qty: int
    accepted_qty: int
    disputed_qty: int


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """What the journal tells of it."""

    at: datetime
    actor: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim whole; `next_states` are the steps that its table allows."""

    row: ClaimRow
    order_reference: str
    words: str
    reason: str
    carrier: str
    mail_to: str
    signed_on: date | None
    opened_by: str
    lines: tuple[ClaimLineRow, ...]
    steps: tuple[ClaimStep, ...]
    next_states: tuple[str, ...]


def claims_list(session: Session, show: str = "live", limit: int = 300) -> tuple[tuple[ClaimRow, ...], dict[str, int]]:
    """Claims that live (nearest deadline first) or are closed (newest first), and how many there are of each."""
    live = Claim.state.in_(LIVE)
    wanted = select(Claim).options(
        joinedload(Claim.customer), joinedload(Claim.note), selectinload(Claim.lines).joinedload(ClaimLine.note_line)
    )
    wanted = wanted.where(live if show == "live" else ~live)
    wanted = wanted.order_by(Claim.deadline_on, Claim.id) if show == "live" else wanted.order_by(Claim.id.desc())
    counts = {
        name: int(session.scalar(select(func.count()).select_from(Claim).where(condition)) or 0)
        for name, condition in (("live", live), ("closed", ~live))
    }
    return tuple(_row(one) for one in session.scalars(wanted.limit(limit))), counts


def claims_after(session: Session, last: int, limit: int, state: str = "") -> Slice[ClaimRow]:
    """Claims from a key on, in the order in which they were opened, of one state or of all."""
    query = select(Claim).options(
        joinedload(Claim.customer), joinedload(Claim.note), selectinload(Claim.lines).joinedload(ClaimLine.note_line)
    )
    if state:
        query = query.where(Claim.state == state)
    return slice_of(session.scalars(after(query, Claim.id, last, limit)), limit, lambda one: one.id, _row)


def claim_view(session: Session, number: str) -> ClaimView:
    """One claim.

    Raises
    ------
    NotFoundError
        There is none of this number.
    """
    claim = session.scalars(select(Claim).where(Claim.number == number)).one_or_none()
    if claim is None:
        raise NotFoundError(f"There is no claim {number}.", "Look in the list of claims.")
    query = (
        select(ReceiptLine)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.note_id == claim.note_id)
    )
    accepted = {one.note_line_id: one.accepted_qty for one in session.scalars(query)}
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.kind.startswith("claim."), JournalEntry.subject == number)
        .order_by(JournalEntry.seq)
    )
    receipt = claim.note.receipt
    return ClaimView(
        row=_row(claim),
        order_reference=claim.note.order.reference,
        words=claim.words,
        reason=claim.reason,
        carrier=hired_carriers(session, [claim.note.tour_id]).get(claim.note.tour_id, ""),
        mail_to=address_for(session, claim.customer, "orders"),
        signed_on=receipt.signed_on if receipt else None,
        opened_by=claim.opened_by,
        lines=tuple(
            ClaimLineRow(
                one.note_line.line_no,
                one.note_line.product_code,
                one.note_line.designation,
                one.note_line.unit,
                one.note_line.loaded_qty,
                accepted.get(one.note_line_id, 0),
                one.quantity,
            )
            for one in claim.lines
        ),
        steps=tuple(
            ClaimStep(one.at, one.actor, one.kind, str(json.loads(one.payload).get("reason", ""))) for one in entries
        ),
        next_states=CLAIM.steps[claim.state],
    )


def _row(claim: Claim) -> ClaimRow:
    return ClaimRow(
        claim.number,
        claim.note.number,
        claim.customer.code,
        claim.customer.name,
        claim.nature,
        claim.state,
        claim.outcome,
        claim.owner,
        claim.deadline_on,
        claim.protest_by,
        claim.protested_on,
        claim.opened_at,
        sum(net_cents(one.quantity, one.note_line.unit_price_micros) for one in claim.lines),
    )

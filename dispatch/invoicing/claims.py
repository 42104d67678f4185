"""Claims: opened about lines of a received note, looked after by somebody until a day, and closed with an outcome or a reason.

While a claim lives, its lines wait for their invoice; drafts that have them are thrown away and drafted again without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.claim_models import CLAIM, CLAIM_NATURES, LIVE, OUTCOMES, Claim, ClaimLine
from dispatch.delivery.models import DeliveryNote, NoteLine, ReceiptLine
from dispatch.delivery.protest import hired_carriers, protest_by
from dispatch.delivery.reserves import refuse_void
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.credits_due import due_quantity, owe_credit, settle_credits
from dispatch.invoicing.drafts import discard
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTriggerLine
from dispatch.invoicing.returns import take_back
from dispatch.numbering import next_number
from dispatch.settings import current


def open_claim(
    session: Session,
    note_number: str,
    quantities: Mapping[int, int],
    *,
    nature: str,
    request_key: str,
    words: str = "",
    owner: str = "",
    deadline_on: date | None = None,
) -> Claim:
    """Open a claim about lines of a note.

    Parameters
    ----------
    quantities
        Line number of the note → disputed milli-units.
    owner
        Login of who looks after it; whoever opens it by default.
    deadline_on
        By when; `DISPATCH_CLAIM_DAYS` from today by default.
    request_key
        Idempotency key: the same key again gives the claim that exists.

    Raises
    ------
    NotFoundError
        There is no such note.
    RefusedError
        It is not received yet, or the words have no legal value.
    InvalidInputError
        An unknown nature, no line, or more than was loaded.
    """
    note = _note(session, note_number)
    existing = session.scalars(select(Claim).where(Claim.request_key == request_key)).one_or_none()
    if existing is not None and existing.note_id == note.id:
        return existing
    if existing is not None or not 1 <= len(request_key) <= 64:
        raise InvalidInputError("The request key is used already, or is none.", "Use a new key for each claim.")
    if note.receipt is None:
        raise RefusedError(f"Note {note.number} is not back yet.", "Confirm it first, with what was wrong.")
    if nature not in CLAIM_NATURES:
        raise InvalidInputError(f"{nature!r} is not a nature of a claim.", f"Choose one of {', '.join(CLAIM_NATURES)}.")
    refuse_void(words)
    lines = _disputed(note, quantities)
    now, actor = clock.now(), actor_of(session)
    deadline = deadline_on or clock.today() + timedelta(days=current().claim_days)
    if deadline < clock.today():
        raise InvalidInputError(f"The deadline {deadline.isoformat()} is past.", "Choose a day from today on.")
    claim = Claim(
        number=next_number(session, "claim"),
        request_key=request_key,
        customer_id=note.customer_id,
        note_id=note.id,
        nature=nature,
        words=words.strip(),
        owner=owner or actor.removeprefix("user:"),
        deadline_on=deadline,
        protest_by=protest_by(note.receipt.signed_on) if hired_carriers(session, [note.tour_id]) else None,
        opened_at=now,
        opened_by=actor,
        state="open",
        state_at=now,
        state_by=actor,
        lines=[ClaimLine(note_line_id=line.id, quantity=quantity) for line, quantity in lines],
    )
    session.add(claim)
    session.flush()
    journal.record(
        session,
        "claim.opened",
        claim.number,
        note=note.number,
        nature=nature,
        lines=[[line.line_no, quantity] for line, quantity in lines],
        owner=claim.owner,
        deadline=deadline,
        protest_by=claim.protest_by,
        words=claim.words,
    )
    _discard_drafts(session, [line.id for line, _ in lines])
    return claim


def move_claim(session: Session, number: str, state: str, *, reason: str = "") -> Claim:
    """Take one step of a claim: `examined`, `waiting`, `rejected` (with a reason), or `open` again.

    Raises
    ------
    LifeCycleError
        The table of steps has no such step.
    InvalidInputError
        A rejection without a reason, or `resolved`, which has a function of its own.
    """
    claim = locked_claim(session, number)
    if state == "resolved" or (state == "rejected" and not reason.strip()):
        raise InvalidInputError("A claim is rejected with a reason, and resolved with an outcome.", "Say why.")
    if claim.state == state:
        return claim
    claim.reason = reason.strip() if state == "rejected" else ""
    CLAIM.advance(claim, state, at=clock.now(), by=actor_of(session))
    journal.record(session, f"claim.{state}", claim.number, reason=reason.strip())
    if state == "open":
        _discard_drafts(session, [line.note_line_id for line in claim.lines])
    return claim


def assign_claim(
    session: Session, number: str, *, owner: str, deadline_on: date, protested_on: date | None = None
) -> Claim:
    """Give a claim to somebody, with a day; keep the day on which the protest left.

    Raises
    ------
    RefusedError
        The claim is closed.
    InvalidInputError
        The protest left before the goods were received, or in the future.
    """
    claim = locked_claim(session, number)
    if claim.state not in LIVE:
        raise RefusedError(f"Claim {claim.number} is {claim.state}.", "Open it again first.")
    receipt = claim.note.receipt
    if protested_on is not None and receipt is not None and not receipt.signed_on <= protested_on <= clock.today():
        raise InvalidInputError(f"No protest left on {protested_on.isoformat()}.", "Check the date of the letter.")
    claim.owner, claim.deadline_on, claim.protested_on = owner.strip(), deadline_on, protested_on
    journal.record(
        session, "claim.assigned", claim.number, owner=claim.owner, deadline=deadline_on, protested_on=protested_on
    )
    session.flush()
    return claim


def resolve_claim(session: Session, number: str, outcome: str, *, reason: str) -> Claim:
    """Close a claim in the customer's favour: what was accepted of its lines is credited, and with `redelivery` owed again.

    What is not invoiced yet is credited as soon as it is.

    Raises
    ------
    InvalidInputError
        An unknown outcome, or no reason.
    LifeCycleError
        It is closed already.
    """
    claim = locked_claim(session, number)
    if claim.state == "resolved" and claim.outcome == outcome:
        return claim
    if outcome not in OUTCOMES or not reason.strip():
        raise InvalidInputError("A claim is resolved by credit note or redelivery, with words.", "Choose, and say why.")
    claim.outcome, claim.reason = outcome, reason.strip()
    CLAIM.advance(claim, "resolved", at=clock.now(), by=actor_of(session))
    session.flush()
    quantities = {line.note_line.line_no: _left(session, line) for line in claim.lines}
    quantities = {line_no: quantity for line_no, quantity in quantities.items() if quantity}
    words = f"{claim.number} : {claim.reason}"
    if outcome == "redelivery" and quantities:
        take_back(
            session,
            claim.note.number,
            quantities,
            outcome="redelivery",
            reason=words,
            request_key=f"claim:{claim.number}",
        )
    elif quantities:
        for line in claim.lines:
            quantity = quantities.get(line.note_line.line_no, 0)
            if quantity:
                owe_credit(session, line.note_line, quantity, cause="claim", cause_key=claim.number, reason=words)
        settle_credits(session, [line.note_line_id for line in claim.lines])
    journal.record(
        session, "claim.resolved", claim.number, outcome=outcome, reason=claim.reason, lines=sorted(quantities.items())
    )
    return claim


def locked_claim(session: Session, number: str) -> Claim:
    """A claim, held until the transaction ends.

    Raises
    ------
    NotFoundError
        There is none of this number.
    """
    query = (
        select(Claim)
        .where(Claim.number == number)
        .with_for_update(of=Claim)
        .options(selectinload(Claim.lines).joinedload(ClaimLine.note_line), joinedload(Claim.note))
        .execution_options(populate_existing=True)
    )
    claim = session.scalars(query).one_or_none()
    if claim is None:
        raise NotFoundError(f"There is no claim {number}.", "Look in the list of claims.")
    return claim


def _note(session: Session, number: str) -> DeliveryNote:
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.number == number)
        .with_for_update(of=DeliveryNote)
        .options(selectinload(DeliveryNote.lines), joinedload(DeliveryNote.receipt), joinedload(DeliveryNote.tour))
    )
    note = session.scalars(query).one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {number}.", "Check the number on the paper.")
    return note


def _disputed(note: DeliveryNote, quantities: Mapping[int, int]) -> list[tuple[NoteLine, int]]:
    known = {line.line_no: line for line in note.lines}
    wanted = {line_no: quantity for line_no, quantity in quantities.items() if quantity}
    if not wanted or not wanted.keys() <= known.keys():
        raise InvalidInputError("A claim is about lines of its note.", f"Give quantities of lines 1 to {max(known)}.")
    for line_no, quantity in wanted.items():
        if not 0 < quantity <= known[line_no].loaded_qty:
            raise InvalidInputError(
                f"Line {line_no}: {quantity / 1000:g} disputed, {known[line_no].loaded_qty / 1000:g} loaded.",
                "Dispute at most what was loaded.",
            )
    return [(known[line_no], quantity) for line_no, quantity in sorted(wanted.items())]


def _left(session: Session, line: ClaimLine) -> int:
    """What of the disputed quantity was accepted and is not credited for something else."""
    accepted = session.scalar(select(ReceiptLine.accepted_qty).where(ReceiptLine.note_line_id == line.note_line_id))
    return max(min(line.quantity, int(accepted or 0) - due_quantity(session, line.note_line_id)), 0)


def _discard_drafts(session: Session, note_line_ids: list[int]) -> None:
    drafts = (
        select(Invoice.id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(InvoiceTriggerLine, InvoiceTriggerLine.id == InvoiceLine.trigger_line_id)
        .join(ReceiptLine, ReceiptLine.id == InvoiceTriggerLine.receipt_line_id)
        .where(Invoice.state == "draft", ReceiptLine.note_line_id.in_(note_line_ids))
        .distinct()
    )
    for invoice_id in session.scalars(drafts).all():
        discard(session, invoice_id)

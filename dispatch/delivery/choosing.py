"""What becomes of a shortage or a refusal: owed as before, given up, or promised for a day; each decided once, none lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.after_models import CHOICES, ShortageChoice
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.orders.amending import amend_line
from dispatch.orders.cancelling import cancel_line


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `CHOICES`; giving up needs a reason, a new delivery its day."""

    choice: str
    reason: str = ""
    deliver_on: date | None = None


def check_choice(wanted: Choice) -> Choice:
    """Refuse a choice that says too little.

    Raises
    ------
    InvalidInputError
        An unknown choice, no reason for giving up, or no day (or a past one) for a new delivery.
    """
    if wanted.choice not in CHOICES:
        raise InvalidInputError(f"{wanted.choice!r} is no choice.", f"Choose one of {', '.join(CHOICES)}.")
    if wanted.choice == "credit_note" and not wanted.reason.strip():
        raise InvalidInputError("What is given up needs a reason.", "Say why the customer will not get it.")
    if wanted.choice == "new_delivery" and (wanted.deliver_on is None or wanted.deliver_on < clock.today()):
        raise InvalidInputError("A new delivery needs a day from today on.", "Agree on a day with the customer.")
    return wanted


def choose(session: Session, receipt_line_id: int, wanted: Choice) -> ShortageChoice:
    """Decide what becomes of what was not accepted of a receipt line; the same choice again gives the one that exists.

    Raises
    ------
    NotFoundError
        There is no such line.
    InvalidInputError
        The choice says too little: see `check_choice`.
    RefusedError
        Nothing is to be decided, or somebody decided otherwise.
    ConservationError
        Giving up: it is on a tour again already.
    """
    check_choice(wanted)
    query = (
        select(ReceiptLine)
        .where(ReceiptLine.id == receipt_line_id)
        .with_for_update(of=ReceiptLine)
        .options(joinedload(ReceiptLine.note_line).joinedload(NoteLine.note))
    )
    line = session.scalars(query).one_or_none()
    if line is None:
        raise NotFoundError(f"There is no receipt line {receipt_line_id}.", "Reload the list.")
    number, quantity = f"{line.note_line.note.number}/{line.note_line.line_no}", line.refused_qty + line.missing_qty
    existing = session.scalars(select(ShortageChoice).where(ShortageChoice.receipt_line_id == line.id)).one_or_none()
    if existing is not None and (existing.choice, existing.deliver_on) == (wanted.choice, _day(wanted)):
        return existing
    if existing is not None:
        raise RefusedError(f"{number}: {existing.chosen_by} has chosen {existing.choice}.", "Reload the list.")
    if not quantity:
        raise RefusedError(f"{number}: everything was accepted.", "Goods that come back later are a return.")
    order_line, reason = line.note_line.order_line, wanted.reason.strip()
    if wanted.choice == "credit_note":
        cancel_line(session, order_line, reason, quantity)
    elif wanted.choice == "new_delivery":
        amend_line(session, order_line, promised_on=wanted.deliver_on)
    made = ShortageChoice(
        receipt_line_id=line.id,
        choice=wanted.choice,
        quantity=quantity,
        deliver_on=_day(wanted),
        reason=reason,
        chosen_at=clock.now(),
        chosen_by=actor_of(session),
    )
    session.add(made)
    session.flush()
    journal.record(
        session, "shortage.decided", number, choice=wanted.choice, quantity=quantity, on=_day(wanted), reason=reason
    )
    return made


def _day(wanted: Choice) -> date | None:
    return wanted.deliver_on if wanted.choice == "new_delivery" else None

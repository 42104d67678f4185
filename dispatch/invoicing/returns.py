"""Returns: accepted goods that come back are a movement of their own, credited, and owed again where the customer wants others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.after_models import RETURN_OUTCOMES, GoodsReturn, ReturnLine
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.credits_due import due_quantity, owe_credit, settle_credits
from dispatch.numbering import next_number
from dispatch.orders import conservation
from dispatch.orders.frameworks import draw


def take_back(
    session: Session,
    note_number: str,
    quantities: Mapping[int, int],
    *,
    outcome: str,
    reason: str,
    request_key: str,
    returned_on: date | None = None,
) -> GoodsReturn:
    """Take back what a customer had accepted: delivered becomes cancelled, or with `redelivery` owed again.

    Parameters
    ----------
    quantities
        Line number of the note → milli-units that come back.
    request_key
        Idempotency key: the same key again gives the return that exists.

    Raises
    ------
    NotFoundError
        There is no such note.
    InvalidInputError
        An unknown outcome, no reason, no line, a day before the receipt or after today.
    RefusedError
        The note is not received, more comes back than was accepted, or the order is closed and would owe again.
    """
    note = _note(session, note_number)
    existing = session.scalars(select(GoodsReturn).where(GoodsReturn.request_key == request_key)).one_or_none()
    if existing is not None and existing.note_id == note.id:
        return existing
    on = returned_on or _today(note)
    receipt = _checked(note, outcome, reason, on, request_key, taken=existing is not None)
    lines = _wanted(session, note, receipt, quantities)
    if outcome == "redelivery" and note.order.state != "confirmed":
        raise RefusedError(
            f"Order {note.order.reference} is {note.order.state}.", "Reopen it, or only credit the return."
        )
    made = GoodsReturn(
        number=next_number(session, "return"),
        request_key=request_key,
        customer_id=note.customer_id,
        note_id=note.id,
        returned_on=on,
        outcome=outcome,
        reason=reason.strip(),
        recorded_at=clock.now(),
        recorded_by=actor_of(session),
        lines=[ReturnLine(note_line_id=line.id, quantity=quantity) for line, quantity in lines],
    )
    session.add(made)
    session.flush()
    for line, quantity in sorted(lines, key=lambda one: one[0].order_line_id):
        if outcome == "redelivery":
            conservation.owe_again(session, line.order_line, quantity)
        else:
            conservation.take_back(session, line.order_line, quantity)
            if line.order_line.framework_line_id is not None:
                draw(session, line.order_line.framework_line_id, -quantity)
        owe_credit(
            session, line, quantity, cause="return", cause_key=made.number, reason=f"{made.number} : {made.reason}"
        )
    journal.record(
        session,
        "goods.returned",
        made.number,
        note=note.number,
        lines=[[line.line_no, quantity] for line, quantity in lines],
        outcome=outcome,
        on=on,
        reason=made.reason,
    )
    settle_credits(session, [line.id for line, _ in lines])
    return made


def returned_quantity(session: Session, note_line_id: int) -> int:
    """What has come back of a line so far; milli-units."""
    query = select(func.coalesce(func.sum(ReturnLine.quantity), 0)).where(ReturnLine.note_line_id == note_line_id)
    return int(session.scalar(query) or 0)


def _note(session: Session, number: str) -> DeliveryNote:
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.number == number)
        .with_for_update(of=DeliveryNote)
        .options(
            selectinload(DeliveryNote.lines).joinedload(NoteLine.order_line),
            joinedload(DeliveryNote.receipt).selectinload(Receipt.lines),
            joinedload(DeliveryNote.order),
        )
        .execution_options(populate_existing=True)
    )
    note = session.scalars(query).unique().one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {number}.", "Check the number on the paper.")
    return note


def _checked(note: DeliveryNote, outcome: str, reason: str, on: date, key: str, *, taken: bool) -> Receipt:
    if taken or not 1 <= len(key) <= 64:
        raise InvalidInputError("The request key is used already, or is none.", "Use a new key for each return.")
    if outcome not in RETURN_OUTCOMES or not reason.strip():
        raise InvalidInputError(
            "A return says what follows, and why.", f"Choose of {RETURN_OUTCOMES}, and give a reason."
        )
    if note.receipt is None:
        raise RefusedError(
            f"Note {note.number} is not back yet.", "What was refused at the door stands on its receipt."
        )
    if not note.receipt.signed_on <= on <= _today(note):
        raise InvalidInputError(f"Nothing came back on {on.isoformat()}.", "A day from the receipt until today.")
    return note.receipt


def _today(note: DeliveryNote) -> date:
    """Today; the day of the signature, where a replay is ahead of it."""
    return max(clock.today(), note.receipt.signed_on) if note.receipt else clock.today()


def _wanted(
    session: Session, note: DeliveryNote, receipt: Receipt, quantities: Mapping[int, int]
) -> list[tuple[NoteLine, int]]:
    accepted = {line.note_line_id: line.accepted_qty for line in receipt.lines}
    known = {line.line_no: line for line in note.lines}
    wanted = {line_no: quantity for line_no, quantity in quantities.items() if quantity}
    if not wanted or not wanted.keys() <= known.keys() or min(wanted.values()) < 0:
        raise InvalidInputError("A return is of lines of its note.", f"Give quantities of lines 1 to {max(known)}.")
    for line_no, quantity in wanted.items():
        line = known[line_no]
        left = accepted[line.id] - max(due_quantity(session, line.id), returned_quantity(session, line.id))
        if quantity > left:
            raise RefusedError(
                f"Line {line_no} of {note.number}: {quantity / 1000:g} come back, {left / 1000:g} are left of what was accepted.",
                "Look at earlier returns and claims of this note.",
            )
    return [(known[line_no], quantity) for line_no, quantity in sorted(wanted.items())]

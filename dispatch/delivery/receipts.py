"""The receipt: a signed note is confirmed once, and every quantity on it is accepted or owed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.accounts.models import User
from dispatch.db.engine import actor_of
from dispatch.delivery.models import DeliveryNote, Discrepancy, NoteLine, Receipt, ReceiptLine
from dispatch.delivery.reserves import Difference, Outcome, outcomes, refuse_void
from dispatch.delivery.rests import settle_rest
from dispatch.errors import ForbiddenError, InvalidInputError, NotFoundError, RefusedError
from dispatch.orders import conservation
from dispatch.tours.models import TOUR, Tour


def receive(session: Session, note_number: str, **given: Any) -> Receipt:
    """Confirm a signed note: see `receive_once`. Call `invoicing.confirm.confirm`, which also raises the trigger."""
    return receive_once(session, note_number, **given)[0]


def receive_once(
    session: Session,
    note_number: str,
    *,
    request_key: str,
    differences: Iterable[Difference] = (),
    signed_on: date | None = None,
    signer_name: str = "",
    signer_quality: str = "",
    channel: str = "paper",
    remark: str = "",
    confirmer_driver_code: str | None = None,
) -> tuple[Receipt, bool]:
    """Confirm a signed note; without differences it is conform.

    Parameters
    ----------
    request_key
        Idempotency key: the same key again, with the same content, gives the receipt that exists.
    signed_on
        Day written beside the signature; the day of the tour by default.
    confirmer_driver_code
        The driver that the confirming person is, if any; looked up from the acting user by default.

    Raises
    ------
    NotFoundError
        There is no such note.
    RefusedError
        The note is confirmed already, or cancelled, or a réserve has no legal value.
    ForbiddenError
        On paper: who drove would confirm their own note.
    InvalidInputError
        A difference does not fit the note.

    Returns
    -------
    tuple
        The receipt, and whether this call has made it.
    """
    if not 1 <= len(request_key) <= 64:
        raise InvalidInputError(f"The request key has {len(request_key)} characters.", "Give 1 to 64.")
    refuse_void(remark)
    note = _locked_note(session, note_number)
    settled = outcomes(note.lines, differences)
    existing = session.scalars(select(Receipt).where(Receipt.request_key == request_key)).one_or_none()
    if existing is not None and existing.note_id != note.id:
        raise RefusedError(f"This request has confirmed note {existing.note.number}.", "Use a new key for each note.")
    if existing is not None and _same(existing, settled):
        return existing, False
    if signed_on is not None and signed_on < clock.local(note.issued_at).date():
        raise InvalidInputError(
            f"Signed on {signed_on:%d/%m/%Y}, before note {note.number} was issued.", "Check the date on the paper."
        )
    if channel == "paper":
        _four_eyes(session, note, confirmer_driver_code)
    if note.state != "issued" or not _take(session, note):
        raise _refusal(session, note)
    receipt = Receipt(
        note=note,
        request_key=request_key,
        channel=channel,
        signed_on=signed_on or note.day,
        signer_name=signer_name,
        signer_quality=signer_quality,
        confirmed_at=clock.now(),
        confirmed_by=actor_of(session),
        remark=remark,
        lines=[_receipt_line(one) for one in settled],
    )
    session.add(receipt)
    session.flush()
    for one in sorted(settled, key=lambda outcome: outcome.line.order_line_id):
        _settle(session, one, note.number)
    _finish_tour(session, note.tour)
    journal.record(
        session,
        "note.received",
        note.number,
        channel=channel,
        key=request_key,
        signer=signer_name,
        signed_on=receipt.signed_on,
        lines=[[one.line.line_no, one.accepted_qty, one.refused_qty, one.missing_qty] for one in settled],
        reserves=[
            [line.line_no, one.nature, one.quantity, one.words]
            for line, one in ((outcome.line, one) for outcome in settled for one in outcome.differences)
        ],
    )
    session.flush()
    return receipt, True


def _locked_note(session: Session, number: str) -> DeliveryNote:
    """The note as it stands, its tour held first: confirmations of one tour wait for each other, and deadlock never."""
    tour_id = session.scalar(select(DeliveryNote.tour_id).where(DeliveryNote.number == number))
    if tour_id is None:
        raise NotFoundError(f"There is no delivery note {number}.", "Check the number on the paper.")
    session.execute(select(Tour.id).where(Tour.id == tour_id).with_for_update())
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.number == number)
        .options(
            joinedload(DeliveryNote.tour).joinedload(Tour.driver),
            joinedload(DeliveryNote.receipt),
            joinedload(DeliveryNote.order),
            selectinload(DeliveryNote.lines).joinedload(NoteLine.order_line),
            selectinload(DeliveryNote.lines).joinedload(NoteLine.portion),
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).unique().one()


def _take(session: Session, note: DeliveryNote) -> bool:
    """Bring the note from issued to received by one guarded UPDATE: of two desks, one wins."""
    at, by = clock.now(), actor_of(session)
    taken = session.execute(
        update(DeliveryNote)
        .where(DeliveryNote.id == note.id, DeliveryNote.state == "issued")
        .values(state="received", state_at=at, state_by=by)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    session.refresh(note, ["state", "state_at", "state_by"])
    return bool(taken)


def _refusal(session: Session, note: DeliveryNote) -> RefusedError:
    receipt = session.scalars(select(Receipt).where(Receipt.note_id == note.id)).one_or_none()
    if receipt is None:
        return RefusedError(f"Note {note.number} is {note.state}.", "Only an issued note is confirmed.")
    when = clock.local(receipt.confirmed_at)
    return RefusedError(
        f"Note {note.number} was confirmed on {when:%d/%m/%Y} at {when:%H:%M} by {receipt.confirmed_by}.",
        "What is wrong with it afterwards is a claim, not a second receipt.",
    )


def _same(receipt: Receipt, settled: Sequence[Outcome]) -> bool:
    """Whether a repeated request says what the stored receipt says."""
    stored = [
        (
            line.note_line_id,
            line.accepted_qty,
            line.refused_qty,
            line.missing_qty,
            [(one.nature, one.quantity, one.words) for one in line.discrepancies],
        )
        for line in receipt.lines
    ]
    asked = [
        (
            one.line.id,
            one.accepted_qty,
            one.refused_qty,
            one.missing_qty,
            [(each.nature, each.quantity, each.words) for each in one.differences],
        )
        for one in settled
    ]
    return stored == asked


def _four_eyes(session: Session, note: DeliveryNote, driver_code: str | None) -> None:
    actor = actor_of(session)
    if driver_code is None and actor.startswith("user:"):
        driver_code = session.scalar(select(User.driver_code).where(User.login == actor.removeprefix("user:")))
    driver = note.tour.driver
    if driver is not None and driver_code and driver_code == driver.code:
        raise ForbiddenError(
            f"Note {note.number} was driven by {driver.name}, who cannot confirm it too.",
            "Let somebody else confirm it.",
        )


def _receipt_line(one: Outcome) -> ReceiptLine:
    return ReceiptLine(
        note_line_id=one.line.id,
        loaded_qty=one.line.loaded_qty,
        accepted_qty=one.accepted_qty,
        refused_qty=one.refused_qty,
        missing_qty=one.missing_qty,
        discrepancies=[
            Discrepancy(nature=each.nature, quantity=each.quantity, words=each.words) for each in one.differences
        ],
    )


def _settle(session: Session, one: Outcome, note_number: str) -> None:
    line = one.line.order_line
    one.line.portion.live = False
    conservation.accept(session, line, one.accepted_qty)
    conservation.give_back(session, line, one.refused_qty + one.missing_qty)
    session.refresh(line, ["backlog_qty", "planned_qty"])  # the row is ours now, what was read before may be old
    settle_rest(session, line, one, note_number)


def _finish_tour(session: Session, tour: Tour) -> None:
    open_notes = select(func.count()).where(DeliveryNote.tour_id == tour.id, DeliveryNote.state == "issued")
    if not session.scalar(open_notes) and tour.state in ("released", "under_way"):
        TOUR.advance(tour, "done", at=clock.now(), by=actor_of(session))
        journal.record(session, "tour.done", f"{tour.day.isoformat()} {tour.letter}")

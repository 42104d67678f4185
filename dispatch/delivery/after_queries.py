"""Reads for the page of a note: what followed its receipt, and the proofs that are kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.delivery.after_models import CashCollection, ReceiptScan, ShortageChoice
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.frozen import thaw
from dispatch.delivery.lots import lots_of, tracked_lines
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.delivery.packaging import movements_of
from dispatch.delivery.phone_models import Evidence, Photo
from dispatch.delivery.protest import hired_carriers, protest_by
from dispatch.delivery.return_queries import ReturnRow, returns_of
from dispatch.delivery.shortage_queries import ShortageRow, undecided


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A decision about a shortage."""

    line_no: int
    choice: str
    quantity: int
    deliver_on: date | None
    reason: str
    chosen_at: datetime
    chosen_by: str


@dataclass(frozen=True, slots=True)
class ClaimOfNote:
    """A claim about the note."""

    number: str
    nature: str
    state: str
    deadline_on: date


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A kept picture or scan: its document, when it came, from whom; the line that a photo is about."""

    document_id: int
    media_type: str
    at: datetime
    by: str
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class PackagingRow:
    """Packaging that moved with the note, in pieces."""

    packaging: str
    delivered: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class CashRow:
    """What was collected at the door, in cents."""

    expected_cents: int
    collected_cents: int
    means: str
    words: str


@dataclass(frozen=True, slots=True)
class NoteAfter:
    """All that followed one note.

    Attributes
    ----------
    cash_cents
        What the note asks for at the door; None: it is not paid there.
    carrier, protest_by
        A hired carrier, and the last day of the protest against them.
    """

    undecided: tuple[ShortageRow, ...]
    choices: tuple[ChoiceRow, ...]
    claims: tuple[ClaimOfNote, ...]
    returns: tuple[ReturnRow, ...]
    packaging: tuple[PackagingRow, ...]
    lots: dict[int, tuple[tuple[str, int], ...]]
    tracked: frozenset[int]
    signature: PictureRow | None
    photos: tuple[PictureRow, ...]
    scans: tuple[PictureRow, ...]
    cash_cents: int | None
    cash: CashRow | None
    carrier: str
    protest_by: date | None


def note_after(session: Session, note_number: str) -> NoteAfter:
    """All that followed a note that exists."""
    note = session.scalars(
        select(DeliveryNote).where(DeliveryNote.number == note_number).options(joinedload(DeliveryNote.receipt))
    ).one()
    carrier = hired_carriers(session, [note.tour_id]).get(note.tour_id, "")
    signature, photos = _from_phone(session, note)
    cash = (
        session.scalars(select(CashCollection).where(CashCollection.receipt_id == note.receipt.id)).one_or_none()
        if note.receipt
        else None
    )
    return NoteAfter(
        undecided=undecided(session, note_number=note_number),
        choices=_choices(session, note),
        claims=tuple(
            ClaimOfNote(one.number, one.nature, one.state, one.deadline_on)
            for one in session.scalars(select(Claim).where(Claim.note_id == note.id).order_by(Claim.id))
        ),
        returns=returns_of(session, note.id),
        packaging=tuple(
            PackagingRow(one.packaging, one.delivered, one.taken_back)
            for one in reversed(movements_of(session, note_number=note_number))
        ),
        lots=lots_of(session, note_number),
        tracked=tracked_lines(session, note_number),
        signature=signature,
        photos=photos,
        scans=_scans(session, note),
        cash_cents=thaw(note.sheet).cash_cents,
        cash=CashRow(cash.expected_cents, cash.collected_cents, cash.means, cash.words) if cash else None,
        carrier=carrier,
        protest_by=protest_by(note.receipt.signed_on) if carrier and note.receipt else None,
    )


def _choices(session: Session, note: DeliveryNote) -> tuple[ChoiceRow, ...]:
    query = (
        select(ShortageChoice, NoteLine.line_no)
        .join(ReceiptLine, ReceiptLine.id == ShortageChoice.receipt_line_id)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.note_id == note.id)
        .order_by(NoteLine.line_no)
    )
    return tuple(
        ChoiceRow(line_no, one.choice, one.quantity, one.deliver_on, one.reason, one.chosen_at, one.chosen_by)
        for one, line_no in session.execute(query)
    )


def _from_phone(session: Session, note: DeliveryNote) -> tuple[PictureRow | None, tuple[PictureRow, ...]]:
    if note.receipt is None:
        return None, ()
    evidence = session.scalars(
        select(Evidence)
        .where(Evidence.receipt_id == note.receipt.id)
        .options(joinedload(Evidence.event), joinedload(Evidence.signature))
    ).one_or_none()
    if evidence is None:
        return None, ()
    event = evidence.event
    drawn = PictureRow(evidence.signature_id, evidence.signature.media_type, event.device_at, event.received_by)
    photos = session.scalars(
        select(Photo).where(Photo.event_id == event.id).order_by(Photo.id).options(joinedload(Photo.document))
    )
    return drawn, tuple(
        PictureRow(one.document_id, one.document.media_type, event.device_at, event.received_by, one.line_no)
        for one in photos
    )


def _scans(session: Session, note: DeliveryNote) -> tuple[PictureRow, ...]:
    query = (
        select(ReceiptScan)
        .join(Receipt, Receipt.id == ReceiptScan.receipt_id)
        .where(Receipt.note_id == note.id)
        .order_by(ReceiptScan.id)
        .options(joinedload(ReceiptScan.document))
    )
    return tuple(
        PictureRow(one.document_id, one.document.media_type, one.added_at, one.added_by)
        for one in session.scalars(query)
    )

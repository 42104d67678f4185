"""An event of a driver's phone takes effect: a delivery becomes receipt and trigger, its signature evidence, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db import Database
from dispatch.delivery.arrivals import tell_arrivals
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.phone_events import Subject, find, subject_of, write
from dispatch.delivery.phone_models import Evidence, PhoneEvent, Photo
from dispatch.delivery.phone_pictures import Pictures
from dispatch.delivery.phone_refusals import Refusal, refusal_of
from dispatch.delivery.phone_reports import PhoneReport
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.cash import Cash
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.phone_order import reorder
from dispatch.planning.tour_roads import TourRoads, roads_of_tours


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an event; the same event again gets the same answer.

    Attributes
    ----------
    outcome
        `taken` or `refused`; either way the event is in the book and need not be sent again.
    reason
        Why it was refused: one of `dispatch.delivery.phone_refusals.REASONS`.
    again
        Whether it had come before.
    """

    outcome: str
    reason: str = ""
    detail: str = ""
    again: bool = False


def take(
    database: Database, actor: str, store: DocumentStore, tour_id: int, report: PhoneReport, pictures: Pictures
) -> Answer:
    """Let one event take effect, once; when this returns, it is committed.

    What the rules of the trade refuse is entered as refused, with its signature, in a transaction of its own: nothing
    that a customer has signed is lost because the desk was quicker.

    Raises
    ------
    NotFoundError
        The event is about something that is not on this tour.
    InvalidInputError
        A delivery without a signature.
    RefusedError
        That number of that phone was used for something else.
    """
    if report.kind == "deliver" and not pictures.signature:
        raise InvalidInputError("A receipt on the phone needs a signature.", "Let the customer sign.")
    for data in (pictures.signature, *(photo for _, photo in pictures.photos)):
        if data:
            store.put(data)  # bytes first, the row that names them after
    roads = roads_of_tours(database, [tour_id]) if report.kind == "reorder" else {}
    try:
        with database.transaction(actor) as session:
            return _take(session, store, tour_id, report, pictures, roads)
    except _NotTakenError as refused:
        with database.transaction(actor) as session:
            return _enter_refused(session, store, tour_id, report, pictures, refused.refusal)


class _NotTakenError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


def _take(
    session: Session,
    store: DocumentStore,
    tour_id: int,
    report: PhoneReport,
    pictures: Pictures,
    roads: Mapping[int, TourRoads],
) -> Answer:
    subject = subject_of(session, tour_id, report)
    before = find(session, report, pictures)
    if before is not None:
        return _answer(before, again=True)
    refusal = refusal_of(subject.tour, subject.note, report, clock.now())
    if refusal is not None:
        raise _NotTakenError(refusal)
    event = write(session, subject, report, pictures)
    if report.kind == "reorder":
        try:
            reorder(session, subject.tour, event, report.order, roads[tour_id])
        except RefusedError as error:
            raise _NotTakenError(Refusal("invalid", error.detail)) from error
    if report.kind in ("arrive", "late", "reorder"):
        tell_arrivals(session, [subject.tour])
    receipt = None
    if subject.note is not None:
        try:
            receipt = _confirm(session, subject.note, report)
        except (RefusedError, InvalidInputError) as error:
            raise _NotTakenError(Refusal("invalid", error.detail)) from error
    _keep_pictures(session, store, subject, event, report, pictures, receipt)
    return _answer(event)


def _enter_refused(
    session: Session, store: DocumentStore, tour_id: int, report: PhoneReport, pictures: Pictures, refusal: Refusal
) -> Answer:
    subject = subject_of(session, tour_id, report)
    before = find(session, report, pictures)
    if before is not None:
        return _answer(before, again=True)
    event = write(session, subject, report, pictures, refusal)
    _keep_pictures(session, store, subject, event, report, pictures, None)
    return _answer(event)


def _confirm(session: Session, note: DeliveryNote, report: PhoneReport) -> Receipt:
    receipt, _ = confirm(
        session,
        note.number,
        request_key=f"phone:{report.client}:{report.sequence}",
        differences=report.differences,
        channel="phone",
        signed_on=_signed_on(note, report),
        signer_name=report.signer_name,
        signer_quality=report.signer_quality,
        remark=report.words,
        cash=_cash(note, report),
    )
    return receipt


def _cash(note: DeliveryNote, report: PhoneReport) -> Cash | None:
    """What the driver collected, where the note is to be paid at the door: a receipt is never lost to its cash."""
    if report.cash is None or thaw(note.sheet).cash_cents is None:
        return None
    return Cash(report.cash, report.cash_means)


def _signed_on(note: DeliveryNote, report: PhoneReport) -> date:
    """The day by the phone's clock, where it can be true; a phone whose clock is wrong signs today."""
    told, today = clock.local(report.device_at).date(), clock.today()
    return told if clock.local(note.issued_at).date() <= told <= today else today


def _keep_pictures(
    session: Session,
    store: DocumentStore,
    subject: Subject,
    event: PhoneEvent,
    report: PhoneReport,
    pictures: Pictures,
    receipt: Receipt | None,
) -> None:
    note = subject.note
    if note is None:
        return
    about = {"subject_kind": "note", "subject_key": note.number, "language": note.language}
    signature = keep(
        session,
        store,
        pictures.signature,
        kind="signature",
        title=f"Signature {note.number}",
        media_type="image/png",
        **about,
    )
    evidence = Evidence(
        event_id=event.id,
        receipt_id=receipt.id if receipt else None,
        shown_hash=report.shown,
        signature_id=signature.id,
        signer_name=report.signer_name,
        signer_quality=report.signer_quality,
    )
    session.add(evidence)
    kept: set[tuple[int, int]] = set()
    for line_no, data in pictures.photos:
        title = f"Photo {note.number} / {line_no}"
        photo = keep(session, store, data, kind="photo", title=title, media_type="image/jpeg", **about)
        if (line_no, photo.id) not in kept:
            kept.add((line_no, photo.id))
            session.add(Photo(event_id=event.id, line_no=line_no, document_id=photo.id))
    session.flush()


def _answer(event: PhoneEvent, *, again: bool = False) -> Answer:
    return Answer(event.outcome, event.reason, event.detail, again)

"""Why an event of a phone cannot count: a code that the phone says in its own words, and a sentence for the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch import settings
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_days import may_report
from dispatch.delivery.phone_reports import PhoneReport
from dispatch.delivery.reserves import refuse_void
from dispatch.errors import RefusedError
from dispatch.tours.models import Tour

REASONS = (
    "not_today",
    "tour_cancelled",
    "received",
    "note_cancelled",
    "other_sheet",
    "void_words",
    "no_reorder",
    "invalid",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One of `REASONS`, and a sentence for the record."""

    reason: str
    detail: str = ""


def refusal_of(tour: Tour, note: DeliveryNote | None, report: PhoneReport, now: datetime) -> Refusal | None:
    """What keeps a report from counting, judged from the tour and the note as they stand; None: nothing that is seen here."""
    if tour.state == "cancelled":
        return Refusal("tour_cancelled", f"Tour {tour.letter} is cancelled.")
    if not may_report(tour, report.device_at, now):
        return Refusal("not_today", f"Tour {tour.letter} is driven on {tour.day.isoformat()}.")
    if report.kind == "reorder" and not settings.current().driver_reorder:
        return Refusal("no_reorder", f"The order of tour {tour.letter} is the depot's to change.")
    if any(_is_void(one.words) for one in report.differences):
        return Refusal("void_words", "A réserve has no legal value.")
    return None if note is None else _of_note(note, report)


def _of_note(note: DeliveryNote, report: PhoneReport) -> Refusal | None:
    if note.state == "received":
        return Refusal("received", f"Note {note.number} is received already.")
    if note.state == "cancelled":
        return Refusal("note_cancelled", f"Note {note.number} is cancelled.")
    if note.content_hash != report.shown:
        return Refusal("other_sheet", f"The sheet shown is not that of note {note.number}.")
    return None


def _is_void(words: str) -> bool:
    try:
        refuse_void(words)
    except RefusedError:
        return True
    return False

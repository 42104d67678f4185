"""Release of a day: its draft tours are published and every order at every stop gets its numbered note, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.company.models import Company
from dispatch.db.engine import actor_of
from dispatch.delivery.arrivals import tell_arrivals
from dispatch.delivery.consignments import issue_for_hired
from dispatch.delivery.departures import Departure, departures, refuse_empty
from dispatch.delivery.frozen import freeze
from dispatch.delivery.loading_credit import HeldLoad, held_loads, hold_loads
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.note_sheet import note_sheet
from dispatch.documents.sheets import NoteSheet
from dispatch.errors import RefusedError
from dispatch.numbering import next_numbers
from dispatch.tours import lifecycle
from dispatch.tours.models import DayPlan, Tour
from dispatch.tours.versions import keep_sent


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """What is released on a day.

    Attributes
    ----------
    tours
        Letters of all tours of the day that may leave.
    notes
        Numbers of all their notes, in tour and stop order.
    issued
        How many of the notes this call has issued; 0 when the day was released before.
    held
        What credit keeps at the depot. Where there is something, nothing of the day has been released: it is let
        through or taken off its tour first.
    """

    day: date
    tours: tuple[str, ...]
    notes: tuple[str, ...]
    issued: int
    held: tuple[HeldLoad, ...] = ()


def release_day(session: Session, day: date, expected_version: int | None = None) -> ReleaseResult:
    """Publish the draft tours of a day and issue their notes; a day without drafts that is out already stays as it is.

    Where a customer's limit has no room for what would leave, nothing is published and the orders are held. The caller
    commits in either case: a hold is something that happened.

    Parameters
    ----------
    expected_version
        The version of the day's plan that the planner has seen; `None`: whichever is in force.

    Raises
    ------
    StalePlanError
        When the plan, or an order on it, has changed meanwhile.
    RefusedError
        When nothing is planned, or a tour would leave without notes.
    """
    version = session.scalar(select(DayPlan.version).where(DayPlan.day == day).with_for_update())
    drafts = lifecycle.drafts_of(session, [day])
    if drafts:
        refuse_empty(drafts)
        if expected_version in (None, version) and hold_loads(session, drafts):
            return replace(_standing(session, day, 0), held=held_loads(session, day))
        leaving = departures(session, lifecycle.release(session, day, expected_version))
        _issue(session, leaving)
        tours = list({one.tour.id: one.tour for one in leaving}.values())
        issue_for_hired(session, tours)
        keep_sent(session, day)
        tell_arrivals(session, tours)
        return _standing(session, day, len(leaving))
    result = _standing(session, day, 0)
    if not result.tours:
        raise RefusedError(f"There is no tour on {day.isoformat()}.", "Plan the day first.")
    return result


def _issue(session: Session, leaving: list[Departure]) -> None:
    company = session.get(Company, 1)
    at, by = clock.now(), actor_of(session)
    for number, one in zip(next_numbers(session, "note", len(leaving)), leaving, strict=True):
        sheet = note_sheet(number, one.tour, one.stop, one.order, one.shipped, company)
        note = _note(sheet, one, at, by)
        session.add(note)
        journal.record(
            session,
            "note.issued",
            number,
            order=one.order.reference,
            day=one.tour.day,
            tour=one.tour.letter,
            stop=one.stop.sequence,
            sha256=note.content_hash,
            lines=[[line.line_no, line.product_code, line.loaded_qty] for line in note.lines],
        )
    session.flush()


def _note(sheet: NoteSheet, one: Departure, at: datetime, by: str) -> DeliveryNote:
    text = freeze(sheet)
    return DeliveryNote(
        number=sheet.number,
        day=one.tour.day,
        order_id=one.order.id,
        customer_id=one.order.customer_id,
        site_id=one.stop.site_id,
        tour_id=one.tour.id,
        stop_id=one.stop.id,
        language=sheet.language,
        content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sheet=text,
        issued_at=at,
        issued_by=by,
        state="issued",
        state_at=at,
        state_by=by,
        lines=[
            NoteLine(
                line_no=place,
                order_line_id=shipped.portion.order_line_id,
                portion_id=shipped.portion.id,
                product_code=line.reference,
                designation=line.designation,
                unit=line.unit,
                ordered_qty=line.ordered_qty,
                delivered_before_qty=line.already_qty,
                loaded_qty=line.today_qty,
                rest_qty=line.rest_qty,
                rest_expected_on=line.rest_on,
                weight_g=shipped.weight_g,
                unit_price_micros=shipped.portion.line.unit_price_micros,
                vat_bp=shipped.portion.line.vat_bp,
            )
            for place, (line, shipped) in enumerate(zip(sheet.lines, one.shipped, strict=True), 1)
        ],
    )


def _standing(session: Session, day: date, issued: int) -> ReleaseResult:
    tours = session.scalars(
        select(Tour.letter).where(Tour.day == day, Tour.state.in_(("released", "under_way", "done")))
    ).all()
    notes = session.scalars(
        select(DeliveryNote.number)
        .where(DeliveryNote.day == day, DeliveryNote.state != "cancelled")
        .order_by(DeliveryNote.id)
    ).all()
    return ReleaseResult(day, tuple(sorted(tours, key=lambda letter: (len(letter), letter))), tuple(notes), issued)

"""What a driver's phone shows of a tour: its stops in order, their notes as frozen when issued, and how far each has come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, settings
from dispatch.company.models import Company
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_days import Mode, mode
from dispatch.delivery.phone_progress import StopProgress, progress_of
from dispatch.documents.sheets import NoteSheet
from dispatch.errors import NotFoundError
from dispatch.tours.models import Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One line of a note, as the note shows it; quantities in milli-units."""

    line_no: int
    code: str
    designation: str
    unit: str
    loaded_qty: int
    ordered_qty: int
    before_qty: int
    rest_qty: int
    rest_on: date | None
    lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneNote:
    """One note at a stop.

    Attributes
    ----------
    shown
        SHA-256 of its sheet: goes back with the signature.
    cash_cents
        To be collected; None: nothing.
    received_at, channel, conform
        Once it is received: when, `paper` or `phone`, and whether all was accepted.
    """

    number: str
    state: str
    shown: str
    order: str
    customer_reference: str
    language: str
    cash_cents: int | None
    total_cents: int | None
    lines: tuple[PhoneLine, ...]
    received_at: datetime | None
    channel: str
    signer: str
    conform: bool | None


@dataclass(frozen=True, slots=True)
class PhoneStop:
    """One stop, large and clear."""

    id: int
    sequence: int
    trip: int
    arrives_at: datetime
    leaves_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    name: str
    customer: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    contact: str
    phone: str
    instructions: str
    skills: tuple[str, ...]
    parcels: int | None
    weight_g: int
    progress: StopProgress
    notes: tuple[PhoneNote, ...]


@dataclass(frozen=True, slots=True)
class PhoneTour:
    """A tour on the phone."""

    id: int
    day: date
    letter: str
    state: str
    mode: Mode
    driver: str
    vehicle: str
    plate: str
    company: str
    depot: str
    depot_phone: str
    starts_at: datetime
    ends_at: datetime
    distances_fr: str
    distances_en: str
    late_minutes: int
    late_at: datetime | None
    may_reorder: bool
    """Whether the driver may change the order of the stops to come."""
    stops: tuple[PhoneStop, ...]


def phone_tour(session: Session, tour_id: int) -> PhoneTour:
    """The tour as it stands.

    Raises
    ------
    NotFoundError
        There is no such tour.
    """
    query = (
        select(Tour)
        .where(Tour.id == tour_id)
        .options(
            joinedload(Tour.vehicle),
            joinedload(Tour.driver),
            selectinload(Tour.trips).joinedload(Trip.depot),
            selectinload(Tour.trips).selectinload(Trip.stops).joinedload(Stop.site),
        )
    )
    tour = session.scalars(query).unique().one_or_none()
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    company = session.get(Company, 1)
    notes = _notes(session, tour_id)
    progress = progress_of(session, [tour_id]).get(tour_id)
    stops = {one.stop_id: one for one in progress.stops} if progress else {}
    return PhoneTour(
        id=tour.id,
        day=tour.day,
        letter=tour.letter,
        state=tour.state,
        mode=mode(tour, clock.now()),
        driver=tour.driver.name if tour.driver else "",
        vehicle=tour.vehicle.code,
        plate=tour.vehicle.plate,
        company=company.name if company else "",
        depot=tour.trips[0].depot.name if tour.trips else "",
        depot_phone=company.phone if company else "",
        starts_at=tour.starts_at,
        ends_at=tour.ends_at,
        distances_fr=tour.source_fr,
        distances_en=tour.source_en,
        late_minutes=progress.late_minutes if progress else 0,
        late_at=progress.late_at if progress else None,
        may_reorder=settings.current().driver_reorder and tour.state in ("released", "under_way"),
        stops=tuple(
            _stop(stop, trip.number, notes[stop.id], stops.get(stop.id, StopProgress(stop.id)))
            for trip in tour.trips
            for stop in trip.stops
        ),
    )


def phone_note(session: Session, number: str) -> tuple[NoteSheet, PhoneNote]:
    """One note, for whoever scans its own code: the sheet as issued, and how far it has come."""
    note = session.scalars(select(DeliveryNote).where(DeliveryNote.number == number)).one()
    sheet = thaw(note.sheet)
    return sheet, _note(note, sheet)


def _notes(session: Session, tour_id: int) -> dict[int, list[DeliveryNote]]:
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.tour_id == tour_id, DeliveryNote.state != "cancelled")
        .order_by(DeliveryNote.id)
        .options(selectinload(DeliveryNote.lines), joinedload(DeliveryNote.receipt))
    )
    found: dict[int, list[DeliveryNote]] = defaultdict(list)
    for note in session.scalars(query).unique():
        found[note.stop_id].append(note)
    return found


def _stop(stop: Stop, trip: int, notes: list[DeliveryNote], progress: StopProgress) -> PhoneStop:
    site, sheets = stop.site, [thaw(note.sheet) for note in notes]
    parcels = [sheet.parcels for sheet in sheets]
    return PhoneStop(
        id=stop.id,
        sequence=stop.sequence,
        trip=trip,
        arrives_at=stop.arrives_at,
        leaves_at=stop.leaves_at,
        opens_at=stop.window_opens_at,
        closes_at=stop.window_closes_at,
        name=site.name,
        customer=sheets[0].bill_to.name if sheets and sheets[0].bill_to else site.name,
        address=site.address,
        postcode=site.postcode,
        city=site.city,
        country=site.country,
        latitude=site.latitude,
        longitude=site.longitude,
        contact=site.contact,
        phone=site.phone,
        instructions=site.instructions,
        skills=tuple(site.skills),
        parcels=sum(one for one in parcels if one is not None) if parcels and None not in parcels else None,
        weight_g=sum(sheet.weight_g or 0 for sheet in sheets),
        progress=progress,
        notes=tuple(_note(note, sheet) for note, sheet in zip(notes, sheets, strict=True)),
    )


def _note(note: DeliveryNote, sheet: NoteSheet) -> PhoneNote:
    receipt = note.receipt
    return PhoneNote(
        number=note.number,
        state=note.state,
        shown=note.content_hash,
        order=sheet.orders[0].number if sheet.orders else "",
        customer_reference=sheet.orders[0].customer_reference if sheet.orders else "",
        language=note.language,
        cash_cents=sheet.cash_cents,
        total_cents=sheet.total_cents,
        lines=tuple(
            PhoneLine(
                line.line_no,
                shown.reference,
                shown.designation,
                shown.unit,
                line.loaded_qty,
                shown.ordered_qty,
                shown.already_qty,
                shown.rest_qty,
                shown.rest_on,
                shown.lots,
            )
            for line, shown in zip(note.lines, sheet.lines, strict=True)
        ),
        received_at=receipt.confirmed_at if receipt else None,
        channel=receipt.channel if receipt else "",
        signer=receipt.signer_name if receipt else "",
        conform=all(line.accepted_qty == line.loaded_qty and not line.discrepancies for line in receipt.lines)
        if receipt
        else None,
    )

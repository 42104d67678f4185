"""Consignment notes: written when a tour leaves with a hired carrier, frozen, written anew when another carrier takes it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.eu import vat
from stdnum.fr import siren

from dispatch import clock, journal
from dispatch.company.looks import layout_for
from dispatch.company.models import Company
from dispatch.db.engine import actor_of
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.consignment_sheet import consignment_sheet
from dispatch.delivery.frozen import freeze, thaw_consignment
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.consignment_paper import draw_consignment
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.numbering import next_number
from dispatch.tours.models import Tour

LEAVES = ("released", "under_way")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A hired carrier; `address` has its lines."""

    name: str
    siren: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ConsignmentRow:
    """The consignment note of a tour as its page shows it."""

    number: str
    carrier: str
    siren: str
    missing: tuple[str, ...]


def carrier_of(tour: Tour) -> Carrier | None:
    """The carrier whose vehicle does the tour; None: the company's own."""
    vehicle = tour.vehicle
    if not vehicle.carrier_name:
        return None
    return Carrier(vehicle.carrier_name, vehicle.carrier_siren, vehicle.carrier_address)


def issue_for_hired(session: Session, tours: Iterable[Tour]) -> list[Consignment]:
    """Write the consignment note of each of these tours that a hired carrier's vehicle does."""
    hired = [(tour, carrier) for tour in tours if (carrier := carrier_of(tour)) is not None]
    return [_issue(session, tour, carrier) for tour, carrier in hired]


def hand_over(session: Session, tour_id: int, carrier: Carrier) -> Consignment:
    """Give a published tour to a hired carrier: its new consignment note counts from now on, earlier ones are kept.

    Raises
    ------
    NotFoundError
        There is no such tour.
    RefusedError
        It is not published, or is done.
    InvalidInputError
        A mandatory mention of the carrier is missing, or its SIREN is none.
    """
    tour = session.get(Tour, tour_id, with_for_update=True)
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    if tour.state not in LEAVES:
        raise RefusedError(
            f"Tour {tour.letter} of {tour.day.isoformat()} is {tour.state}.",
            "A consignment note goes with goods that leave.",
        )
    missing = [name for name in ("name", "siren", "address") if not getattr(carrier, name).strip()]
    if missing:
        raise InvalidInputError(
            f"The consignment note lacks the carrier's {', '.join(missing)}.",
            "Give name, address and SIREN (arrêté of 9 November 1999, art. 4).",
        )
    if not (siren.is_valid(carrier.siren) or vat.is_valid(carrier.siren)):
        raise InvalidInputError(
            f"{carrier.siren!r} is neither a SIREN nor a VAT number.", "Give the nine digits of the carrier's SIREN."
        )
    return _issue(session, tour, carrier)


def last_consignments(session: Session, tour_ids: Collection[int]) -> dict[int, Consignment]:
    """Tour → its consignment note that counts, the last one."""
    query = select(Consignment).where(Consignment.tour_id.in_(tour_ids)).order_by(Consignment.id)
    return {one.tour_id: one for one in session.scalars(query)}


def consignment_row(session: Session, tour_id: int) -> ConsignmentRow | None:
    """What the tour's page shows; None: the company's own truck."""
    found = last_consignments(session, [tour_id]).get(tour_id)
    if found is None:
        return None
    return ConsignmentRow(found.number, found.carrier, found.carrier_siren, thaw_consignment(found.sheet).missing)


def has_notes(session: Session, tour_id: int) -> bool:
    """Whether the tour was ever published."""
    return session.scalar(select(DeliveryNote.id).where(DeliveryNote.tour_id == tour_id).limit(1)) is not None


def consignment_pdf(session: Session, tour_id: int) -> tuple[str, bytes]:
    """Number and both copies of a tour's consignment note, as it was frozen.

    Raises
    ------
    NotFoundError
        The tour has none.
    """
    found = last_consignments(session, [tour_id]).get(tour_id)
    if found is None:
        raise NotFoundError(f"Tour {tour_id} has no consignment note.", "It leaves with one where a carrier is hired.")
    sheet = thaw_consignment(found.sheet)
    return found.number, draw_consignment(sheet, layout_for(session, "route", None, sheet.on, found.issued_at))


def _issue(session: Session, tour: Tour, carrier: Carrier) -> Consignment:
    notes = session.scalars(
        select(DeliveryNote)
        .where(DeliveryNote.tour_id == tour.id, DeliveryNote.state != "cancelled")
        .order_by(DeliveryNote.id)
    ).all()
    number = next_number(session, "consignment")
    text = freeze(
        consignment_sheet(number, tour, notes, session.get(Company, 1), carrier.name, carrier.siren, carrier.address)
    )
    made = Consignment(
        number=number,
        tour_id=tour.id,
        carrier=carrier.name.strip(),
        carrier_siren=carrier.siren.strip(),
        content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sheet=text,
        issued_at=clock.now(),
        issued_by=actor_of(session),
    )
    session.add(made)
    session.flush()
    journal.record(
        session,
        "consignment.issued",
        number,
        day=tour.day,
        tour=tour.letter,
        carrier=made.carrier,
        siren=made.carrier_siren,
        notes=[note.number for note in notes],
        sha256=made.content_hash,
    )
    return made

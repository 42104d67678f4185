"""Telling customers when their delivery comes: once when the day is released, again when the tour runs early or late enough to matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column, selectinload

from dispatch import clock, settings
from dispatch.company.models import Company
from dispatch.customers.models import Contact, Site
from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Id
from dispatch.delivery.arrival_words import arrival_words
from dispatch.delivery.phone_progress import TourProgress, progress_of
from dispatch.documents.mailing import queue_mail
from dispatch.jobs.queue import enqueue
from dispatch.tours.models import Stop, Tour, Trip

RUNNING = ("released", "under_way")


class ArrivalNotice(Base):
    """What somebody at a stop was told last."""

    __tablename__ = "arrival_notices"
    __table_args__ = (Index("ix_arrival_notices_stop_contact", "stop_id", "contact_id"),)

    id: Mapped[Id]
    stop_id: Mapped[int] = mapped_column(BigInt, ForeignKey("stops.id"))
    contact_id: Mapped[int] = mapped_column(BigInt, ForeignKey("contacts.id"))
    mail_id: Mapped[int] = mapped_column(BigInt, ForeignKey("outgoing_mails.id"))
    arrives_at: Mapped[Utc]


def tell_arrivals(session: Session, tours: Sequence[Tour]) -> int:
    """Queue a mail for each contact for goods in of a stop still to come whose arrival is news; how many.

    News is a first time, or one that has moved by the setting `eta_threshold_min` since it was told last. Nobody is told
    where that setting is 0, of a tour that is not on its way out, of a stop that the truck has reached, or of a time that is past.
    """
    threshold = timedelta(minutes=settings.current().eta_threshold_min)
    running = [tour.id for tour in tours if tour.state in RUNNING]
    if not threshold or not running:
        return 0
    progress = progress_of(session, running)
    waiting = {stop.stop_id for tour in progress.values() for stop in tour.stops if stop.state == "waiting"}
    query = (
        select(Stop, Trip.tour_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .where(Trip.tour_id.in_(running))
        .options(selectinload(Stop.site).selectinload(Site.customer))
    )
    rows = [(stop, tour_id) for stop, tour_id in session.execute(query.order_by(Trip.tour_id, Stop.sequence))]
    planned = {stop.id: stop.arrives_at for stop, _tour in rows}
    retimed = {tour.id: tour.retimed_at for tour in tours}
    shifts = {tour_id: shift_of(of_tour, planned, retimed[tour_id]) for tour_id, of_tour in progress.items()}
    contacts = _contacts(session, [stop.site for stop, _tour in rows if stop.id in waiting])
    told = _told(session, list(planned))
    sender = session.get(Company, 1)
    count = 0
    for stop, tour_id in rows:
        expected = stop.arrives_at + shifts[tour_id]
        for contact in contacts[stop.site_id] if stop.id in waiting and expected > clock.now() else ():
            before = told.get((stop.id, contact.id))
            if before is None or abs(expected - before) >= threshold:
                _tell(session, stop, contact, expected, before, sender.name if sender else "")
                count += 1
    if count and settings.current().smtp_url:
        enqueue(session, "send_mails", {})
    return count


def told_shift(progress: TourProgress, tour: Tour) -> timedelta:
    """By how much a tour runs late by what its phone has told since its times were last set."""
    planned = {stop.id: stop.arrives_at for trip in tour.trips for stop in trip.stops}
    return shift_of(progress, planned, tour.retimed_at)


def shift_of(progress: TourProgress, planned: Mapping[int, datetime], since: datetime | None = None) -> timedelta:
    """By how much a tour runs late (early: below zero): what is known last, an arrival or the driver's own word.

    Parameters
    ----------
    since
        When the tour last got new times: what was known before is in them.
    """
    known = [(stop.arrived_at, stop.arrived_at - planned[stop.stop_id]) for stop in progress.stops if stop.arrived_at]
    if progress.late_at is not None:
        known.append((progress.late_at, timedelta(minutes=progress.late_minutes)))
    known = [one for one in known if since is None or one[0] > since]
    return max(known)[1] if known else timedelta()


def _contacts(session: Session, sites: Sequence[Site]) -> dict[int, list[Contact]]:
    """Who is told at each site: its own contacts for goods in, else those of its customer."""
    wanted = (Contact.purpose == "goods_in", Contact.email != "")
    query = select(Contact).where(*wanted, Contact.customer_id.in_({site.customer_id for site in sites}))
    of_site: dict[int, list[Contact]] = defaultdict(list)
    of_customer: dict[int, list[Contact]] = defaultdict(list)
    for contact in session.scalars(query.order_by(Contact.id)):
        if contact.site_id is None:
            of_customer[contact.customer_id].append(contact)
        else:
            of_site[contact.site_id].append(contact)
    return defaultdict(list, {site.id: of_site[site.id] or of_customer[site.customer_id] for site in sites})


def _told(session: Session, stop_ids: Sequence[int]) -> dict[tuple[int, int], datetime]:
    query = select(ArrivalNotice).where(ArrivalNotice.stop_id.in_(stop_ids)).order_by(ArrivalNotice.id)
    return {(row.stop_id, row.contact_id): row.arrives_at for row in session.scalars(query)}


def _tell(
    session: Session, stop: Stop, contact: Contact, expected: datetime, before: datetime | None, sender: str
) -> None:
    subject, body = arrival_words(
        stop.site.customer.language,
        clock.local(expected),
        clock.local(before) if before else None,
        f"{stop.site.name}, {stop.site.address}, {stop.site.postcode} {stop.site.city}",
        sender,
    )
    mail = queue_mail(
        session, contact.email, subject, body, None, "arrival", f"{stop.site.code}/{clock.local(expected).date()}"
    )
    session.add(ArrivalNotice(stop_id=stop.id, contact_id=contact.id, mail_id=mail.id, arrives_at=expected))

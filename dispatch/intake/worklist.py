"""What imports leave to a person: sites to place, warnings to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.customers.models import Customer, Site
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.intake.columns import Incoming
from dispatch.intake.findings import RowProblem
from dispatch.intake.models import ImportBatch, ImportNotice
from dispatch.orders.models import Order, OrderLine

PLACING = ("site_to_place", "site_suggested")
"""Warnings that end when a site is placed."""


@dataclass(frozen=True, slots=True)
class SiteToPlace:
    """A site without coordinates, how many open lines wait for it, and what a geocoder suggests."""

    site_id: int
    code: str
    name: str
    customer_code: str
    customer_name: str
    address: str
    postcode: str
    city: str
    country: str
    open_lines: int
    suggestion: str
    """The geocoder's doubtful answer in words, empty without one."""
    suggested_latitude: float | None
    suggested_longitude: float | None


@dataclass(frozen=True, slots=True)
class OpenWarning:
    """A warning that nobody has closed."""

    id: int
    code: str
    file_kind: str
    file_name: str
    row: int
    column: str
    value: str
    subject: str
    reason: str
    remedy: str
    imported_at: datetime


def to_place(session: Session) -> list[SiteToPlace]:
    """Sites without coordinates, those with most open lines first."""
    waiting = (
        select(Order.site_id, func.count(OrderLine.id).label("lines"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.state == "confirmed", Order.kind != "framework", OrderLine.backlog_qty > 0)
        .group_by(Order.site_id)
        .subquery()
    )
    lines = func.coalesce(waiting.c.lines, 0)
    query = (
        select(Site, Customer, lines)
        .join(Customer, Site.customer_id == Customer.id)
        .outerjoin(waiting, waiting.c.site_id == Site.id)
        .where(Site.latitude.is_(None))
        .order_by(lines.desc(), Site.code)
    )
    suggested = {warning.subject: warning for warning in open_warnings(session, "site_suggested")}
    return [
        SiteToPlace(
            site.id,
            site.code,
            site.name,
            customer.code,
            customer.name,
            site.address,
            site.postcode,
            site.city,
            site.country,
            count,
            *_suggestion(suggested.get(site.code)),
        )
        for site, customer, count in session.execute(query)
    ]


def open_warnings(session: Session, code: str | None = None) -> list[OpenWarning]:
    """Warnings that wait, newest import first; of one code only, if given."""
    query = (
        select(ImportNotice, ImportBatch)
        .join(ImportBatch, ImportNotice.batch_id == ImportBatch.id)
        .where(ImportNotice.closed_at.is_(None))
        .order_by(ImportBatch.id.desc(), ImportNotice.row_no, ImportNotice.id)
    )
    if code is not None:
        query = query.where(ImportNotice.code == code)
    return [
        OpenWarning(
            warning.id,
            warning.code,
            batch.kind,
            batch.file_name,
            warning.row_no,
            warning.column,
            warning.value,
            warning.subject,
            warning.reason,
            warning.remedy,
            batch.imported_at,
        )
        for warning, batch in session.execute(query)
    ]


def place_site(session: Session, site_code: str, latitude: float, longitude: float, by: str = "") -> Site:
    """Give a site its coordinates (decimal degrees) and close the warnings that asked for them.

    Raises
    ------
    NotFoundError, InvalidInputError
        When there is no such site, or no such place on earth.
    """
    site = session.scalar(select(Site).where(Site.code == site_code))
    if site is None:
        raise NotFoundError(f"There is no site {site_code}.", "Check its code.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidInputError(f"{latitude}, {longitude} is no place on earth.", "Latitude first, in decimal degrees.")
    site.latitude, site.longitude, site.placed_by = latitude, longitude, by or actor_of(session)
    close_warnings_about(session, site_code, *PLACING)
    journal.record(
        session, "site.placed", site.code, latitude=repr(latitude), longitude=repr(longitude), placed_by=site.placed_by
    )
    return site


def close_warning(session: Session, warning_id: int) -> None:
    """Somebody has looked at a warning.

    Raises
    ------
    NotFoundError
        When there is no such warning that waits.
    """
    warning = session.get(ImportNotice, warning_id)
    if warning is None or warning.closed_at is not None:
        raise NotFoundError(f"No warning {warning_id} is waiting.", "It may have been closed meanwhile.")
    _close(session, ImportNotice.id == warning_id)
    journal.record(session, "import.warning_closed", warning.subject, code=warning.code, warning=warning_id)


def close_warnings_about(session: Session, subject: str, *codes: str) -> None:
    """Close what was said about a subject because it no longer holds; the caller records why."""
    _close(session, ImportNotice.code.in_(codes), ImportNotice.subject == subject)


def close_settled(session: Session, incoming: Incoming) -> None:
    """Close warnings of earlier files about rows that this file sets right."""
    subjects = {row.subject for row in incoming.rows}
    columns = set(incoming.rows[0].raw) if incoming.rows else set()
    still = {(warning.code, warning.subject, warning.column) for warning in incoming.findings.warnings}
    query = (
        select(ImportNotice.id, ImportNotice.code, ImportNotice.subject, ImportNotice.column)
        .join(ImportBatch, ImportNotice.batch_id == ImportBatch.id)
        .where(ImportNotice.closed_at.is_(None), ImportBatch.kind == incoming.kind.name)
    )
    settled = [
        key
        for key, code, subject, column in session.execute(query)
        if subject in subjects and column in columns and (code, subject, column) not in still
    ]
    for some in chunks(settled):
        _close(session, ImportNotice.id.in_(some))


def not_yet_listed(session: Session, warnings: Sequence[RowProblem]) -> list[RowProblem]:
    """Warnings that were not stored before, open or closed: the same file again asks nothing twice."""
    seen: set[tuple[str, str, str, str]] = set()
    for some in chunks(sorted({warning.subject for warning in warnings})):
        query = select(ImportNotice.code, ImportNotice.subject, ImportNotice.column, ImportNotice.value)
        for code, subject, column, value in session.execute(query.where(ImportNotice.subject.in_(some))):
            seen.add((code, subject, column, value))
    fresh: list[RowProblem] = []
    for warning in warnings:
        key = (warning.code, warning.subject, warning.column[:64], warning.value)
        if key not in seen:
            seen.add(key)
            fresh.append(warning)
    return fresh


def _suggestion(warning: OpenWarning | None) -> tuple[str, float | None, float | None]:
    if warning is None:
        return "", None, None
    latitude, _, longitude = warning.value.partition(", ")
    return warning.reason, float(latitude), float(longitude)


def _close(session: Session, *which: object) -> None:
    session.execute(
        update(ImportNotice)
        .where(ImportNotice.closed_at.is_(None), *which)  # type: ignore[arg-type]
        .values(closed_at=clock.now(), closed_by=actor_of(session))
    )

"""Asking a geocoder for the sites to place: sure answers are placed, doubtful ones become suggestions for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.customers.models import Site
from dispatch.db import Database
from dispatch.db.engine import actor_of
from dispatch.intake.messages import say
from dispatch.intake.models import ImportBatch, ImportNotice
from dispatch.intake.worklist import close_warnings_about, place_site, to_place
from maps.geocoding import (
    Address,
    GeocodingAnswer,
    GeocodingFailure,
    GeocodingSettings,
    geocode_all,
)

PLACED_BY = "geocoder"


@dataclass(frozen=True, slots=True)
class PlacingReport:
    """Codes of the sites that were placed, of those with a suggestion, and why the others have none."""

    placed: tuple[str, ...]
    suggested: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def place_sites(database: Database, actor: str, on_progress: Callable[[int, int], None] | None = None) -> PlacingReport:
    """Ask the configured geocoder for every site without coordinates; nobody is asked when none is configured.

    The questions are asked outside any transaction; a site that somebody placed meanwhile stays where it is.
    """
    with database.reading() as session:
        sites = to_place(session)
    addresses = [Address(site.address, site.postcode, site.city, site.country) for site in sites]
    answers = geocode_all(configured(), addresses, on_progress)
    found = [
        (site.code, answer) for site, answer in zip(sites, answers, strict=True) if isinstance(answer, GeocodingAnswer)
    ]
    failed = tuple(
        (site.code, answer.detail)
        for site, answer in zip(sites, answers, strict=True)
        if isinstance(answer, GeocodingFailure)
    )
    if not found:
        return PlacingReport((), (), failed)
    with database.transaction(actor) as session:
        placed, suggested = _keep(session, found)
    return PlacingReport(placed, suggested, failed)


def configured() -> GeocodingSettings:
    """The geocoder of this installation; `DISPATCH_GEOCODER_DOMAIN` may begin with ``http://`` for a server of one's own."""
    chosen = settings.current()
    scheme, _, domain = chosen.geocoder_domain.rpartition("://")
    return GeocodingSettings(
        engine=chosen.geocoder or None,
        domain=domain or None,
        scheme=scheme or "https",
        user_agent=chosen.geocoder_user_agent or "tournee",
        timeout_s=chosen.geocoder_timeout_s,
    )


def _keep(session: Session, found: list[tuple[str, GeocodingAnswer]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = [code for code, _ in found]
    open_codes = set(session.scalars(select(Site.code).where(Site.code.in_(codes), Site.latitude.is_(None))))
    current = [(code, answer) for code, answer in found if code in open_codes]
    sure = [(code, answer) for code, answer in current if not answer.needs_person]
    doubtful = [(code, answer) for code, answer in current if answer.needs_person]
    for code, answer in sure:
        place_site(session, code, answer.place.latitude, answer.place.longitude, by=PLACED_BY)
    if doubtful:
        _suggest(session, doubtful)
    return tuple(code for code, _ in sure), tuple(code for code, _ in doubtful)


def _suggest(session: Session, doubtful: list[tuple[str, GeocodingAnswer]]) -> None:
    """Put the suggestions on the worklist, in the place of earlier ones."""
    batch = ImportBatch(
        kind=PLACED_BY,
        file_name=settings.current().geocoder,
        sha256="",
        imported_at=clock.now(),
        imported_by=actor_of(session),
        row_count=len(doubtful),
    )
    session.add(batch)
    session.flush()
    for number, (code, answer) in enumerate(doubtful, 1):
        close_warnings_about(session, code, "site_suggested")
        latitude, longitude = f"{answer.place.latitude:.6f}", f"{answer.place.longitude:.6f}"
        reason, remedy = say(
            "site_suggested",
            settings.current().language,
            {"label": answer.label, "latitude": latitude, "longitude": longitude},
        )
        session.add(
            ImportNotice(
                batch_id=batch.id,
                code="site_suggested",
                row_no=number,
                column="latitude",
                value=f"{latitude}, {longitude}",
                subject=code,
                reason=reason,
                remedy=remedy,
            )
        )
        journal.record(session, "site.suggested", code, latitude=latitude, longitude=longitude)
    session.flush()

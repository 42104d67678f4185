"""The map of a day: its live tours on their roads, in one file that opens without a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import settings
from dispatch.db import Database
from dispatch.delivery import wording
from dispatch.documents import formats
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.sheets import Language
from dispatch.documents.store import DocumentStore
from dispatch.errors import RefusedError
from dispatch.router import router_in_use
from dispatch.tours.models import Stop, Tour, Trip
from maps.drawing import (
    DayDrawing,
    DepotDrawing,
    StopDrawing,
    TourDrawing,
    UnplannedDrawing,
    draw_day,
    tour_style,
)
from maps.places import Place
from maps.router import Router
from maps.streets import streets_around

LIVE_STATES = ("draft", "released", "under_way", "done")


def draw(session: Session, day: date, language: Language, unplanned: Sequence[UnplannedDrawing] = ()) -> str:
    """Draw the live tours of a day; `unplanned` is what planning has left, for the panel.

    Raises
    ------
    RefusedError
        There is neither a tour nor anything unplanned.
    """
    return draw_day(day_drawing(session, day, language, unplanned), tile_url=settings.current().tile_url or None)


def keep_day_map(
    database: Database,
    actor: str,
    store: DocumentStore,
    day: date,
    language: Language,
    unplanned: Sequence[UnplannedDrawing] = (),
) -> Document:
    """Draw the map and keep it: outside any transaction first, then its row."""
    with database.reading() as session:
        data = draw(session, day, language, unplanned).encode()
    store.put(data)
    with database.transaction(actor) as session:
        return keep(
            session,
            store,
            data,
            kind="day_map",
            title=_title(day, language),
            media_type="text/html",
            subject_kind="day",
            subject_key=day.isoformat(),
            language=language,
        )


def day_drawing(
    session: Session, day: date, language: Language, unplanned: Sequence[UnplannedDrawing] = ()
) -> DayDrawing:
    """What there is to draw of a day."""
    tours = _tours(session, day)
    if not tours and not unplanned:
        raise RefusedError(f"There is no tour on {day.isoformat()}.", "Plan the day first.")
    router, sources, drawings = router_in_use(), [], []
    depots: dict[int, DepotDrawing] = {}
    for index, tour in enumerate(tours):
        points, straight, attribution = _line(tour, router)
        sources.append(attribution)
        drawings.append(_tour(tour, index, points, straight, language))
        for trip in tour.trips:
            depots[trip.depot_id] = DepotDrawing(trip.depot.name, Place(trip.depot.latitude, trip.depot.longitude))
    places = [stop.place for one in drawings for stop in one.stops]
    return DayDrawing(
        title=_title(day, language),
        depots=tuple(depots.values()),
        tours=tuple(drawings),
        unplanned=tuple(unplanned),
        source=" · ".join(dict.fromkeys(wording.distances(tour, language) for tour in tours if tour.source_fr)),
        attribution=next((one for one in sources if one), ""),
        language=language,
        streets=_streets([*places, *(one.place for one in depots.values())]),
    )


def _tour(tour: Tour, index: int, points: tuple[Place, ...], straight: bool, language: Language) -> TourDrawing:
    style = tour_style(index)
    stops = [stop for trip in tour.trips for stop in trip.stops]
    hours = formats.duration(int((tour.ends_at - tour.starts_at).total_seconds()))
    many = "" if len(stops) < 2 else "s"
    counted = f"{len(stops)} {'arrêt' if language == 'fr' else 'stop'}{many}"
    return TourDrawing(
        letter=tour.letter,
        label=" · ".join(part for part in (tour.vehicle.code, tour.driver.name if tour.driver else "") if part),
        colour=style.colour,
        dash=style.dash,
        stops=tuple(
            StopDrawing(
                stop.sequence,
                stop.site.name,
                ", ".join(part for part in (stop.site.address, f"{stop.site.postcode} {stop.site.city}") if part),
                " ".join(formats.window(one) for one in wording.windows(stop)),
                formats.clock(wording.on_the_wall(stop.arrives_at)),
                Place(stop.site.latitude, stop.site.longitude),
            )
            for stop in stops
            if stop.site.latitude is not None and stop.site.longitude is not None
        ),
        points=points,
        summary=" · ".join((counted, formats.kilometres(tour.distance_m, language), hours)),
        straight=straight,
    )


def _line(tour: Tour, router: Router) -> tuple[tuple[Place, ...], bool, str]:
    """The whole way of a tour, whether any of it is as the crow flies, and whose roads it is on."""
    points: list[Place] = []
    straight, attribution = False, ""
    for trip in tour.trips:
        depot = Place(trip.depot.latitude, trip.depot.longitude)
        sites = [
            Place(stop.site.latitude, stop.site.longitude)
            for stop in trip.stops
            if stop.site.latitude is not None and stop.site.longitude is not None
        ]
        route = router.route([depot, *sites, depot], tour.profile)
        points.extend(route.points)
        straight = straight or route.source.estimated
        attribution = attribution or route.source.attribution
    return tuple(points), straight, attribution


def _streets(places: Sequence[Place]) -> tuple[tuple[Place, ...], ...]:
    chosen = settings.current()
    return tuple(streets_around(chosen.roads, places)) if chosen.router == "osrm" else ()


def _title(day: date, language: Language) -> str:
    words = "Tournées du" if language == "fr" else "Tours of"
    return f"{words} {formats.long_date(day, language)}"


def _tours(session: Session, day: date) -> list[Tour]:
    query = (
        select(Tour)
        .where(Tour.day == day, Tour.state.in_(LIVE_STATES))
        .options(
            joinedload(Tour.vehicle),
            joinedload(Tour.driver),
            selectinload(Tour.trips).joinedload(Trip.depot),
            selectinload(Tour.trips).selectinload(Trip.stops).joinedload(Stop.site),
        )
    )
    return sorted(session.scalars(query).unique(), key=lambda tour: (len(tour.letter), tour.letter))

"""One tour: its trips, stops and loads, made to be read and printed; a driver sees the tours that are theirs."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from dispatch import clock
from dispatch.accounts.permissions import may
from dispatch.delivery.consignments import consignment_row, has_notes
from dispatch.delivery.links import tour_link
from dispatch.delivery.phone_progress import progress_of
from dispatch.documents.register import newest
from dispatch.errors import NotFoundError
from dispatch.fleet.models import Driver
from dispatch.tours import queries
from dispatch.tours.rows import TourRow
from dispatch.web.language import reader_language
from dispatch.web.map_data import map_data
from dispatch.web.shell import me, reading, shell

bp = Blueprint("tours", __name__)

SHOWN_TO_DRIVERS = ("released", "under_way", "done")


@bp.get("/tours/<int:tour_id>")
def one(tour_id: int) -> ResponseReturnValue:
    """One tour."""
    with reading() as session:
        tour = queries.tour(session, tour_id)
        if not may(me().role, "tour.read_all") and not _is_mine(tour, _my_driver_id()):
            raise NotFoundError(f"There is no tour {tour_id}.", "Look at your own tours.")
        pack = newest(session, "print_pack", "day", tour.day.isoformat())
        pack_id = pack.id if pack else None
        progress = progress_of(session, [tour_id])[tour_id]
        consignment = consignment_row(session, tour_id)
        published = has_notes(session, tour_id)
    return render_template(
        "tour.html",
        tour=tour,
        pack_id=pack_id,
        progress=progress,
        consignment=consignment,
        published=published,
        source=tour.source(reader_language()),
        map_data=map_data([tour], tile_url=shell().settings.tile_url),
    )


@bp.get("/my-tours")
def mine() -> ResponseReturnValue:
    """The driver's own tours of today and of the days to come, the published ones only."""
    driver_id, today = _my_driver_id(), clock.today()
    with reading() as session:
        days = [today, clock.next_working_day(today)]
        found = [tour for day in days for tour in queries.tours_on(session, day, SHOWN_TO_DRIVERS)]
    mine = [tour for tour in found if _is_mine(tour, driver_id)]
    links = {tour.id: urlsplit(tour_link(tour.id)).path for tour in mine}
    return render_template("my_tours.html", tours=mine, links=links, today=today)


def _my_driver_id() -> int | None:
    code = me().driver_code
    if not code:
        return None
    with reading() as session:
        return session.scalar(select(Driver.id).where(Driver.code == code))


def _is_mine(tour: TourRow, driver_id: int | None) -> bool:
    return driver_id is not None and tour.driver_id == driver_id and tour.state in SHOWN_TO_DRIVERS

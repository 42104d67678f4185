"""A day as it was planned and as it went, on a map and stop by stop."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dispatch.delivery.actual import ActualTour, day_actual
from dispatch.web.map_data import map_data
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, shell

bp = Blueprint("actual", __name__)


@bp.get("/day/<day>/actual")
def day(day: str) -> ResponseReturnValue:
    """Planned against actual."""
    chosen = day_of_address(day)
    with reading() as session:
        found = day_actual(session, chosen)
    drawn = map_data((one.tour for one in found.tours), tile_url=shell().settings.tile_url)
    for data, tour in zip(drawn["tours"], found.tours, strict=True):
        data["actual"] = _way(tour)
        late = {one.stop.sequence for one in tour.stops if one.after_window}
        reached = {one.stop.sequence for one in tour.reached}
        for stop in data["stops"]:
            stop["state"] = "late" if stop["n"] in late else "reached" if stop["n"] in reached else "open"
    return render_template("actual.html", day=chosen, found=found, map_data=drawn)


def _way(tour: ActualTour) -> list[list[float | None]]:
    """From stop to stop as they were reached, straight: phones tell no positions."""
    return [[one.stop.latitude, one.stop.longitude] for one in tour.reached if one.stop.latitude is not None]

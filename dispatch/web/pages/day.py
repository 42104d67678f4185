"""The day board: what goes, with whom, at what cost; what stays and why; and the release of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.customers.placed import placed_sites
from dispatch.delivery.loading_credit import held_loads
from dispatch.delivery.pack_state import KIND as PACK
from dispatch.delivery.pack_state import pack_state
from dispatch.delivery.phone_progress import TourProgress, progress_of
from dispatch.errors import InvalidInputError
from dispatch.invoicing.releasing import release_day
from dispatch.jobs.queue import enqueue
from dispatch.planning.queries import day_board
from dispatch.planning.rows import DayBoard
from dispatch.planning.situation import idle_vehicles
from dispatch.tours import versions
from dispatch.tours.edits_history import edited_since, history
from dispatch.web.language import reader_language
from dispatch.web.leftovers import cards, map_points
from dispatch.web.map_data import map_data
from dispatch.web.params import day_in, day_of_address, number_in
from dispatch.web.road_lines import has_roads, road_lines
from dispatch.web.shell import reading, shell, transaction
from dispatch.web.timeline import timeline

bp = Blueprint("day", __name__)


@dataclass(frozen=True)
class Refused:
    """A form of the board that was not taken: whose it is (`place/S1`), why, and what was typed."""

    form: str
    problem: str
    typed: tuple[str, ...]


@bp.get("/day")
def today() -> ResponseReturnValue:
    """Go to the chosen day, else to the next working day: that is the one to be planned."""
    chosen = day_in(request.args) or clock.next_working_day(clock.today())
    return redirect(url_for("day.board", day=chosen.isoformat()))


@bp.get("/day/<day>")
def board(day: str) -> ResponseReturnValue:
    """The board of one day."""
    return board_page(day_of_address(day))


def board_page(chosen: date, refused: Refused | None = None) -> str:
    """The board, with what was refused of its forms said at their fields."""
    with reading() as session:
        found = day_board(session, chosen, reader_language())
        pack = pack_state(session, chosen)
        edits = history(session, chosen)
        by_hand = found.plan_run is not None and edited_since(session, chosen, found.plan_run.asked_at)
        kept = versions.kept(session, chosen) if found.released_at else ()
        sent_id = next((row.id for row in kept if row.kind == "sent"), None)
        since_sent = versions.since_sent(session, chosen) if sent_id is not None else None
        held = held_loads(session, chosen) if found.has_drafts else ()
        running = any(tour.state in ("released", "under_way") for tour in found.tours)
        idle = idle_vehicles(session, chosen) if running else ()
        progress = progress_of(session, [tour.id for tour in found.tours if tour.state != "draft"])
        lost = any(gap.kind == "place" for gap in found.gaps)
        around = placed_sites(session) if lost else ()
    left = cards(found.unplanned)
    left_orders, on_tours = {card.reference for card in left}, _on_tours(found)
    return render_template(
        "board.html",
        board=found,
        refused=refused,
        day=chosen,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1),
        cards=left,
        held=held,
        lost_cents=sum(card.lost_cents for card in left),
        pack=pack,
        edits=edits,
        edited_by_hand=by_hand,
        sent_id=sent_id,
        since_sent=since_sent,
        reopens=any(tour.state == "released" for tour in found.tours),
        progress=progress,
        idle=idle,
        timeline=timeline(found.tours, clock.now()),
        map_data=map_data(
            found.tours, map_points(found.unplanned), shell().settings.tile_url, around, _late_min(found, progress)
        ),
        has_roads=has_roads(),
        limits=_limits(),
        default_limit=_own_limit(),
        waiting_orders=len(left_orders - on_tours),
        partly_served=len(left_orders & on_tours),
    )


@bp.get("/day/<day>/roads")
def roads(day: str) -> ResponseReturnValue:
    """The tours on their roads, for the map."""
    chosen = day_of_address(day)
    with reading() as session:
        return jsonify(road_lines(session, chosen))


@bp.post("/day/<day>/release")
def release(day: str) -> ResponseReturnValue:
    """Publish the day as the planner has seen it, and have its papers drawn; what credit holds, the board then names."""
    chosen = day_of_address(day)
    version = number_in(request.form, "version")
    if version is None:
        raise InvalidInputError("The version of the plan is missing.", "Reload the day and publish it from there.")
    with transaction() as session:
        if not release_day(session, chosen, version).held:
            enqueue(session, PACK, {"day": chosen.isoformat()})
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/pack")
def draw_pack(day: str) -> ResponseReturnValue:
    """Have the day's papers drawn; a job that is already at it is not doubled."""
    chosen = day_of_address(day)
    with transaction() as session:
        if not pack_state(session, chosen).is_drawing:
            enqueue(session, PACK, {"day": chosen.isoformat()})
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.get("/day/<day>/pack")
def pack(day: str) -> ResponseReturnValue:
    """The print button, as it stands now."""
    chosen = day_of_address(day)
    with reading() as session:
        state = pack_state(session, chosen)
    return render_template("pack.html", pack=state, day=chosen)


def _late_min(found: DayBoard, progress: Mapping[int, TourProgress]) -> dict[int, int]:
    """What drivers have said since their tours' times were last told."""
    retimed = {tour.id: tour.retimed_at for tour in found.tours}
    return {
        tour_id: one.late_minutes
        for tour_id, one in progress.items()
        if one.late_at is not None and ((since := retimed[tour_id]) is None or one.late_at > since)
    }


def _on_tours(found: DayBoard) -> set[str]:
    return {order for tour in found.tours for stop in tour.stops for order in stop.orders}


def _own_limit() -> int:
    return max(1, round(shell().settings.time_limit_s))


def _limits() -> list[int]:
    """Search times to choose from, in seconds, the company's own among them."""
    return sorted({5, 10, 30, 60, 300, _own_limit()})

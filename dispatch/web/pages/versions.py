"""Versions of a day: its log, what is kept, comparing and putting back; locking the day, and opening it again once sent."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.invoicing.releasing import reopen_day
from dispatch.planning.edits import hold, put_back
from dispatch.planning.edits_kept import edited
from dispatch.tours import versions
from dispatch.tours.day_locks import lock_day, unlock_day
from dispatch.tours.edits_history import log
from dispatch.tours.queries import version as version_of
from dispatch.tours.version_ways import ways_of
from dispatch.web.change_map import change_map
from dispatch.web.edits_form import bench_as_seen, number, vehicle_of, whole
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("versions", __name__)


@bp.get("/day/<day>/versions")
def index(day: str) -> ResponseReturnValue:
    """The log of a day and what is kept of it; with `with`, what differs between that version and the day as it is."""
    chosen, other = day_of_address(day), request.args.get("with")
    with reading() as session:
        kept = versions.kept(session, chosen)
        changes, drawn = None, {}
        if other:
            before, now = versions.kept_images(session, chosen, number(other)), versions.live_images(session, chosen)
            changes = versions.compare(session, before, now)
            drawn = change_map(ways_of(session, before, now), changes, shell().settings.tile_url)
        return render_template(
            "versions.html",
            day=chosen,
            kept=kept,
            compared=next((row for row in kept if other and row.id == number(other)), None),
            changes=changes,
            change_map=drawn,
            log=log(session, chosen),
            plan_version=version_of(session, chosen),
        )


@bp.post("/day/<day>/versions")
def keep(day: str) -> ResponseReturnValue:
    """Keep the day as it stands, under a name."""
    chosen = day_of_address(day)
    with transaction() as session:
        versions.keep(session, chosen, request.form.get("name", ""))
    return redirect(url_for("versions.index", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/versions/<int:version_id>/restore")
def restore(day: str, version_id: int) -> ResponseReturnValue:
    """Put a kept version in the place of the drafts, as an edit that can be undone."""
    chosen, was = day_of_address(day), whole("version")
    with transaction() as session:
        wanted = versions.kept_images(session, chosen, version_id)
        name = next(row.name for row in versions.kept(session, chosen) if row.id == version_id)
        put_back(session, chosen, was, "restore", name, wanted)
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/lock")
def lock(day: str) -> ResponseReturnValue:
    """Hold the whole day as it is, or let it go."""
    chosen = day_of_address(day)
    with transaction() as session:
        (lock_day if request.form.get("held") == "1" else unlock_day)(session, chosen, whole("version"))
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/edits/hold")
def lock_tour(day: str) -> ResponseReturnValue:
    """Lock a whole tour, or let it go."""
    on = day_of_address(day)
    chosen = bench_as_seen(on)
    with transaction() as session:
        vehicle = vehicle_of(chosen, request.form.get("vehicle", ""))
        version = hold(session, chosen, vehicle, held=request.form.get("held") == "1").version
    edited(shell().database, on, chosen.version, version)
    return {"version": version}


@bp.post("/day/<day>/reopen")
def reopen(day: str) -> ResponseReturnValue:
    """Make drafts again of what is published and has not left."""
    chosen, reason = day_of_address(day), request.form.get("reason", "")[:255]
    if not reason.strip():
        raise InvalidInputError("A published day is not opened again without a reason.", "Say why.")
    with transaction() as session:
        reopen_day(session, chosen, whole("version"), reason)
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)

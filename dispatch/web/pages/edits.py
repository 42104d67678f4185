"""Planning by hand on the day board: what an edit would give, doing it, undoing it, and the best places of an order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError, StalePlanError
from dispatch.planning import edits
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_kept import bench, edited
from dispatch.planning.edits_moves import KINDS, LockedStopError, Move, NothingToPlanError, Place
from dispatch.planning.edits_places import best_on, best_places
from dispatch.planning.edits_words import overload_g, sentences
from dispatch.web import formats
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.params import day_of_address
from dispatch.web.shell import shell, transaction

bp = Blueprint("edits", __name__)

MINUS = "\u2212"


@bp.get("/day/<day>/edits/bench")
def prepare(day: str) -> ResponseReturnValue:
    """Have the day's bench made before the hand needs it; the page asks for it once it is painted, and now and then."""
    bench(shell().database, day_of_address(day))
    return "", 204


@bp.post("/day/<day>/edits/preview")
def preview(day: str) -> ResponseReturnValue:
    """What an edit would change and break; nothing is saved."""
    chosen = _bench(day_of_address(day))
    try:
        move = _move(chosen)
        judged = edits.judge(chosen, move)
    except LockedStopError:
        return jsonify(allowed=False, told="", broken=[_locked()])
    except NothingToPlanError:
        return jsonify(allowed=False, told="", broken=[_("Rien de cette commande ne peut partir ce jour-là.")])
    language = reader_language()
    return jsonify(
        allowed=not judged.broken,
        told=_told(judged.before, judged.after),
        overload_g=overload_g(chosen, judged.plan, judged.broken),
        broken=list(sentences(chosen, judged.plan, judged.broken, language)),
    )


@bp.post("/day/<day>/edits")
def save(day: str) -> ResponseReturnValue:
    """Do an edit; one that breaks a rule is answered with the rule, and nothing is saved."""
    on = day_of_address(day)
    chosen = _bench(on)
    try:
        move = _move(chosen)
        judged = edits.judge(chosen, move)
    except LockedStopError:
        return jsonify(allowed=False, broken=[_locked()])
    if judged.broken:
        said = sentences(chosen, judged.plan, judged.broken, reader_language())
        return jsonify(allowed=False, broken=list(said))
    with transaction() as session:
        edit = edits.save(session, chosen, move, _facts(chosen, move))
        version = edit.version
    edited(shell().database, on, chosen.version, version)
    return jsonify(allowed=True, version=version, told=_told(judged.before, judged.after))


@bp.post("/day/<day>/edits/undo")
def undo(day: str) -> ResponseReturnValue:
    """Take the last edit back."""
    return _step(day, edits.undo)


@bp.post("/day/<day>/edits/redo")
def redo(day: str) -> ResponseReturnValue:
    """Do again what was undone last."""
    return _step(day, edits.redo)


@bp.get("/day/<day>/edits/places")
def places(day: str) -> ResponseReturnValue:
    """The best places of an order that is not planned, cheapest first."""
    chosen = bench(shell().database, day_of_address(day))
    try:
        offers = best_places(chosen, request.args.get("order", "")[:64])
    except NothingToPlanError:
        return jsonify(places=[], said=_("Rien de cette commande ne peut partir ce jour-là."))
    found = [
        {
            "vehicle": offer.vehicle_code,
            "trip": offer.place.trip,
            "before": offer.place.before,
            "label": f"{offer.letter or '+'} · {offer.vehicle_code} · {formats.hour(offer.begins_at)}",
            "told": _told(offer.before, offer.after),
        }
        for offer in offers
    ]
    return jsonify(places=found, said="" if found else _("Aucun camion ne peut la prendre sans enfreindre une règle."))


def _step(day: str, action: Callable[..., Any]) -> ResponseReturnValue:
    on, was = day_of_address(day), _whole("version")
    with transaction() as session:
        version = action(session, on, was).version
    edited(shell().database, on, was, version)
    return jsonify(version=version)


def _bench(on: date) -> Bench:
    """The bench of the version that the planner has before their eyes."""
    found = bench(shell().database, on)
    seen = _whole("version")
    if found.version != seen:
        raise StalePlanError(
            f"The plan of {on.isoformat()} is at version {found.version}, you looked at version {seen}.",
            "Reload the day and look again.",
        )
    return found


def _move(chosen: Bench) -> Move:
    """The edit that the form asks for; without a trip, at the best place of the vehicle."""
    form = request.form
    kind = next((each for each in KINDS if each == form.get("kind")), None)
    if kind is None:
        raise InvalidInputError("That is no edit.", "Reload the day.")
    stops = tuple(_number(each) for each in form.get("stops", "").split(",") if each)
    move = Move(
        kind,
        None if kind == "insert" else _vehicle(chosen, form.get("vehicle", "")),
        stops,
        form.get("order", "")[:64] if kind == "insert" else "",
    )
    if kind not in ("move", "insert"):
        return move
    target = _vehicle(chosen, form.get("to_vehicle", ""))
    if not form.get("trip"):
        return best_on(chosen, move, target)
    before = form.get("before")
    return replace(move, to=Place(target, _whole("trip"), _number(before) if before else None))


def _vehicle(chosen: Bench, code: str) -> int:
    found = next((number for number, one in chosen.book.vehicles.items() if one.row.code == code), None)
    if found is None:
        raise InvalidInputError("That vehicle is not free on this day.", "Reload the day.")
    return found


def _facts(chosen: Bench, move: Move) -> dict[str, str]:
    """Names for the log."""
    facts = {"order": move.order} if move.order else {}
    if move.vehicle is not None:
        facts["vehicle"] = chosen.book.vehicles[move.vehicle].row.code
        facts["stops"] = ", ".join(str(stop) for stop in move.stops)
    if move.to is not None:
        facts["to"] = chosen.book.vehicles[move.to.vehicle].row.code
    return facts


def _told(before: edits.Figures, after: edits.Figures) -> str:
    """``+7,2 km · +18 min · +12,40 €``."""
    return " · ".join(
        (
            _signed(formats.kilometres, after.distance_m - before.distance_m),
            _signed(formats.duration, after.duration_s - before.duration_s),
            _signed(formats.money, after.cost_cents - before.cost_cents),
        )
    )


def _signed(format_of: Callable[[int], str], value: int) -> str:
    return f"{MINUS if value < 0 else '+'}{format_of(abs(value))}"


def _locked() -> str:
    return _("Un arrêt verrouillé garde son camion, son voyage et son ordre : déverrouillez-le d’abord.")


def _whole(name: str) -> int:
    return _number(request.form.get(name, ""))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInputError(f"«{text[:20]}» is no whole number.", "Reload the day.")
    return int(text)

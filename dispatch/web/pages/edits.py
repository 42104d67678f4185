"""Planning by hand on the day board: what an edit would give, doing it, undoing it, and the best places of an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from dispatch import settings
from dispatch.planning import edits
from dispatch.planning.edits_figures import after_edits
from dispatch.planning.edits_kept import bench, edited
from dispatch.planning.edits_moves import LockedStopError, LockedTourError, NothingToPlanError
from dispatch.planning.edits_places import best_places
from dispatch.planning.edits_published import published_bench
from dispatch.planning.edits_rules import RuleBrokenError, require_consent, verdict
from dispatch.planning.edits_why import why
from dispatch.planning.edits_words import overload_g, sentences
from dispatch.planning.situation import STAYING
from dispatch.tours.queries import tours_on
from dispatch.web import formats
from dispatch.web.edits_form import bench_as_seen, consent_of, edit_of, facts_of, number, vehicle_of, whole
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("edits", __name__)

MINUS = "\u2212"


@bp.get("/day/<day>/edits/bench")
def prepare(day: str) -> ResponseReturnValue:
    """Have the day's bench made before the hand needs it; the page asks for it once it is painted, and now and then."""
    bench(shell().database, day_of_address(day))
    return "", 204


@bp.get("/day/<day>/edits/figures")
def figures(day: str) -> ResponseReturnValue:
    """What the day comes to after the edits, published or not, for the place where the run's own figures stand."""
    on = day_of_address(day)
    with reading() as session:
        is_published = bool(tours_on(session, on, STAYING))
    chosen = published_bench(shell().database, on) if is_published else bench(shell().database, on)
    if chosen is None:
        return render_template("edits_figures.html", after=None)
    with reading() as session:
        found = after_edits(session, chosen, reader_language())
    return render_template("edits_figures.html", after=found)


@bp.post("/day/<day>/edits/preview")
def preview(day: str) -> ResponseReturnValue:
    """What an edit would change and break; nothing is saved."""
    chosen = bench_as_seen(day_of_address(day))
    try:
        judged = edits.judge(chosen, edit_of(chosen))
    except LockedStopError:
        return jsonify(allowed=False, verdict="block", told="", broken=[_locked()])
    except LockedTourError:
        return jsonify(allowed=False, verdict="block", told="", broken=[_held()])
    except NothingToPlanError:
        said = _("Rien de cette commande ne peut partir ce jour-là.")
        return jsonify(allowed=False, verdict="block", told="", broken=[said])
    said_of_it = verdict(judged.broken, settings.current().hand_rules)
    return jsonify(
        allowed=said_of_it != "block",
        verdict=said_of_it,
        told=_told(judged.before, judged.after),
        overload_g=overload_g(chosen, judged.plan, judged.broken),
        broken=list(sentences(chosen, judged.plan, judged.broken, reader_language())),
    )


@bp.post("/day/<day>/edits")
def save(day: str) -> ResponseReturnValue:
    """Do an edit; one that breaks a rule is answered with the rule and what the setting asks for, and nothing is saved."""
    on = day_of_address(day)
    chosen, consent = bench_as_seen(on), consent_of()
    try:
        edit = edit_of(chosen)
        judged = edits.judge(chosen, edit)
    except LockedStopError:
        return jsonify(allowed=False, verdict="block", broken=[_locked()])
    except LockedTourError:
        return jsonify(allowed=False, verdict="block", broken=[_held()])
    try:
        require_consent(judged.broken, settings.current().hand_rules, consent)
    except RuleBrokenError:
        said = sentences(chosen, judged.plan, judged.broken, reader_language())
        asked = verdict(judged.broken, settings.current().hand_rules)
        return jsonify(allowed=False, verdict=asked, broken=list(said))
    with transaction() as session:
        version = edits.save(session, chosen, edit, facts_of(chosen, edit), consent).version
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


@bp.get("/day/<day>/edits/why")
def why_here(day: str) -> ResponseReturnValue:
    """Why a stop is where it is, and what it would cost elsewhere."""
    chosen = bench(shell().database, day_of_address(day))
    vehicle = vehicle_of(chosen, request.args.get("vehicle", ""))
    found = why(chosen, vehicle, number(request.args.get("stop", "")), reader_language())
    slack = None if found.closes_at is None else round((found.closes_at - found.begins_at).total_seconds())
    return render_template(
        "why.html",
        why=found,
        slack_s=slack,
        here=_told(found.without, found.now),
        signed=_signed,
        money_of=formats.money,
        kilometres_of=formats.kilometres,
    )


def _step(day: str, action: Callable[..., Any]) -> ResponseReturnValue:
    on, was = day_of_address(day), whole("version")
    with transaction() as session:
        version = action(session, on, was).version
    edited(shell().database, on, was, version)
    return jsonify(version=version)


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


def _held() -> str:
    return _("La tournée est verrouillée : rien n’y entre, rien n’en sort. Déverrouillez-la d’abord.")

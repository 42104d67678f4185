"""An edit as the board's form states it: which stops of which vehicles, where to, and the planner's answer to a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import request

from dispatch.errors import InvalidInputError, StalePlanError
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_group import Group
from dispatch.planning.edits_kept import bench
from dispatch.planning.edits_moves import KINDS, Move, Place
from dispatch.planning.edits_places import best_on
from dispatch.planning.edits_rules import Consent
from dispatch.web.shell import shell

REASON_CHARS = 500


def bench_as_seen(on: date) -> Bench:
    """The bench of the version that the planner has before their eyes.

    Raises
    ------
    StalePlanError
        When the day has changed since.
    """
    found, seen = bench(shell().database, on), whole("version")
    if found.version != seen:
        raise StalePlanError(
            f"The plan of {on.isoformat()} is at version {found.version}, you looked at version {seen}.",
            "Reload the day and look again.",
        )
    return found


def edit_of(chosen: Bench) -> Move | Group:
    """The edit that the form asks for; without a trip, at the best place of the vehicle."""
    form = request.form
    kind = next((each for each in KINDS if each == form.get("kind")), None)
    if kind is None:
        raise InvalidInputError("That is no edit.", "Reload the day.")
    if form.get("picked"):
        to = vehicle_of(chosen, form.get("to_vehicle", "")) if kind == "move" else None
        return Group(kind, _picked(chosen, form["picked"]), to)
    stops = tuple(number(each) for each in form.get("stops", "").split(",") if each)
    move = Move(
        kind,
        None if kind == "insert" else vehicle_of(chosen, form.get("vehicle", "")),
        stops,
        form.get("order", "")[:64] if kind == "insert" else "",
    )
    if kind not in ("move", "insert"):
        return move
    target = vehicle_of(chosen, form.get("to_vehicle", ""))
    if not form.get("trip"):
        return best_on(chosen, move, target)
    before = form.get("before")
    return replace(move, to=Place(target, whole("trip"), number(before) if before else None))


def consent_of() -> Consent:
    """What the planner answers to a broken rule."""
    return Consent(request.form.get("accepted") == "1", request.form.get("reason", "")[:REASON_CHARS])


def facts_of(chosen: Bench, edit: Move | Group) -> dict[str, Any]:
    """Names for the log."""
    vehicles = chosen.book.vehicles
    if isinstance(edit, Group):
        facts = {"stops": ", ".join(f"{vehicles[one].row.code} {_list(stops)}" for one, stops in edit.stops.items())}
        return facts | ({} if edit.to is None else {"to": vehicles[edit.to].row.code})
    facts = {"order": edit.order} if edit.order else {}
    if edit.vehicle is not None:
        facts |= {"vehicle": vehicles[edit.vehicle].row.code, "stops": _list(edit.stops)}
    if edit.to is not None:
        facts["to"] = vehicles[edit.to.vehicle].row.code
    return facts


def vehicle_of(chosen: Bench, code: str) -> int:
    """The solver's number of a vehicle of the day.

    Raises
    ------
    InvalidInputError
        When it is not free that day.
    """
    found = next((number for number, one in chosen.book.vehicles.items() if one.row.code == code), None)
    if found is None:
        raise InvalidInputError("That vehicle is not free on this day.", "Reload the day.")
    return found


def whole(name: str) -> int:
    """A whole number of the form."""
    return number(request.form.get(name, ""))


def number(text: str) -> int:
    """A whole number of at most nine digits."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InvalidInputError(f"«{text[:20]}» is no whole number.", "Reload the day.")
    return int(text)


def _picked(chosen: Bench, text: str) -> dict[int, tuple[int, ...]]:
    """``V1/1,3;V2/4``: vehicles and the numbers of their stops."""
    found = {}
    for part in text[:20_000].split(";"):
        code, _, stops = part.rpartition("/")
        found[vehicle_of(chosen, code)] = tuple(number(each) for each in stops.split(","))
    return found


def _list(stops: tuple[int, ...]) -> str:
    return ", ".join(str(stop) for stop in stops)

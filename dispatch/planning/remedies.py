"""The one change that would make a line servable, as a solve has shown it: in the trade's units, French and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch import clock
from dispatch.planning.problem import Book, fineness
from dispatch.planning.wording import number
from dispatch.solver.changes import Change

SENTENCES = {
    "window": ("recevoir jusqu'à {at}", "take deliveries until {at}"),
    "shift": ("prolonger {vehicle} de {minutes} min, jusqu'à {at}", "{minutes} more minutes for {vehicle}, until {at}"),
    "weight": ("{amount} kg de plus sur {vehicle}", "{amount} kg more on {vehicle}"),
    "volume": ("{amount} m³ de plus sur {vehicle}", "{amount} m³ more on {vehicle}"),
    "pallets": ("{amount} palettes de plus sur {vehicle}", "{amount} pallet places more on {vehicle}"),
    "skills": ("équiper {vehicle} : {skills}", "equip {vehicle}: {skills}"),
    "supply": ("{amount} × {product} de plus d'ici {at}", "{amount} × {product} more by {at}"),
    "dock": ("{amount} quai de plus", "{amount} more dock"),
    "vehicle": ("{amount} véhicule de plus, comme {vehicle}", "{amount} more vehicle like {vehicle}"),
}
_PER_SHOWN = {"weight": 1_000, "volume": 1_000_000, "pallets": 1_000_000}
"""Grams, cm³ and millionths of a pallet place to a shown unit."""


def remedy_facts(change: Change, book: Book) -> dict[str, Any] | None:
    """What a run stores of a remedy: amounts in thousandths of what is shown; None for a rule that planning does not use."""
    vehicle = book.vehicles.get(change.vehicle) if isinstance(change.vehicle, int) else None
    facts: dict[str, Any] = {"kind": change.kind, "amount": change.amount * 1000}
    if vehicle is not None:
        facts["vehicle"] = vehicle.row.code
    if change.at_s is not None:
        facts["at"] = clock.local(book.horizon.instant(change.at_s)).strftime("%Y-%m-%dT%H:%M")
    if change.kind == "capacity":
        facts["kind"] = ("weight", "volume", "pallets")[change.dimension or 0]
        facts["amount"] = -(-change.amount * 1000 // (fineness(book.steps) * _PER_SHOWN[facts["kind"]]))
    elif change.kind == "supply":
        named = {line.row.product_code: line.row for call in book.calls.values() for line in call.goods}
        row = named[str(change.product)]
        facts |= {"product": row.product_name, "amount": change.amount * book.steps[row.product_id]}
    elif change.kind == "shift":
        facts["minutes"] = -(-change.amount // 60)
    elif change.kind == "skills":
        facts["skills"] = ", ".join(book.skills.named(change.skills))
    return facts if facts["kind"] in SENTENCES else None


def remedy(facts: Mapping[str, Any], language: str) -> str:
    """The stored remedy in the reader's language; empty when there is none."""
    told = facts.get("remedy")
    if not told:
        return ""
    day, _, moment = str(told.get("at", "")).partition("T")
    values = {"vehicle": "", "product": "", "skills": "", "minutes": 0, **told, "at": moment}
    values["amount"] = number(int(told["amount"]), language)
    text = SENTENCES[told["kind"]][1 if language == "en" else 0].format(**values)
    return f"{text} ({day[8:10]}/{day[5:7]})" if told["kind"] in ("window", "shift", "supply") and day else text

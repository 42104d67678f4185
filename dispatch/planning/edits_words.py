"""What an edit by hand would break, in words, French and English: who, which rule, by how much."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dispatch import clock
from dispatch.planning.edits_bench import Bench
from dispatch.planning.fleet_days import is_admitted
from dispatch.planning.wording import number
from dispatch.solver.checker import Violation
from dispatch.solver.plan import Plan, Step
from dispatch.solver.rules.trace import Trip, traces

SENTENCES = {
    "window": (
        "{vehicle} arrive à {hour} chez {site}, qui reçoit {windows}",
        "{vehicle} arrives at {hour} at {site}, which takes deliveries {windows}",
    ),
    "shift": (
        "{vehicle} rentre à {hour}, {minutes} min après la fin du service",
        "{vehicle} is back at {hour}, {minutes} min after the shift ends",
    ),
    "load_weight": ("{vehicle} : {over} kg de trop", "{vehicle}: {over} kg too many"),
    "load_size": ("{vehicle} : trop volumineux pour son voyage", "{vehicle}: too bulky for its trip"),
    "skill": ("{vehicle} n'a pas l'équipement que demande {site}", "{vehicle} lacks the equipment that {site} asks for"),
    "skill_weight": ("{vehicle} est trop lourd pour l'accès de {site}", "{vehicle} is too heavy to enter {site}"),
    "trips": ("{vehicle} ne fait pas plus de {most} voyage(s)", "{vehicle} makes no more than {most} trip(s)"),
    "supply": ("il manque {missing} × {product} à ce départ", "{missing} × {product} short at that departure"),
    "dock": ("les quais sont déjà pris à cette heure", "the docks are taken at that hour"),
    "breaks": ("la pause de {vehicle} n'a plus de place", "there is no room left for the break of {vehicle}"),
    "complete": ("{site} : la commande doit partir complète", "{site}: the order must go complete"),
    "visits": ("{site} : la commande ne peut être répartie ainsi", "{site}: the order cannot be split like this"),
    "quantity": ("{site} : quantité hors du minimum ou du conditionnement", "{site}: quantity off its minimum or packing"),
    "limits": ("{vehicle} dépasse sa limite de conduite ou d'arrêts", "{vehicle} exceeds its limit of driving or stops"),
    "other": ("une règle de la journée serait enfreinte ({rule})", "a rule of the day would be broken ({rule})"),
}  # fmt: skip


def sentences(bench: Bench, plan: Plan, broken: Iterable[Violation], language: str) -> tuple[str, ...]:
    """One sentence for each broken rule, each once."""
    told = [_sentence(bench, plan, one, 1 if language == "en" else 0, language) for one in broken]
    return tuple(dict.fromkeys(told))


def overload_g(bench: Bench, plan: Plan, broken: Iterable[Violation]) -> int:
    """By how much the vehicles carry too much at once, in grams."""
    return sum(_over(bench, plan, one)[0] for one in broken if one.rule == "load")


def _sentence(bench: Bench, plan: Plan, one: Violation, index: int, language: str) -> str:
    facts: dict[str, object] = {"rule": one.rule, "vehicle": _vehicle(bench, one), "site": _site(bench, one)}
    variant = one.rule if one.rule in SENTENCES else "other"
    if one.rule == "window":
        step = _step(plan, one)
        facts |= {"hour": _hour(bench, step.begin_s if step else 0), "windows": _windows(bench, one)}
    elif one.rule == "shift":
        ends, closes = _ends(plan, one), bench.problem.vehicles[_number(one) - 1].shift[1]
        facts |= {"hour": _hour(bench, ends), "minutes": max(-(-(ends - closes) // 60), 1)}
    elif one.rule == "load":
        grams, is_weight = _over(bench, plan, one)
        variant = "load_weight" if is_weight else "load_size"
        facts["over"] = number(grams, language)
    elif one.rule == "skill" and isinstance(one.visit, int):
        row = bench.book.vehicles[_number(one)].row
        variant = "skill" if is_admitted(bench.book.calls[one.visit], row) else "skill_weight"
    elif one.rule == "trips":
        facts["most"] = bench.problem.vehicles[_number(one) - 1].max_trips
    elif one.rule == "supply":
        facts |= _shortage(bench, one, language)
    return SENTENCES[variant][index].format(**facts)


def _number(one: Violation) -> int:
    return int(one.vehicle) if one.vehicle is not None else 1


def _vehicle(bench: Bench, one: Violation) -> str:
    return "" if one.vehicle is None else bench.book.vehicles[_number(one)].row.code


def _site(bench: Bench, one: Violation) -> str:
    return bench.book.calls[one.visit].face.site_name if isinstance(one.visit, int) else ""


def _step(plan: Plan, one: Violation) -> Step | None:
    steps = (step for route in plan.routes if route.vehicle == one.vehicle for step in route.steps)
    return next((step for step in steps if step.kind == "job" and step.id == one.visit), None)


def _ends(plan: Plan, one: Violation) -> int:
    return next((route.steps[-1].arrival_s for route in plan.routes if route.vehicle == one.vehicle), 0)


def _hour(bench: Bench, second: int) -> str:
    return f"{clock.local(bench.book.horizon.instant(second)):%H:%M}"


def _windows(bench: Bench, one: Violation) -> str:
    visit = next(visit for visit in bench.problem.visits if visit.id == one.visit)
    return ", ".join(f"{_hour(bench, start)}–{_hour(bench, end)}" for start, end in visit.windows)


def _over(bench: Bench, plan: Plan, one: Violation) -> tuple[int, bool]:
    """Grams beyond the payload on the vehicle's fullest trip, and whether weight is what is too much."""
    vehicle = bench.problem.vehicles[_number(one) - 1]
    payload = bench.book.vehicles[_number(one)].row.payload_g
    days, _ = traces(bench.problem, plan)
    heaviest = max((_weight(trip) for day in days if day.vehicle.id == one.vehicle for trip in day.trips), default=0)
    if not payload or heaviest <= vehicle.capacity[0]:
        return 0, False
    return (heaviest - vehicle.capacity[0]) * payload // vehicle.capacity[0], True


def _weight(trip: Trip) -> int:
    total = 0
    for stop in trip.stops:
        amounts = {line.id: line.amount[0] for line in getattr(stop.task, "lines", ())}
        total += sum(amounts.get(line, 0) * units for line, units in stop.step.lines)
    return total


def _shortage(bench: Bench, one: Violation, language: str) -> dict[str, object]:
    """Which product is short and by how much, out of the checker's own numbers."""
    found = re.search(r"product (.+): (\d+) have left by \d+, (\d+) available", one.detail)
    code, missing = (found[1], int(found[2]) - int(found[3])) if found else ("", 0)
    for call in bench.book.calls.values():
        for line in call.goods:
            if line.row.product_code == code:
                units = missing * bench.book.steps[line.row.product_id]
                return {"product": line.row.product_name, "missing": number(units, language)}
    return {"product": code, "missing": number(missing * 1000, language)}

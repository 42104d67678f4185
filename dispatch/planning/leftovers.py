"""What a plan leaves out, line by line, with the reason that people read. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dispatch import clock
from dispatch.catalog.amounts import net_cents
from dispatch.orders.queries import PoolLine
from dispatch.planning.due import DueLine
from dispatch.planning.equipment import lack_of
from dispatch.planning.fleet_days import VehicleDay, night_seconds
from dispatch.planning.horizon import site_windows
from dispatch.planning.portions import Call
from dispatch.planning.problem import Book
from dispatch.planning.remedies import remedy_facts
from dispatch.solver.plan import Plan, Reason, Unassigned

SUPPLY = "supply:"
"""How the solver names the rule of a product's supply."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What is left of one due line; `facts` are strings and numbers for its sentence (`wording`)."""

    line: DueLine
    quantity: int
    code: str
    rule: str = ""
    vehicle: str = ""
    by: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    remedy: str = ""
    price_cents: int | None = None

    @property
    def lost_cents(self) -> int:
        """Net value of what stays."""
        return net_cents(self.quantity, self.line.row.unit_price_micros)


def leftovers(plan: Plan, book: Book, planned: Mapping[int, int]) -> list[LeftOver]:
    """Every due line of which something stays; early lines that did not come along owe nobody a reason.

    Parameters
    ----------
    planned
        Milli-units on tours, by line id.
    """
    found: list[LeftOver] = []
    for item in plan.unassigned:
        assert isinstance(item.visit, int)
        call = book.calls[item.visit]
        found.extend(_of_call(call, book, planned, item))
    for call in book.closed:
        days = ", ".join(f"{day:%d/%m}" for day in _days(call))
        found.extend(_whole(call, "window", "closed", {"days": days, "hours": call.face.opening_hours}))
    for call in book.unplaced:
        found.extend(_whole(call, "data", "no_place", {}))
    return [each for each in found if not each.line.early_by(book.span)]


def without_vehicles(calls: Iterable[Call]) -> list[LeftOver]:
    """Everything stays where no vehicle is free."""
    return [each for call in calls for each in _whole(call, "data", "no_vehicle", {})]


def _whole(call: Call, code: str, rule: str, facts: dict[str, Any]) -> list[LeftOver]:
    return [LeftOver(line, line.available, code, rule, facts=_names(call, line) | facts) for line in call.lines]


def _of_call(call: Call, book: Book, planned: Mapping[int, int], item: Unassigned) -> Iterable[LeftOver]:
    for line in call.lines:
        rest = line.available - planned.get(line.row.line_id, 0)
        if rest > 0:
            yield _because(_reason_for(line.row, item.reasons), line, rest, call, book)


def _reason_for(row: PoolLine, reasons: Sequence[Reason]) -> Reason:
    own = f"{SUPPLY}{row.product_code}"
    general = [reason for reason in reasons if not reason.rule.startswith(SUPPLY)]
    of_product = [reason for reason in reasons if reason.rule == own]
    others = [reason for reason in reasons if reason.rule.startswith(SUPPLY)]
    if row.partial == "complete" or row.product_kind != "goods":
        return (general + of_product + others or [Reason("outbid", "cost")])[0]
    return (general + of_product or [Reason("outbid", "cost")])[0]


def _because(reason: Reason, line: DueLine, rest: int, call: Call, book: Book) -> LeftOver:
    vehicle = book.vehicles.get(reason.vehicle) if isinstance(reason.vehicle, int) else None
    facts, by = _names(call, line), reason.by
    if reason.code == "supply":
        short = _line_of(call, reason.rule.removeprefix(SUPPLY)) or line
        step = book.steps[short.row.product_id]
        by = None if reason.by is None else min(reason.by * step, short.available)
        facts |= {
            "short_product": short.row.product_name,
            "missing": by if by is not None else rest,
            "before": _latest(call, book),
            "lines": len(call.goods),
            "complete": call.is_complete,
        }
    elif reason.code == "skill" and (lack := lack_of(call, book.vehicles.values())) is not None:
        facts |= {"skills": ", ".join(lack.words), "max_kg": lack.max_kg, "lack": lack.rule}
    elif reason.code == "load":
        facts |= {"kg": _weight(call) // 1000, "payload_kg": _largest_payload(book) // 1000}
    elif reason.code in ("window", "shift"):
        facts |= {"hours": call.face.opening_hours, "seconds": reason.by}
    name = vehicle.row.code if vehicle is not None else ""
    facts["vehicle"] = name
    if reason.change is not None and (told := remedy_facts(reason.change, book)) is not None:
        facts["remedy"] = told
    price = None if reason.price is None else int(reason.price)
    return LeftOver(line, rest, reason.code, reason.rule[:255], name, by, facts, reason.remedy or "", price)


def _names(call: Call, line: DueLine) -> dict[str, Any]:
    return {
        "order": call.face.order_reference,
        "line": line.row.line_no,
        "product": line.row.product_name,
        "site": call.face.site_name,
    }


def _line_of(call: Call, product_code: str) -> DueLine | None:
    return next((line for line in call.goods if line.row.product_code == product_code), None)


def _days(call: Call) -> list[date]:
    return [call.first_day + timedelta(days=number) for number in range((call.last_day - call.first_day).days + 1)]


def _latest(call: Call, book: Book) -> str:
    """The last instant at which the goods would still be of use, as local ISO time: the site closes, or shifts end."""
    night_s = night_seconds(book.vehicles.values(), book.horizon)
    windows = site_windows(call.face, call.first_day, call.last_day, book.horizon, night_s)
    shifts = [book.horizon.second(one.row.shift_on(one.day)[1]) for one in book.vehicles.values()]
    second = min(windows[-1][1] if windows else max(shifts), max(shifts))
    return clock.local(book.horizon.instant(second)).strftime("%Y-%m-%dT%H:%M")


def _weight(call: Call) -> int:
    return sum(line.available * line.row.weight_g // 1000 for line in call.goods)


def _largest_payload(book: Book) -> int:
    fleet: Iterable[VehicleDay] = book.vehicles.values()
    return max((one.row.payload_g for one in fleet), default=0)

"""What a day comes to, for scenarios to be compared by: the drafts and, beside them, the tours that stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.catalog.amounts import net_cents
from dispatch.db.chunks import chunks
from dispatch.orders.models import OrderLine
from dispatch.planning.due import DueLine
from dispatch.planning.situation import STAYING
from dispatch.tours.edits import Images, TourImage, image_of
from dispatch.tours.lifecycle import tours_of


@dataclass(frozen=True, slots=True)
class StayingLine:
    """A line on a published tour: milli-units there, when it is due, its price in micro-euros."""

    quantity: int
    due_on: date
    unit_price_micros: int


@dataclass(frozen=True, slots=True)
class Staying:
    """The published tours of a day: no scenario moves them, every scenario counts them."""

    tours: tuple[TourImage, ...] = ()
    lines: Mapping[int, StayingLine] = field(default_factory=dict)


def read_staying(session: Session, day: date) -> Staying:
    """What of a day is published already."""
    tours = tuple(image_of(tour) for tour in tours_of(session, [day], STAYING))
    carried: Counter[int] = sum((image.quantities() for image in tours), Counter())
    lines: dict[int, StayingLine] = {}
    for some in chunks(sorted(carried)):
        for line in session.scalars(select(OrderLine).where(OrderLine.id.in_(some))):
            due_on = line.promised_on or line.requested_on
            lines[line.id] = StayingLine(carried[line.id], due_on, line.unit_price_micros)
    return Staying(tours, lines)


def figures(tours: Images, due: Mapping[int, DueLine], day: date, staying: Staying) -> dict[str, int]:
    """Cost, metres, lines served and on time, value delivered in cents, lines left with a rest.

    Parameters
    ----------
    tours
        The drafts, as they are or as a scenario would have them.
    due
        Lines with something that drafts may carry; what published tours took is not in their `available`.
    """
    live = [image for image in tours.values() if image is not None]
    carried: Counter[int] = sum((image.quantities() for image in live), Counter())
    left = {line_id for line_id, line in due.items() if carried[line_id] < line.available}
    due_on = {line_id: one.due_on for line_id, one in staying.lines.items()}
    due_on |= {line_id: line.row.due_on for line_id, line in due.items()}
    wanted = {line_id for line_id, when in due_on.items() if when <= day}
    value = sum(net_cents(one.quantity, one.unit_price_micros) for one in staying.lines.values())
    value += sum(
        net_cents(quantity, due[line_id].row.unit_price_micros)
        for line_id, quantity in carried.items()
        if line_id in due
    )
    everything = (*live, *staying.tours)
    return {
        "cost_cents": sum(image.cost_cents for image in everything),
        "distance_m": sum(image.distance_m for image in everything),
        "tours": len(everything),
        "due_lines": len(wanted),
        "served_lines": len(wanted - left),
        "on_time_lines": sum(due_on[line_id] == day for line_id in wanted - left),
        "value_cents": value,
        "left_lines": len(wanted & left),
    }

"""The morning's controls, each a count, its rows and what they are worth; and the key figures of the last weeks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.controls.kpi import kpi_weeks
from dispatch.controls.morning import morning, one_list
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Shape


class ControlHeadOut(Shape):
    """One list; `must_be_zero` are those that say that something is broken."""

    code: str
    must_be_zero: bool
    count: int
    cents: Cents


class ControlRowOut(Shape):
    """One thing to look at; `link` is its kind and `key` its key there."""

    subject: str
    link: str
    key: str
    who: str
    code: str
    what: str
    on: Day | None
    days: int | None
    cents: Cents


class ControlOut(ControlHeadOut):
    """One list with its first rows."""

    rows: tuple[ControlRowOut, ...]


class MorningOut(Shape):
    """All lists, in the order in which a desk works through them."""

    on: Day
    items: tuple[ControlHeadOut, ...]


class ShareOut(Shape):
    """So many of so many; null of nothing."""

    hits: int
    out_of: Annotated[int, Field(validation_alias="of")]
    ratio: float | None


class RoadOut(Shape):
    """Tours that left in the week; `estimated` where any distance is not one of known roads."""

    tours: int
    stops: int
    distance_m: int
    cost_cents: Cents
    load_g: int
    payload_g: int
    co2_g: int
    estimated: bool


class WeekOut(Shape):
    """The key figures of one week, on lines; delays are averages."""

    monday: Day
    on_time_requested: ShareOut
    on_time_promised: ShareOut
    in_full: ShareOut
    otif_requested: ShareOut
    otif_promised: ShareOut
    back_orders: ShareOut
    acknowledgement_h: float | None
    acknowledged_in_time: ShareOut
    invoice_days: float | None
    """From signature to invoice."""
    road: RoadOut


class WeeksOut(Shape):
    """Week by week, the oldest first."""

    items: tuple[WeekOut, ...]


@operation("GET", "/controls")
def list_controls(session: Session) -> MorningOut:
    """All controls as they stand."""
    today = clock.today()
    return MorningOut(on=today, items=tuple(ControlHeadOut.of(one) for one in morning(session, today)))


@operation("GET", "/controls/<code>")
def get_control(session: Session, code: str) -> ControlOut:
    """One control with its rows."""
    return ControlOut.of(one_list(session, code, clock.today()))


@operation("GET", "/key-figures")
def get_key_figures(session: Session) -> WeeksOut:
    """Key figures of the last weeks: on time, in full, OTIF, back orders, delays, road."""
    return WeeksOut(items=tuple(WeekOut.of(one) for one in kpi_weeks(session, clock.today())))

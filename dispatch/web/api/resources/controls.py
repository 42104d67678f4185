"""The morning's controls: each a count, its rows and what they are worth."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch import clock
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


@operation("GET", "/controls")
def list_controls(session: Session) -> MorningOut:
    """All controls as they stand."""
    today = clock.today()
    return MorningOut(on=today, items=tuple(ControlHeadOut.of(one) for one in morning(session, today)))


@operation("GET", "/controls/<code>")
def get_control(session: Session, code: str) -> ControlOut:
    """One control with its rows."""
    return ControlOut.of(one_list(session, code, clock.today()))

"""Taking the next number: ``UPDATE … RETURNING`` on the counter row, so that a rollback gives the number back.

A database sequence would leave a gap at every rollback. Call this as late in the transaction as you can: the row stays
locked until the commit.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.numbering.models import NumberSeries

SERIES = {
    "order": "CO", "quote": "DE", "note": "BL", "acknowledgement": "ARC", "invoice": "FA", "credit_note": "AV", "claim": "LI",
    "return": "RE", "consignment": "LV",
}  # fmt: skip
"""Kind of document → prefix of its numbers."""


def next_number(session: Session, kind: str, on: date | None = None) -> str:
    """The next number of a series, such as ``BL-2026-000147``.

    Parameters
    ----------
    kind
        A key of `SERIES`.
    on
        The document's date; today by default. An earlier date than the series' last still gets the next number.
    """
    return next_numbers(session, kind, 1, on)[0]


def next_numbers(session: Session, kind: str, count: int, on: date | None = None) -> list[str]:
    """The next `count` numbers of a series, in order."""
    on = on or clock.today()
    take = (
        update(NumberSeries)
        .where(NumberSeries.kind == kind, NumberSeries.year == on.year)
        .values(
            last=NumberSeries.last + count, last_on=case((NumberSeries.last_on > on, NumberSeries.last_on), else_=on)
        )
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    last = session.execute(take).scalar_one_or_none()
    if last is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        row = {"kind": kind, "year": on.year, "last": 0, "last_on": on}
        session.execute(insert(NumberSeries).values(row).on_conflict_do_nothing())
        last = session.execute(take).scalar_one()
    return [f"{SERIES[kind]}-{on.year}-{number:06d}" for number in range(last - count + 1, last + 1)]

"""The morning: all lists of controls, in the order in which a desk works through them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dispatch.controls import after_lists as then
from dispatch.controls import delivery_lists as after
from dispatch.controls import order_lists as before
from dispatch.controls.lists import Control, ControlList
from dispatch.errors import NotFoundError

CONTROLS: tuple[Control, ...] = (
    before.not_acknowledged,
    before.quote_gaps,
    before.no_quote,
    before.credit_held,
    before.above_limit,
    before.late_lines,
    before.back_orders,
    after.tours_without_notes,
    after.notes_out,
    after.reserves,
    then.shortages,
    then.open_claims,
    then.lots_missing,
    then.cash_short,
    after.not_invoiced,
    then.periods_ended,
    then.credits_waiting,
    then.unpaid,
    after.invoiced_not_delivered,
    after.without_proof,
    after.number_gaps,
    after.mails_stuck,
)
CODES = tuple(one.code for one in CONTROLS)


def morning(session: Session, today: date) -> tuple[ControlList, ...]:
    """Every list as it stands."""
    return tuple(one.ask(session, today) for one in CONTROLS)


def one_list(session: Session, code: str, today: date) -> ControlList:
    """One list.

    Raises
    ------
    NotFoundError
        There is no such list.
    """
    found = next((one for one in CONTROLS if one.code == code), None)
    if found is None:
        raise NotFoundError(f"There is no control called {code[:40]}.", "Look on the page of controls.")
    return found.ask(session, today)

"""Confirming a note: receipt and invoice trigger in one transaction, so that neither is there without the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery.choosing import Choice, choose
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.receipts import receive_once
from dispatch.delivery.reserves import Difference
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.cash import Cash, collect
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.note_invoices import count_receipt
from dispatch.invoicing.trigger import raise_for


def confirm(
    session: Session,
    note_number: str,
    *,
    request_key: str,
    differences: Iterable[Difference] = (),
    choices: Mapping[int, Choice] | None = None,
    cash: Cash | None = None,
    **signature: Any,
) -> tuple[Receipt, InvoiceTrigger | None]:
    """Confirm a signed note and raise what may now be invoiced.

    Parameters
    ----------
    choices
        Line number → what becomes of what was not accepted of it; lines without one stand in the list of shortages.
    cash
        What was handed over at the door, where the note is to be paid there.
    signature
        `signed_on`, `signer_name`, `signer_quality`, `channel`, `remark`, `confirmer_driver_code`: see
        `dispatch.delivery.receipts.receive`, whose errors this raises.

    Returns
    -------
    tuple
        The receipt, and its trigger; None where nothing was accepted: there is nothing to invoice.
    """
    receipt, new = receive_once(session, note_number, request_key=request_key, differences=differences, **signature)
    trigger = raise_for(session, receipt)
    if not new:
        return receipt, trigger
    if cash is not None:
        collect(session, receipt, cash)
    count_receipt(session, receipt, trigger)
    for line in receipt.lines:
        wanted = (choices or {}).get(line.note_line.line_no)
        if wanted is not None and line.accepted_qty < line.loaded_qty:
            choose(session, line.id, wanted)
    return receipt, trigger


def confirm_day(session: Session, day: date, *, all_conform: bool) -> list[tuple[Receipt, InvoiceTrigger | None]]:
    """Confirm every note of a day that is still out as signed without difference: the paper day of the command line.

    Raises
    ------
    InvalidInputError
        Without `all_conform`: nobody has said that nothing was wrong.
    RefusedError
        The day has no note.
    """
    if not all_conform:
        raise InvalidInputError("Notes are confirmed one by one, or all as conform.", "Say --all-conform.")
    notes = select(DeliveryNote.number, DeliveryNote.state).where(DeliveryNote.day == day).order_by(DeliveryNote.id)
    found = session.execute(notes).all()
    if not found:
        raise RefusedError(f"No delivery note was issued for {day.isoformat()}.", "Release the day first.")
    return [confirm(session, number, request_key=f"day:{number}") for number, state in found if state == "issued"]

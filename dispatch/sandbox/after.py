"""What followed the sandbox's first day: shortages decided and not, claims, a return, empties, lots: each list shows something."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery.choosing import Choice, choose
from dispatch.delivery.lots import enter_lots
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.packaging import record_packaging
from dispatch.delivery.shortage_queries import undecided
from dispatch.invoicing.claims import move_claim, open_claim
from dispatch.invoicing.returns import take_back
from dispatch.settings import current


def follow(session: Session, day: date) -> str:
    """Work through part of what came back on a day; says what there is."""
    short = undecided(session)
    for place, one in enumerate(short[1:]):
        wanted = Choice("back_order") if place % 2 else Choice("credit_note", "le client s’en passe")
        choose(session, one.receipt_line_id, wanted)
    notes = session.scalars(
        select(DeliveryNote)
        .join(Receipt, Receipt.note_id == DeliveryNote.id)
        .where(DeliveryNote.day == day)
        .order_by(DeliveryNote.id)
    ).all()
    whole = [
        note
        for note in notes
        if note.receipt and all(line.accepted_qty == line.loaded_qty for line in note.receipt.lines)
    ]
    for place, note in enumerate(whole[:2]):
        number = open_claim(
            session,
            note.number,
            {1: min(1000, note.lines[0].loaded_qty)},
            nature=("quality", "damaged")[place],
            request_key=f"sandbox:claim:{place}",
            words=("goût inhabituel", "carton écrasé sous la palette, vu à la mise en rayon")[place],
        ).number
        if place:
            move_claim(session, number, "waiting")
    for note in whole[2:3]:
        take_back(
            session, note.number, {1: min(1000, note.lines[0].loaded_qty)}, outcome="credit_note",
            reason="commandé par erreur", request_key="sandbox:return", returned_on=day,
        )  # fmt: skip
    kinds = current().packaging_kinds
    for place, note in enumerate(notes[:6]):
        pieces = dict.fromkeys(kinds[:1], (2 + place, place))
        if pieces:
            record_packaging(session, pieces, request_key=f"sandbox:packaging:{place}", note_number=note.number)
    for note in whole[3:6]:
        enter_lots(session, note.number, 1, [(f"L{day:%y%m}-A", note.lines[0].loaded_qty)])
    return f"{len(short)} shortages, {min(len(whole), 2)} claims, {min(max(len(whole) - 2, 0), 1)} return"

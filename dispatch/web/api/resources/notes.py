"""Delivery notes, and their receipts: confirmed as conform, or with what was wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.delivery import queries
from dispatch.delivery.reserves import Difference
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.printing import note_pdf
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.after import CashIn
from dispatch.web.api.resources.shortages import ChoiceIn
from dispatch.web.api.shapes import Day, Line, Number, Page, Paging, Shape

Part = Annotated[int, Field(ge=0, le=10**9)]


class NoteQuery(Paging):
    """Which notes."""

    day: Day | None = None
    """Those of one day; all by default."""


class ReserveOut(Shape):
    """One réserve."""

    nature: str
    quantity: int
    words: str


class NoteLineOut(Shape):
    """One line: loaded = accepted + refused + missing, once it is received."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    ordered_qty: int
    delivered_before_qty: int
    loaded_qty: int
    rest_qty: int
    rest_expected_on: Day | None
    accepted_qty: int | None
    refused_qty: int | None
    missing_qty: int | None
    reserves: tuple[ReserveOut, ...]


class NoteHeadOut(Shape):
    """A note without its lines; `state` is issued, received or cancelled, `conform` is null until it is received."""

    number: str
    day: Day
    tour_id: int
    stop: int
    vehicle: str
    driver: str
    order_reference: str
    customer_code: str
    line_count: int
    state: str
    conform: bool | None


class NoteOut(Shape):
    """A note whole, with its receipt."""

    note: NoteHeadOut
    lines: tuple[NoteLineOut, ...]
    content_hash: str
    issued_at: datetime
    channel: str
    """paper or phone; empty until it is received, as are the fields below."""
    signer_name: str
    signer_quality: str
    remark: str
    signed_on: Day | None
    confirmed_at: datetime | None
    confirmed_by: str


class DifferenceIn(Shape):
    """One thing that is wrong with one line; refused and missing goods are owed again, noted ones are accepted."""

    line_no: Number
    nature: Literal["missing", "damaged", "wrong_product", "wrong_quantity", "late", "refused", "other"]
    refused_qty: Part = 0
    missing_qty: Part = 0
    noted_qty: Part = 0
    words: Line = ""


class ReceiptIn(Shape):
    """What the signed note says; without differences it is conform."""

    differences: Annotated[tuple[DifferenceIn, ...], Field(max_length=200)] = ()
    choices: Annotated[tuple[ChoiceIn, ...], Field(max_length=200)] = ()
    """What becomes of what was not accepted; a line without one waits among the shortages."""
    cash: CashIn | None = None
    """What was handed over, where the note is to be paid at the door."""
    signed_on: Day | None = None
    signer_name: Line = ""
    signer_quality: Line = ""
    remark: Line = ""


@operation("GET", "/delivery-notes")
def list_notes(session: Session, query: NoteQuery) -> Page[NoteHeadOut]:
    """Delivery notes, in the order in which they were issued."""
    return Page[NoteHeadOut].cut(NoteHeadOut, queries.notes_after(session, query.after, query.limit, query.day))


@operation("GET", "/delivery-notes/<number>", paper=note_pdf)
def get_note(session: Session, number: str) -> NoteOut:
    """One note with its receipt, or as `application/pdf` its paper."""
    return NoteOut.of(queries.note_detail(session, number))


@operation("POST", "/delivery-notes/<number>/receipt", status=201)
def confirm_receipt(session: Session, number: str, body: ReceiptIn, call: Call) -> NoteOut:
    """Confirm a signed note; what was accepted may be invoiced from here on."""
    confirm(
        session,
        number,
        request_key=call.request_key,
        differences=[Difference(**one.model_dump()) for one in body.differences],
        choices={one.line_no: one.wanted for one in body.choices},
        cash=None if body.cash is None else body.cash.cash,
        **body.model_dump(exclude={"differences", "choices", "cash"}),
    )
    reread(session)
    return NoteOut.of(queries.note_detail(session, number))

"""What moves with a note and after it: lots, returnable packaging, cash at the door; and all that followed one note."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.delivery.after_queries import note_after
from dispatch.delivery.lots import enter_lots, who_got
from dispatch.delivery.packaging import balances, movements_after, record_packaging
from dispatch.delivery.queries import note_detail
from dispatch.errors import InvalidInputError
from dispatch.invoicing.cash import Cash, collect_later
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.returns import ReturnOut
from dispatch.web.api.resources.shortages import ChoiceOut, ShortageOut
from dispatch.web.api.shapes import Cents, Code, Day, Line, Number, Page, Paging, Quantity, Reference, Shape

Pieces = Annotated[int, Field(ge=0, le=100_000)]


class LotIn(Shape):
    """A lot on a line of the note."""

    line_no: Number
    lot: Code
    quantity: Quantity


class LotsIn(Shape):
    """Lots of lines of the note; one that stands there already is left as it is."""

    lots: Annotated[tuple[LotIn, ...], Field(min_length=1, max_length=200)]


class LotQuery(Shape):
    """Which lot."""

    lot: Code
    """Its number, or how it begins."""


class LotOut(Shape):
    """A lot on a line of a note."""

    lot: str
    note_number: str
    day: Day
    customer_code: str
    customer_name: str
    phone: str
    site_name: str
    product_code: str
    unit: str
    quantity: int
    """In thousandths of the unit."""
    state: str
    accepted_qty: int | None
    """Of the whole line, over all its lots; null: not received yet."""


class LotsOut(Shape):
    """Every delivery of a lot, the newest first."""

    items: tuple[LotOut, ...]


class PiecesIn(Shape):
    """Pieces of one kind of returnable packaging."""

    packaging: Code
    """One of the setting `DISPATCH_PACKAGINGS`."""
    delivered: Pieces = 0
    taken_back: Pieces = 0


class PackagingIn(Shape):
    """What moved, with a note or without one: give the note, or the customer."""

    note: Reference = ""
    customer: Reference = ""
    pieces: Annotated[tuple[PiecesIn, ...], Field(min_length=1, max_length=50)]
    moved_on: Day | None = None
    """The note's day, else today, where you give none."""


class PackagingQuery(Paging):
    """Which movements."""

    customer: Reference = ""
    """The code of their customer."""


class PackagingMoved(Shape):
    """Pieces of one kind that moved with a note."""

    packaging: str
    delivered: int
    taken_back: int


class MovementOut(PackagingMoved):
    """One movement."""

    customer_code: str
    note_number: str
    """Empty where they moved without one."""
    moved_on: Day
    recorded_by: str


class BalanceOut(Shape):
    """What a customer has of one kind of packaging: delivered − taken back = rest, in pieces."""

    customer_code: str
    packaging: str
    delivered: int
    taken_back: int
    rest: int
    last_on: Day


class BalancesOut(Shape):
    """By customer and kind."""

    items: tuple[BalanceOut, ...]


class CashIn(Shape):
    """What was handed over at the door; 0 and no means where nothing was."""

    collected_cents: Annotated[int, Field(ge=0, le=10**11)]
    means: Literal["", "cheque", "cash", "card", "transfer"] = ""
    words: Line = ""

    @property
    def cash(self) -> Cash:
        """The same as the service takes it."""
        return Cash(self.collected_cents, self.means, self.words)


class CashOut(Shape):
    """What was asked for at the door (what was accepted is worth), and what was handed over."""

    expected_cents: Cents
    collected_cents: Cents
    means: str
    words: str


class LotOnLine(Shape):
    """A lot of a line; `quantity` in thousandths of the unit."""

    line_no: int
    lot: str
    quantity: int


class ClaimRef(Shape):
    """A claim about the note."""

    number: str
    nature: str
    state: str
    deadline_on: Day


class AfterOut(Shape):
    """All that followed one note; `cash_cents` is what it asks for at the door, null where it is not paid there."""

    undecided: tuple[ShortageOut, ...]
    choices: tuple[ChoiceOut, ...]
    claims: tuple[ClaimRef, ...]
    returns: tuple[ReturnOut, ...]
    packaging: tuple[PackagingMoved, ...]
    lots: tuple[LotOnLine, ...]
    lots_wanted: tuple[int, ...]
    """Numbers of the lines whose product asks for its lots."""
    cash_cents: Cents
    cash: CashOut | None
    protest_by: Day | None


@operation("GET", "/delivery-notes/<number>/aftermath")
def get_aftermath(session: Session, number: str) -> AfterOut:
    """All that followed a note: shortages and what was decided, claims, returns, packaging, lots, cash."""
    return _told(session, number)


@operation("POST", "/delivery-notes/<number>/lots", status=201)
def enter_note_lots(session: Session, number: str, body: LotsIn) -> AfterOut:
    """Enter lots of lines of a note, when it is loaded or when it is back."""
    for line_no in sorted({one.line_no for one in body.lots}):
        given = [(one.lot, one.quantity) for one in body.lots if one.line_no == line_no]
        enter_lots(session, number, line_no, given)
    return _told(session, number)


@operation("GET", "/lots")
def find_lot(session: Session, query: LotQuery) -> LotsOut:
    """Which customers got a lot, the newest delivery first (500 at most)."""
    return LotsOut(items=tuple(LotOut.of(one) for one in who_got(session, query.lot)))


@operation("GET", "/packaging")
def list_packaging(session: Session, query: PackagingQuery) -> Page[MovementOut]:
    """Returnable packaging that went out and came back, in the order in which it was recorded."""
    found = movements_after(session, query.after, query.limit, query.customer)
    return Page[MovementOut].cut(MovementOut, found)


@operation("POST", "/packaging", status=201)
def move_packaging(session: Session, body: PackagingIn, call: Call) -> BalancesOut:
    """Record returnable packaging delivered and taken back; the answer is what the customer has now."""
    counts = {one.packaging: (one.delivered, one.taken_back) for one in body.pieces}
    if len(counts) < len(body.pieces) or bool(body.note) == bool(body.customer):
        raise InvalidInputError("Give a note or a customer, and each packaging once.", "Send it again so.")
    made = record_packaging(
        session,
        counts,
        request_key=call.request_key,
        note_number=body.note,
        customer_code=body.customer,
        moved_on=body.moved_on,
    )
    return _balances(session, made[0].customer.code)


@operation("GET", "/customers/<code>/packaging")
def get_packaging(session: Session, code: str) -> BalancesOut:
    """What a customer still has of returnable packaging."""
    return _balances(session, code)


@operation("POST", "/delivery-notes/<number>/cash", status=201)
def collect_cash(session: Session, number: str, body: CashIn) -> CashOut:
    """Keep what was collected at the door, where the note was confirmed without it; the money is a payment at once."""
    return CashOut.of(collect_later(session, number, body.cash))


def _balances(session: Session, code: str) -> BalancesOut:
    return BalancesOut(items=tuple(BalanceOut.of(one) for one in balances(session, code)))


def _told(session: Session, number: str) -> AfterOut:
    reread(session)
    found = note_after(session, note_detail(session, number).note.number)
    return AfterOut(
        undecided=tuple(ShortageOut.of(one) for one in found.undecided),
        choices=tuple(ChoiceOut.of(one) for one in found.choices),
        claims=tuple(ClaimRef.of(one) for one in found.claims),
        returns=tuple(ReturnOut.of(one) for one in found.returns),
        packaging=tuple(PackagingMoved.of(one) for one in found.packaging),
        lots=tuple(
            LotOnLine(line_no=line_no, lot=lot, quantity=quantity)
            for line_no, lots in sorted(found.lots.items())
            for lot, quantity in lots
        ),
        lots_wanted=tuple(sorted(found.tracked)),
        cash_cents=found.cash_cents,
        cash=CashOut.of(found.cash) if found.cash else None,
        protest_by=found.protest_by,
    )

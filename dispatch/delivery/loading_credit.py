"""The credit gate at the depot: no load leaves that would bring what the customer has and has not paid above the limit.

Counted are invoices not paid, deliveries not invoiced, what is out on notes not yet returned, and the load itself, all
with VAT. It concerns customers whose rule blocks at loading. Two releases at once wait for each other on the customer's
row, so that two loads that each fit and together do not never both leave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.catalog.amounts import gross_cents, net_cents
from dispatch.customers.credit import exposure, lock_for_loading
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.errors import RefusedError
from dispatch.orders.holds import CreditHold
from dispatch.orders.loading_holds import STAGE, fits_now, hold_loading, released_at
from dispatch.orders.models import Order
from dispatch.tours.lifecycle import drafts_of, live_portions
from dispatch.tours.models import Portion, Tour


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One line that stays: `quantity` in milli-units."""

    line_no: int
    product_name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class HeldLoad:
    """One order of a day's draft tours that credit keeps at the depot; money in cents with VAT."""

    order_reference: str
    customer_code: str
    customer_name: str
    tours: tuple[str, ...]
    lines: tuple[HeldLine, ...]
    asked_cents: int
    exposure_cents: int
    limit_cents: int

    @property
    def above_cents(self) -> int:
        """By how much it would pass the limit."""
        return self.exposure_cents + self.asked_cents - self.limit_cents


def hold_loads(session: Session, drafts: Sequence[Tour]) -> bool:
    """Ask the limit for everything on these tours; what does not fit is held, and True says that something is.

    What somebody has released counts last, so that it takes no room from what needs no release. A hold whose customer has
    no limit at loading any more ends here: it leaves.
    """
    loads = _loads(drafts)
    query = select(Order.id, Order.customer_id).where(Order.id.in_(loads))
    owners = {row.id: row.customer_id for row in session.execute(query)}
    held = False
    for customer_id in lock_for_loading(session, set(owners.values())):
        mine = {key: loads[key] for key, owner in owners.items() if owner == customer_id}
        held |= _ask(session, customer_id, mine)
        loads = {key: load for key, load in loads.items() if key not in mine}
    for order in session.scalars(select(Order).where(Order.id.in_(loads)).order_by(Order.id)):
        fits_now(session, order)  # nothing keeps it at the depot any more
    return held


def held_loads(session: Session, day: date) -> tuple[HeldLoad, ...]:
    """What credit keeps at the depot of a day's draft tours, by order."""
    query = (
        select(CreditHold)
        .where(CreditHold.closed_at.is_(None), CreditHold.stage == STAGE)
        .options(joinedload(CreditHold.order).joinedload(Order.customer))
        .order_by(CreditHold.id)
    )
    holds = session.scalars(query).all()
    if not holds:
        return ()
    drafts = drafts_of(session, [day])
    loads, letters = _loads(drafts), _letters(drafts)
    return tuple(
        HeldLoad(
            hold.order.reference,
            hold.order.customer.code,
            hold.order.customer.name,
            tuple(letters[hold.order_id]),
            tuple(
                HeldLine(one.line.line_no, one.line.product.name, one.quantity)
                for one in sorted(loads[hold.order_id], key=lambda one: one.line.line_no)
            ),
            hold.asked_cents,
            hold.exposure_cents,
            hold.limit_cents,
        )
        for hold in holds
        if hold.order_id in loads
    )


def refusal(day: date, held: Sequence[HeldLoad]) -> RefusedError:
    """Why the day is not published, naming the lines, for those who read an error rather than a board."""
    said = []
    for load in held:
        lines = ", ".join(f"{one.line_no}: {one.quantity / 1000:g} × {one.product_name}" for one in load.lines)
        said.append(
            f"order {load.order_reference} of {load.customer_name} on tour {' '.join(load.tours)} ({lines}) would pass "
            f"the credit limit of {load.limit_cents / 100:.2f} € by {load.above_cents / 100:.2f} €"
        )
    return RefusedError(
        f"{day.isoformat()} is not published: {'; '.join(said)}.",
        "Have it released with a reason, get paid, or take it off its tour.",
    )


def _ask(session: Session, customer_id: int, loads: dict[int, list[Portion]]) -> bool:
    out = _on_open_notes(session, customer_id)  # read first: a receipt that commits now counts twice, never not at all
    account = exposure(session, customer_id)
    out += account.delivered_cents + account.invoiced_cents
    limit = account.limit_cents or 0
    query = select(Order).where(Order.id.in_(loads), Order.state == "confirmed").order_by(Order.id)
    asked = {order: _gross(loads[order.id]) for order in session.scalars(query)}
    excused = {order for order, cents in asked.items() if _excused(session, order, cents)}
    held = False
    for order, cents in asked.items():
        if order in excused:
            continue
        if cents > 0 and out + cents > limit:
            hold_loading(session, order, asked_cents=cents, exposure_cents=out, limit_cents=limit)
            held = True
        else:
            out += cents
            fits_now(session, order)
    return held


def _excused(session: Session, order: Order, asked_cents: int) -> bool:
    """Whether somebody let this load out, and nothing has left on that yet."""
    at = released_at(session, order, asked_cents)
    return at is not None and not _left_since(session, order.id, at)


def _left_since(session: Session, order_id: int, at: datetime) -> bool:
    query = select(DeliveryNote.id).where(
        DeliveryNote.order_id == order_id, DeliveryNote.state != "cancelled", DeliveryNote.issued_at >= at
    )
    return session.scalar(query.limit(1)) is not None


def _on_open_notes(session: Session, customer_id: int) -> int:
    """What is out with the customer on notes not yet returned, with VAT."""
    query = (
        select(NoteLine.note_id, NoteLine.loaded_qty, NoteLine.unit_price_micros, NoteLine.vat_bp)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(DeliveryNote.customer_id == customer_id, DeliveryNote.state == "issued")
    )
    notes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for note_id, quantity, price, vat_bp in session.execute(query):
        notes[note_id].append((net_cents(quantity, price), vat_bp))
    return sum(gross_cents(lines) for lines in notes.values())


def _gross(portions: Iterable[Portion]) -> int:
    return gross_cents((net_cents(one.quantity, one.line.unit_price_micros), one.line.vat_bp) for one in portions)


def _loads(tours: Iterable[Tour]) -> dict[int, list[Portion]]:
    """Order id → what of it is on these tours."""
    found: dict[int, list[Portion]] = defaultdict(list)
    for tour in tours:
        for portion in live_portions(tour):
            found[portion.line.order_id].append(portion)
    return found


def _letters(tours: Iterable[Tour]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for tour in tours:
        for order_id in _loads([tour]):
            found[order_id].append(tour.letter)
    return found

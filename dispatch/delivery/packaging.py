"""Returnable packaging: what went to each customer, what came back, and what they still have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock, journal
from dispatch.customers.models import Customer
from dispatch.db.engine import actor_of
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.delivery.after_models import PackagingMovement
from dispatch.delivery.models import DeliveryNote
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.settings import current

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Balance:
    """One kind of packaging at one customer, in pieces."""

    customer_code: str
    customer_name: str
    packaging: str
    delivered: int
    taken_back: int
    last_on: date

    @property
    def rest(self) -> int:
        """What they still have; below zero they gave back more than they got."""
        return self.delivered - self.taken_back


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One movement, in pieces; without a note its number is empty."""

    packaging: str
    delivered: int
    taken_back: int
    customer_code: str
    note_number: str
    moved_on: date
    recorded_by: str


def record_packaging(
    session: Session,
    counts: Mapping[str, tuple[int, int]],
    *,
    request_key: str,
    note_number: str = "",
    customer_code: str = "",
    moved_on: date | None = None,
) -> list[PackagingMovement]:
    """Record what was delivered and taken back, with a note or without one.

    Parameters
    ----------
    counts
        Kind of packaging → pieces delivered, pieces taken back; kinds of which nothing moved are left out.
    request_key
        Idempotency key: the same key again gives the movements that exist.

    Raises
    ------
    NotFoundError
        There is no such note or customer.
    InvalidInputError
        Nothing moved, an unknown kind, or an impossible number.
    """
    existing = session.scalars(select(PackagingMovement).where(PackagingMovement.request_key == request_key)).all()
    if existing:
        return list(existing)
    note = None
    if note_number:
        note = session.scalars(select(DeliveryNote).where(DeliveryNote.number == note_number)).one_or_none()
    customer = (
        note.customer
        if note is not None
        else session.scalars(select(Customer).where(Customer.code == customer_code)).one_or_none()
    )
    if customer is None or (note_number and note is None):
        raise NotFoundError(f"There is no {note_number or customer_code}.", "Check the number.")
    moved = {kind: pieces for kind, pieces in counts.items() if pieces != (0, 0)}
    if not moved or not 1 <= len(request_key) <= 64:
        raise InvalidInputError("No packaging moved.", "Say how many were delivered or taken back.")
    for kind, pieces in moved.items():
        if kind not in current().packaging_kinds or not all(0 <= count <= MOST for count in pieces):
            raise InvalidInputError(
                f"{kind} {pieces[0]} / {pieces[1]} cannot be.", f"Kinds are {', '.join(current().packaging_kinds)}."
            )
    on = moved_on or (note.day if note is not None else clock.today())
    rows = [
        PackagingMovement(
            customer_id=customer.id,
            note_id=note.id if note else None,
            packaging=kind,
            moved_on=on,
            delivered=delivered,
            taken_back=taken_back,
            request_key=request_key,
            recorded_at=clock.now(),
            recorded_by=actor_of(session),
        )
        for kind, (delivered, taken_back) in moved.items()
    ]
    session.add_all(rows)
    session.flush()
    journal.record(
        session,
        "packaging.moved",
        note_number or customer.code,
        customer=customer.code,
        on=on,
        pieces=sorted([kind, *pieces] for kind, pieces in moved.items()),
    )
    return rows


def balances(session: Session, customer_code: str = "") -> tuple[Balance, ...]:
    """What each customer got, gave back and still has, by name and kind."""
    query = (
        select(
            Customer.code,
            Customer.name,
            PackagingMovement.packaging,
            func.sum(PackagingMovement.delivered),
            func.sum(PackagingMovement.taken_back),
            func.max(PackagingMovement.moved_on),
        )
        .join(Customer, Customer.id == PackagingMovement.customer_id)
        .group_by(Customer.id, Customer.code, Customer.name, PackagingMovement.packaging)
        .order_by(Customer.name, Customer.code, PackagingMovement.packaging)
    )
    if customer_code:
        query = query.where(Customer.code == customer_code)
    return tuple(
        Balance(code, name, kind, int(delivered), int(back), last)
        for code, name, kind, delivered, back, last in session.execute(query)
    )


def movements_of(session: Session, *, note_number: str = "", customer_code: str = "") -> list[PackagingMovement]:
    """Movements of a note or of a customer, the newest first."""
    query = select(PackagingMovement).options(joinedload(PackagingMovement.note))
    if note_number:
        query = query.join(DeliveryNote, DeliveryNote.id == PackagingMovement.note_id).where(
            DeliveryNote.number == note_number
        )
    else:
        query = query.join(Customer, Customer.id == PackagingMovement.customer_id).where(Customer.code == customer_code)
    return list(session.scalars(query.order_by(PackagingMovement.moved_on.desc(), PackagingMovement.id.desc())))


def movements_after(session: Session, last: int, limit: int, customer_code: str = "") -> Slice[MovementRow]:
    """Movements from a key on, in the order in which they were recorded, of one customer or of all."""
    query = select(PackagingMovement).options(
        joinedload(PackagingMovement.note), joinedload(PackagingMovement.customer)
    )
    if customer_code:
        query = query.join(Customer, Customer.id == PackagingMovement.customer_id).where(Customer.code == customer_code)
    found = session.scalars(after(query, PackagingMovement.id, last, limit))
    return slice_of(found, limit, lambda one: one.id, _movement)


def _movement(one: PackagingMovement) -> MovementRow:
    number = one.note.number if one.note else ""
    return MovementRow(
        one.packaging, one.delivered, one.taken_back, one.customer.code, number, one.moved_on, one.recorded_by
    )

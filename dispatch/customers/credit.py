"""The credit account: a customer's exposure as one row, kept by postings, with the gate that no race can pass.

Exposure = confirmed and not delivered + delivered and not invoiced + invoiced and not paid, all with VAT. The rooms above
post differences; `reserve` is the one way in that can be refused. It is one guarded UPDATE, so two orders that each fit
and together do not are never both let through, on either engine.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from dispatch import journal
from dispatch.customers.models import Customer
from dispatch.db import Base
from dispatch.db.types import BigInt, Cents
from dispatch.errors import InvalidInputError

MODES = ("off", "warn", "block")
STAGES = ("order", "call_off", "loading")


class CreditAccount(Base):
    """What one customer owes or will owe, and what passing the limit means for them."""

    __tablename__ = "credit_accounts"
    __table_args__ = (
        CheckConstraint("mode IN ('off', 'warn', 'block')", name="mode_known"),
        CheckConstraint("stage IN ('order', 'call_off', 'loading')", name="stage_known"),
        CheckConstraint("excused_cents >= 0", name="excused_not_negative"),
        CheckConstraint(
            "mode <> 'block' OR ceiling_cents IS NULL"
            " OR ordered_cents + delivered_cents + invoiced_cents <= ceiling_cents + excused_cents",
            name="within_ceiling",
        ),
    )

    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), primary_key=True, autoincrement=False)
    mode: Mapped[str] = mapped_column(String(8), default="warn")
    stage: Mapped[str] = mapped_column(String(16), default="order")
    """What `block` stops: any order, call-offs alone, or goods about to leave."""
    ordered_cents: Mapped[Cents] = mapped_column(default=0)
    delivered_cents: Mapped[Cents] = mapped_column(default=0)
    """Delivered and not invoiced."""
    invoiced_cents: Mapped[Cents] = mapped_column(default=0)
    """Invoiced and not paid."""
    ceiling_cents: Mapped[int | None] = mapped_column(BigInt)
    """The customer's limit as the last posting knew it."""
    excused_cents: Mapped[Cents] = mapped_column(default=0)
    """How far the last posting went above it: an import, a release, an invoice of goods already shipped."""

    customer: Mapped[Customer] = relationship()


@dataclass(frozen=True, slots=True)
class Exposure:
    """A customer's account as it stands; money in cents with VAT."""

    customer_id: int
    mode: str
    stage: str
    ordered_cents: int
    delivered_cents: int
    invoiced_cents: int
    limit_cents: int | None

    @property
    def total_cents(self) -> int:
        """The exposure."""
        return self.ordered_cents + self.delivered_cents + self.invoiced_cents

    @property
    def left_cents(self) -> int | None:
        """What the limit leaves; negative above it; None without a limit."""
        return None if self.limit_cents is None else self.limit_cents - self.total_cents


def exposure(session: Session, customer_id: int) -> Exposure:
    """The account of a customer; one who has none yet is at zero and warned about."""
    session.flush()
    query = (
        select(CreditAccount, Customer.credit_limit_cents)
        .join(Customer, Customer.id == CreditAccount.customer_id)
        .where(CreditAccount.customer_id == customer_id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        limit = session.scalar(select(Customer.credit_limit_cents).where(Customer.id == customer_id))
        return Exposure(customer_id, "warn", "order", 0, 0, 0, limit)
    account, limit = found
    return Exposure(
        customer_id,
        account.mode,
        account.stage,
        account.ordered_cents,
        account.delivered_cents,
        account.invoiced_cents,
        limit,
    )


def post(
    session: Session, customer_id: int, *, ordered_cents: int = 0, delivered_cents: int = 0, invoiced_cents: int = 0
) -> None:
    """Add differences to an account. Never refused: it tells of what has happened already."""
    _open(session, customer_id)
    total = _total() + ordered_cents + delivered_cents + invoiced_cents
    limit = _limit()
    session.execute(
        update(CreditAccount)
        .where(CreditAccount.customer_id == customer_id)
        .values(
            ordered_cents=CreditAccount.ordered_cents + ordered_cents,
            delivered_cents=CreditAccount.delivered_cents + delivered_cents,
            invoiced_cents=CreditAccount.invoiced_cents + invoiced_cents,
            ceiling_cents=limit,
            excused_cents=case((total > limit, total - limit), else_=0),
        )
        .execution_options(synchronize_session=False)
    )


def will_post(session: Session, customer_id: int, *, delivered_cents: int = 0, invoiced_cents: int = 0) -> None:
    """Post differences just before the commit, with what the orders owe: accounts are then locked in one order everywhere."""
    waiting: dict[int, list[int]] = session.info.setdefault("credit_postings", {})
    entry = waiting.setdefault(customer_id, [0, 0])
    entry[0] += delivered_cents
    entry[1] += invoiced_cents


def waiting_postings(session: Session) -> dict[int, list[int]]:
    """Take what `will_post` has gathered: customer id → delivered and invoiced cents."""
    found: dict[int, list[int]] = session.info.pop("credit_postings", {})
    return found


def reserve(session: Session, customer_id: int, cents: int) -> bool:
    """Take room below the limit for what is about to be ordered; False, and nothing changed, where there is not enough.

    A customer without a limit has room for everything.
    """
    _open(session, customer_id)
    limit = _limit()
    taken = session.execute(
        update(CreditAccount)
        .where(
            CreditAccount.customer_id == customer_id,
            limit.is_(None) | (_total() + cents <= limit),
        )
        .values(ordered_cents=CreditAccount.ordered_cents + cents, ceiling_cents=limit, excused_cents=0)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    return bool(taken)


def lock_for_loading(session: Session, customer_ids: Collection[int]) -> list[int]:
    """Those of these customers whose goods must not leave above the limit, by id, locked until the commit.

    The lock is the customer's row, against other releases: the account's own is taken last in every transaction, and a
    release takes numbers after this. It stands in no foreign key's way.
    """
    session.flush()
    query = (
        select(Customer.id)
        .join(CreditAccount, CreditAccount.customer_id == Customer.id)
        .where(
            Customer.id.in_(customer_ids),
            Customer.credit_limit_cents.is_not(None),
            CreditAccount.mode == "block",
            CreditAccount.stage == "loading",
        )
        .order_by(Customer.id)
        .with_for_update(of=Customer, key_share=True)
    )
    return list(session.scalars(query))


def set_rule(session: Session, customer: Customer, mode: str, stage: str) -> None:
    """Choose what passing the limit means for a customer; journaled.

    Raises
    ------
    InvalidInputError
        There is no such mode or stage.
    """
    if mode not in MODES or stage not in STAGES:
        raise InvalidInputError(f"There is no credit rule «{mode}» at «{stage}».", f"Choose of {MODES} and {STAGES}.")
    _open(session, customer.id)
    total, limit = _total(), _limit()
    session.execute(
        update(CreditAccount)
        .where(CreditAccount.customer_id == customer.id)
        .values(
            mode=mode,
            stage=stage,
            ceiling_cents=limit,
            excused_cents=case((total > limit, total - limit), else_=0),
        )
        .execution_options(synchronize_session=False)
    )
    journal.record(session, "customer.credit_rule", customer.code, mode=mode, stage=stage)


def _open(session: Session, customer_id: int) -> None:
    session.flush()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"customer_id": customer_id, "mode": "warn", "stage": "order"}
    zero = dict.fromkeys(("ordered_cents", "delivered_cents", "invoiced_cents", "excused_cents"), 0)
    session.execute(insert(CreditAccount).values(row | zero).on_conflict_do_nothing())


def _total() -> ColumnElement[int]:
    return CreditAccount.ordered_cents + CreditAccount.delivered_cents + CreditAccount.invoiced_cents


def _limit() -> ColumnElement[int]:
    """The limit in the customer's file, read in the statement that uses it."""
    return (
        select(func.max(Customer.credit_limit_cents))
        .where(Customer.id == CreditAccount.customer_id)
        .correlate(CreditAccount)
        .scalar_subquery()
    )

"""Registering orders: a chronological number, lines with prices, call-offs drawn from their framework's balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.models import Product
from dispatch.catalog.prices import Buyer, PriceBook, price_book
from dispatch.customers import credit
from dispatch.customers.models import Customer, Site
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError, RefusedError
from dispatch.numbering import next_numbers
from dispatch.orders.confirming import confirm_order
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.frameworks import Framework, FrameworkLine, Refusal, draw, frameworks
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.sellable import require_lawful_goods, require_sold
from dispatch.orders.settling import touch, touch_order

__all__ = ["LineDraft", "OrderDraft", "add_lines", "register", "register_many"]

Numbered = tuple[str, OrderDraft]


@dataclass(frozen=True, slots=True)
class _Sold:
    """What lines take from the customers' files and the catalogue on the day of registration."""

    vat_bp: dict[int, int]
    """Product id → rate."""
    buyers: dict[int, Buyer]
    prices: PriceBook

    def price(self, customer_id: int, line: LineDraft, source: FrameworkLine | None) -> int:
        """The price asked for, else the framework's, else the one that holds for the customer; in micros."""
        if line.unit_price_micros is not None:
            return line.unit_price_micros
        return source.unit_price_micros if source else self.prices.of(self.buyers[customer_id], line.product_id).micros


def register(session: Session, draft: OrderDraft) -> Order:
    """Register one order and record it; where the customer's credit rule blocks, it may stay a draft that is held.

    Raises
    ------
    InvalidInputError, NotFoundError, RefusedError
        When the draft is not an order, names something unknown, or its framework refuses.
    """
    require_lawful_goods(session, draft.customer_id, [line.product_id for line in draft.lines])
    waits = draft.state == "confirmed" and draft.source != "import" and _blocks(session, draft.customer_id)
    (order_id,) = register_many(session, [replace(draft, state="draft") if waits else draft])
    order = session.get_one(Order, order_id)
    journal.record(
        session,
        "order.registered",
        order.number,
        reference=order.reference,
        customer=order.customer.code,
        site=order.site.code,
        order_kind=order.kind,
        state=order.state,
        lines=[
            [line.line_no, line.product.code, line.ordered_qty, line.unit_price_micros, line.due_on]
            for line in order.lines
        ],
    )
    if waits:
        confirm_order(session, order)
    return order


def register_many(session: Session, drafts: Sequence[OrderDraft]) -> list[int]:
    """Register orders in bulk, numbered in their order; the caller records what it is that came in.

    Framework orders among them exist before the call-offs are drawn, wherever they stand.

    Returns
    -------
    list of int
        Ids of the orders, in the order of the drafts.
    """
    if not drafts:
        return []
    for draft in drafts:
        draft.check()
    _check_known(session, drafts)
    require_sold(session, _new_products(drafts))
    sold = _sold(session, drafts)
    numbers = next_numbers(session, "order", len(drafts))
    numbered = list(zip(numbers, drafts, strict=True))
    ids = _store(session, [pair for pair in numbered if pair[1].kind != "call_off"], sold, {})
    calls = [pair for pair in numbered if pair[1].kind == "call_off"]
    ids |= _store(session, calls, sold, frameworks(session, {draft.framework for _, draft in calls}))
    return [ids[number] for number in numbers]


def add_lines(session: Session, order: Order, lines: Sequence[LineDraft], framework: Framework | None = None) -> None:
    """Add lines to an order that exists; the caller records it. Lines of a call-off are drawn from its framework."""
    draft = OrderDraft(
        customer_id=order.customer_id,
        site_id=order.site_id,
        lines=tuple(lines),
        reference=order.reference,
        source=order.source,
        kind=order.kind,
        framework=framework.reference if framework else "",
    )
    draft.check()
    require_sold(session, _new_products([draft]))
    if draft.source != "import":
        require_lawful_goods(session, draft.customer_id, [line.product_id for line in draft.lines])
    sold = _sold(session, [draft])
    known = {framework.reference: framework} if framework else {}
    sources = _drawn(session, [(order.number, draft)], known)
    session.execute(
        insert(OrderLine),
        [
            _line_row(order.id, order.customer_id, line, sold, sources.get((order.number, line.line_no)))
            for line in lines
        ],
    )
    session.expire(order, ["lines"])
    touch_order(session, order)


def _new_products(drafts: Sequence[OrderDraft]) -> list[int]:
    """Products that somebody commits to now; a call-off keeps to what its framework has promised."""
    return [line.product_id for draft in drafts if draft.kind != "call_off" for line in draft.lines]


def _blocks(session: Session, customer_id: int) -> bool:
    return credit.exposure(session, customer_id).mode == "block"


def _store(
    session: Session,
    numbered: Sequence[Numbered],
    sold: _Sold,
    known: dict[str, Framework],
) -> dict[str, int]:
    """Insert orders and lines; the ids by number."""
    if not numbered:
        return {}
    sources = _drawn(session, numbered, known)
    now, actor = clock.now(), actor_of(session)
    session.execute(
        insert(Order),
        [
            {
                "number": number,
                "source": draft.source,
                "reference": draft.reference or number,
                "customer_id": draft.customer_id,
                "site_id": draft.site_id,
                "quote_id": draft.quote_id,
                "deal_id": draft.deal_id,
                "framework_id": known[draft.framework].order_id if draft.framework else None,
                "kind": draft.kind,
                "forecast": draft.forecast,
                "origin": draft.origin,
                "customer_reference": draft.customer_reference,
                "requested_on": draft.requested_on,
                "partial": draft.partial,
                "partial_minimum_qty": draft.partial_minimum_qty,
                "priority": draft.priority,
                "valid_until": draft.valid_until,
                "state": draft.state,
                "state_at": now,
                "state_by": actor,
                "received_at": now,
            }
            for number, draft in numbered
        ],
    )
    ids: dict[str, int] = {}
    for some in chunks([number for number, _ in numbered]):
        query = select(Order.number, Order.id).where(Order.number.in_(some))
        ids |= {number: key for number, key in session.execute(query)}  # noqa: C416  a Row is not a pair to the types
    lines = [
        _line_row(ids[number], draft.customer_id, line, sold, sources.get((number, line.line_no)))
        for number, draft in numbered
        for line in draft.lines
    ]
    session.execute(insert(OrderLine), lines)
    for keys in chunks(list(ids.values())):
        touch(session, session.scalars(select(OrderLine.id).where(OrderLine.order_id.in_(keys))))
    return ids


def _line_row(
    order_id: int, customer_id: int, line: LineDraft, sold: _Sold, source: FrameworkLine | None
) -> dict[str, object]:
    return {
        "order_id": order_id,
        "line_no": line.line_no,
        "product_id": line.product_id,
        "requested_on": line.requested_on,
        "promised_on": line.promised_on,
        "latest_on": line.latest_on,
        "unit_price_micros": sold.price(customer_id, line, source),
        "vat_bp": sold.vat_bp[line.product_id],
        "framework_line_id": source.key if source else None,
        "partial": line.partial,
        "partial_minimum_qty": line.partial_minimum_qty,
        "multiple_qty": line.multiple_qty,
        "max_deliveries": line.max_deliveries,
        "ordered_qty": line.quantity,
        "backlog_qty": line.quantity,
    }


def _drawn(
    session: Session, numbered: Sequence[Numbered], known: dict[str, Framework]
) -> dict[tuple[str, int], FrameworkLine]:
    """Draw the call-offs from their frameworks; the framework's line by number and line number."""
    sources: dict[tuple[str, int], FrameworkLine] = {}
    totals: dict[int, int] = defaultdict(int)
    for number, draft in numbered:
        if not draft.framework:
            continue
        framework = known.get(draft.framework)
        if framework is None:
            raise NotFoundError(f"There is no framework order {draft.framework}.", "Register it first.")
        for line in draft.lines:
            on = _called_for(draft, line)
            source = framework.take(draft.customer_id, line.product_id, line.quantity, on)
            if isinstance(source, Refusal):
                raise source.as_error()
            assert isinstance(source.key, int)
            sources[number, line.line_no] = source
            totals[source.key] += line.quantity
    for framework_line_id in sorted(totals):
        draw(session, framework_line_id, totals[framework_line_id])
    return sources


def _called_for(draft: OrderDraft, line: LineDraft) -> date:
    """The day that must lie within the framework's validity; an imported call-off may have been called long ago."""
    return line.requested_on if draft.source == "import" else max(line.requested_on, clock.today())


def _check_known(session: Session, drafts: Sequence[OrderDraft]) -> None:
    for model, name in ((Customer, "customer"), (Site, "site")):
        wanted = sorted({getattr(draft, f"{name}_id") for draft in drafts})
        found = {key for some in chunks(wanted) for key in session.scalars(select(model.id).where(model.id.in_(some)))}
        for key in wanted:
            if key not in found:
                raise NotFoundError(f"There is no {name} with the id {key}.", "Create it first.")
    by_source: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        if draft.reference:
            by_source[draft.source].append(draft.reference)
    for source, references in by_source.items():
        for some in chunks(references):
            taken = session.scalars(select(Order.reference).where(Order.source == source, Order.reference.in_(some)))
            for reference in taken:
                raise RefusedError(f"Order {reference} is registered already.", "Amend it instead.")


def _sold(session: Session, drafts: Sequence[OrderDraft]) -> _Sold:
    """VAT and prices of every product on the drafts, for their customers."""
    wanted = sorted({line.product_id for draft in drafts for line in draft.lines})
    rates: dict[int, int] = {}
    for some in chunks(wanted):
        query = select(Product.id, Product.vat_bp).where(Product.id.in_(some))
        rates |= {key: vat_bp for key, vat_bp in session.execute(query)}  # noqa: C416  a Row is not a pair to the types
    for key in wanted:
        if key not in rates:
            raise NotFoundError(f"There is no product with the id {key}.", "Create it first.")
    buyers: dict[int, Buyer] = {}
    for some in chunks(sorted({draft.customer_id for draft in drafts})):
        rows = session.execute(select(Customer.id, Customer.price_list_id).where(Customer.id.in_(some)))
        buyers |= {row.id: row for row in rows}
    return _Sold(rates, buyers, price_book(session, list(buyers.values()), wanted, clock.today()))

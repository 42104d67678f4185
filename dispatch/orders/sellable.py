"""What may be sold to whom: products that are still sold, on terms that the law allows for their kind (C. com. L441-11)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer
from dispatch.customers.terms import TermsRefusal, goods_refusal
from dispatch.db.chunks import chunks
from dispatch.errors import IllegalTermsError, RefusedError


def require_sold(session: Session, product_ids: Collection[int]) -> None:
    """Refuse products that are no longer sold; orders that have them keep them.

    Raises
    ------
    RefusedError
        Naming the first.
    """
    for some in chunks(sorted(set(product_ids))):
        query = select(Product.code).where(Product.id.in_(some), Product.active.is_(False)).order_by(Product.code)
        gone = session.scalar(query.limit(1))
        if gone is not None:
            raise RefusedError(f"Product {gone} is no longer sold.", "Choose another, or make it active in its file.")


def unlawful_goods(session: Session, customer_id: int, product_ids: Collection[int]) -> dict[int, TermsRefusal]:
    """Product → the limit that the terms of whoever pays exceed for goods of its kind; lawful ones are missing."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        return {}
    found: dict[int, TermsRefusal] = {}
    for some in chunks(sorted(set(product_ids))):
        query = select(Product.id, Product.regulated).where(Product.id.in_(some), Product.regulated != "")
        for product_id, kind in session.execute(query):
            refusal = refusal_for(customer, [kind])
            if refusal is not None:
                found[product_id] = refusal
    return found


def refusal_for(customer: Customer, kinds: Collection[str]) -> TermsRefusal | None:
    """The limit that a customer's deliveries of goods of these kinds exceed, on the terms of whoever pays."""
    payer = customer.payer
    if payer.cash_on_delivery:
        return None
    return goods_refusal(
        payer.terms_days, payer.terms_end_of_month, customer.billing_mode, customer.billing_period, kinds
    )


def require_lawful_goods(session: Session, customer_id: int, product_ids: Collection[int]) -> None:
    """Refuse goods for which the law sets shorter terms than the customer has.

    Raises
    ------
    IllegalTermsError
        Naming the product, the limit and its article.
    """
    for product_id, limit in unlawful_goods(session, customer_id, product_ids).items():
        product, customer = session.get_one(Product, product_id), session.get_one(Customer, customer_id)
        raise IllegalTermsError(
            f"The terms of {customer.payer.name} are beyond the law for {product.code}: {limit.limit_en} ({limit.article}).",
            "Shorten the payment terms in the customer's file.",
        )

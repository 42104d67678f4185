"""Quotes of the sandbox: some wait, some became orders, one was declined."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.clock import next_working_day
from dispatch.customers.models import Site
from dispatch.orders.quoting import accept_quote, decline_quote, make_quote
from dispatch.sandbox.files import SEED

QUOTES = 7
ACCEPTED = 3


def make_offers(session: Session, day: date) -> tuple[int, int]:
    """Make quotes on the day; the first ones are ordered for the next working days.

    Returns
    -------
    tuple
        How many quotes were made, and how many of them became orders.
    """
    chance = random.Random(SEED)  # noqa: S311  invented data
    sites = session.scalars(select(Site).where(Site.latitude.is_not(None)).order_by(Site.code)).all()
    sold = select(Product).where(Product.kind == "goods", Product.active, Product.regulated == "")
    products = session.scalars(sold.order_by(Product.code)).all()
    wanted = day
    for number, site in enumerate(chance.sample(sites, QUOTES)):
        lines = [
            (product.id, chance.randint(1, 6) * product.multiple_qty, product.price_micros * 95 // 100)
            for product in chance.sample(products, chance.randint(2, 4))
        ]
        quote = make_quote(session, site.customer_id, site.id, lines, day + timedelta(days=30))
        if number < ACCEPTED:
            wanted = next_working_day(wanted)
            accept_quote(session, quote, wanted, f"BC-DEVIS-{number + 1}")
        elif number == QUOTES - 1:
            decline_quote(session, quote)
    return QUOTES, ACCEPTED

"""What the sandbox's sales desk did: a group that pays for its shops, call-offs ahead, credit that held an order and a load."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.catalog.amounts import net_cents
from dispatch.catalog.models import Product
from dispatch.clock import next_working_day
from dispatch.customers.credit import exposure, set_rule
from dispatch.customers.models import Customer, Site
from dispatch.delivery.loading_credit import held_loads
from dispatch.orders.confirming import release_order
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import Order
from dispatch.orders.register import register
from dispatch.sandbox.book import FRAMEWORK
from dispatch.tours.lifecycle import drafts_of

GROUP = "Supermarché Alpin"
"""Shops of this name have their invoices sent to the first of them."""
FORECAST_WEEKS = (4, 6, 8)
ROOM_CENTS = 50_000
"""What the limit leaves, about, before an order of more than that."""
ROOMY_CENTS = 5_000_000


def trade(session: Session, day: date) -> str:
    """Do all that comes before the first day is planned; says what there is."""
    shops = session.scalars(select(Customer).where(Customer.name.startswith(GROUP)).order_by(Customer.code)).all()
    for shop in shops[1:]:
        shop.bill_to = shops[0]
        changes = [["bill_to", "", shops[0].code]]
        journal.record(session, "customer.amended", shop.code, changes=changes)
    _call_off(session, day)
    _order_above_the_limit(session, day)
    return f"{len(shops) - 1} shops of a group that pays, {len(FORECAST_WEEKS)} forecast call-offs, an order held for credit"


def watch_loading(session: Session, day: date) -> None:
    """Let one customer on the day's tours be asked for credit at loading, with a limit that its load passes."""
    portions = drafts_of(session, [day])[0].trips[0].stops[0].portions
    customer = session.get_one(Order, portions[0].line.order_id).customer
    load_cents = sum(net_cents(one.quantity, one.line.unit_price_micros) for one in portions)
    _limit(session, customer, _rounded(load_cents // 2))
    set_rule(session, customer, "block", "loading")


def let_out(session: Session, day: date) -> None:
    """What is held leaves with a reason; the limit is raised, so that the days to come are not kept in."""
    for load in held_loads(session, day):
        order = session.scalars(select(Order).where(Order.reference == load.order_reference)).one()
        release_order(session, order, "virement annoncé ce matin, accord de la direction")
        _limit(session, order.customer, ROOMY_CENTS)


def _call_off(session: Session, day: date) -> None:
    framework = session.scalars(select(Order).where(Order.reference == FRAMEWORK)).one()
    first = framework.lines[0]
    for weeks in FORECAST_WEEKS:
        wanted = next_working_day(day + timedelta(weeks=weeks))
        line = LineDraft(1, first.product_id, 40_000, wanted)
        draft = OrderDraft(
            framework.customer_id,
            framework.site_id,
            (line,),
            kind="call_off",
            framework=framework.number,
            forecast=True,
        )
        register(session, draft)


def _order_above_the_limit(session: Session, day: date) -> None:
    site = session.scalars(select(Site).where(Site.latitude.is_not(None)).order_by(Site.code.desc())).first()
    product = session.scalars(select(Product).where(Product.code == "COFFRET-FETE")).one()
    assert site is not None
    _limit(session, site.customer, _rounded(exposure(session, site.customer_id).total_cents) + ROOM_CENTS)
    set_rule(session, site.customer, "block", "order")
    line = LineDraft(1, product.id, 12_000, next_working_day(next_working_day(day)))
    register(session, OrderDraft(site.customer_id, site.id, (line,), origin="telephone", customer_reference="BC-NOEL"))


def _rounded(cents: int) -> int:
    """Down to whole hundreds of euros."""
    return cents // 10_000 * 10_000


def _limit(session: Session, customer: Customer, cents: int) -> None:
    before, customer.credit_limit_cents = customer.credit_limit_cents, cents
    journal.record(session, "customer.amended", customer.code, changes=[["credit_limit_cents", before, cents]])

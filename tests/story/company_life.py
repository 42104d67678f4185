"""A bakery that delivers, told in short sentences: each method is one thing that somebody does or sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.catalog.models import Product
from dispatch.controls.morning import CODES, morning
from dispatch.controls.trail import Trail, audit_trail
from dispatch.controls.verify import verify_installation
from dispatch.customers.credit import exposure
from dispatch.customers.models import Customer, Site
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.reserves import Difference
from dispatch.documents.register import installed_store
from dispatch.fleet.models import Driver
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.releasing import release_day
from dispatch.invoicing.validation import validate
from dispatch.orders.acknowledging import acknowledge
from dispatch.orders.book import Bridge, order_book
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.feed import order_of
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.register import register
from dispatch.production.models import ProductionSlot, Stock
from tests import builders
from tests.delivery.phone import delivery, send
from tests.invoicing.builders import COMPANY
from tests.planning.builders import HOURS, plan

NOVEMBER = datetime(2026, 11, 1, tzinfo=clock.zone())
QUALITY = "réceptionnaire"


def november(day: int) -> date:
    return date(2026, 11, day)


class Life:
    """The company, its calendar and its desk; quantities are whole units, money is in cents."""

    def __init__(self, database: Database, patched: pytest.MonkeyPatch) -> None:
        self.database, self._patched = database, patched
        self._keys = self._events = 0

    # the calendar

    def it_is(self, day: int, hour: int = 9) -> None:
        """Turn to a day of November 2026."""
        now = NOVEMBER + timedelta(days=day - 1, hours=hour)
        self._patched.setenv("DISPATCH_NOW", now.isoformat())
        settings.current.cache_clear()

    def as_(self, actor: str) -> Any:
        """A transaction in somebody's name."""
        return self.database.transaction(f"user:{actor}")

    # what there is

    def opens(self) -> None:
        """The company, its products and its two vans."""
        with self.as_("admin") as session:
            builders.company(session, **COMPANY)
            depot = builders.depot(session)
            for number in (1, 2):
                van = builders.vehicle(session, depot, f"V{number}")
                builders.driver(session, van, f"DR{number}")
            builders.product(session, "PAIN", price_micros=2_000_000, vat_bp=550)
            builders.product(session, "FROMAGE", price_micros=12_000_000, vat_bp=550, lot_tracked=True)
            builders.product(session, "DRESSAGE", price_micros=80_000_000, kind="service", weight_g=0)

    def has(self, code: str, units: int) -> None:
        """What was counted this morning."""
        with self.as_("magasin") as session:
            session.add(
                Stock(product_id=one_of(session, Product, code).id, quantity=units * 1000, counted_on=clock.today())
            )
            journal.record(session, "stock.counted", code, quantity=units)

    def will_make(self, code: str, units: int, day: int) -> None:
        """What production promises for a day, at five in the morning."""
        with self.as_("atelier") as session:
            values = {"made_on": november(day), "ready_at": time(5), "quantity": units * 1000}
            session.add(ProductionSlot(product_id=one_of(session, Product, code).id, **values))
            journal.record(session, "production.promised", code, quantity=units)

    def wins(self, code: str, north_km: float, **terms: Any) -> None:
        """A customer with one site."""
        with self.as_("anna") as session:
            owner = builders.customer(session, code, **terms)
            place = {"latitude": 45.16 + north_km / 111.2, "longitude": 5.72, "opening_hours": HOURS}
            builders.site(session, owner, code, **place)

    # orders

    def orders(self, customer: str, goods: Mapping[str, int], *, day: int, reference: str, **more: Any) -> str:
        """Somebody orders for a day; the state in which the order stands then."""
        with self.as_("anna") as session:
            site = one_of(session, Site, customer)
            lines = tuple(
                LineDraft(number, one_of(session, Product, code).id, units * 1000, november(day))
                for number, (code, units) in enumerate(goods.items(), 1)
            )
            values = {"reference": reference, "origin": "telephone", **more}
            return register(session, OrderDraft(site.customer_id, site.id, lines, **values)).state

    def is_acknowledged(self, reference: str) -> str:
        """Number and index of the acknowledgement that goes out."""
        with self.as_("anna") as session:
            paper = acknowledge(session, installed_store(), order_of(session, reference).id)
            return paper.number[-1] + paper.index_letter

    def line(self, session: Session, reference: str, line_no: int = 1) -> OrderLine:
        return next(one for one in order_of(session, reference).lines if one.line_no == line_no)

    # deliveries

    def plans_and_loads(self, day: int) -> dict[str, str]:
        """The day's tours are computed and released; order → number of its note."""
        assert plan(self.database, november(day), time_limit_s=0.3).state == "adopted"
        with self.as_("paul") as session:
            release_day(session, november(day))
        with self.database.reading() as session:
            query = select(Order.reference, DeliveryNote.number).join(DeliveryNote, DeliveryNote.order_id == Order.id)
            return dict(session.execute(query.where(DeliveryNote.day == november(day))).all())

    def on_the_way(self, note: str) -> dict[str, int]:
        """Product → units loaded for a note."""
        with self.database.reading() as session:
            query = select(NoteLine.product_code, NoteLine.loaded_qty).join(NoteLine.note)
            return {code: qty // 1000 for code, qty in session.execute(query.where(DeliveryNote.number == note))}

    def comes_back(self, note: str, *differences: Difference, **more: Any) -> None:
        """The paper is back on the desk, signed."""
        with self.as_("anna") as session:
            confirm(session, note, request_key=self.key(), differences=differences, signer_quality=QUALITY, **more)

    def is_signed_on_the_phone(self, note: str) -> None:
        """The customer signs on the driver's phone."""
        with self.database.reading() as session:
            tour = session.scalars(select(DeliveryNote).where(DeliveryNote.number == note)).one().tour
            driver, tour_id = session.get_one(Driver, tour.driver_id).code, tour.id
        at = clock.now().isoformat()
        self._events += 1
        answer = send(
            self.database, delivery(self.database, note, self._events, at=at, signer_quality=QUALITY), tour_id=tour_id
        )
        assert (answer.outcome, driver[:2]) == ("taken", "DR")

    # money

    def invoices(self, until: int) -> dict[str, tuple[str, int]]:
        """What is due until a day is drafted and issued; number → customer, total in cents."""
        with self.as_("anna") as session:
            waiting = [draft.id for draft in draft_due(session, november(until))]
        made = {}
        for key in waiting:
            with self.as_("anna") as session:
                invoice = validate(session, key)
                made[str(invoice.number)] = (invoice.customer.code, invoice.gross_cents)
        return made

    def papers(self, customer: str) -> list[tuple[str, int]]:
        """Kind and total of every invoice and credit note of a customer, as they were issued."""
        with self.database.reading() as session:
            query = select(Invoice.kind, Invoice.gross_cents).join(Invoice.customer).where(Customer.code == customer)
            return [
                tuple(row) for row in session.execute(query.where(Invoice.state == "validated").order_by(Invoice.id))
            ]

    def owes(self, customer: str) -> tuple[int, int, int]:
        """Exposure: ordered, delivered and not invoiced, invoiced and not paid."""
        with self.database.reading() as session:
            found = exposure(session, one_of(session, Customer, customer).id)
            return found.ordered_cents, found.delivered_cents, found.invoiced_cents

    # the end of a week

    def stands(self, code: str) -> tuple[int, int, int, int, int]:
        """Of a product: ordered = delivered + owed + on tours + given up, in units, over all firm lines."""
        columns = (
            OrderLine.ordered_qty, OrderLine.delivered_qty, OrderLine.backlog_qty, OrderLine.planned_qty,
            OrderLine.cancelled_qty,
        )  # fmt: skip
        query = select(*(func.coalesce(func.sum(column), 0) for column in columns)).join(OrderLine.order)
        query = query.where(Order.kind != "framework", Order.forecast.is_(False))
        with self.database.reading() as session:
            sums = session.execute(query.join(OrderLine.product).where(Product.code == code)).one()
        ordered, delivered, owed, planned, given_up = (int(one) // 1000 for one in sums)
        assert ordered == delivered + owed + planned + given_up
        return ordered, delivered, owed, planned, given_up

    def controls(self) -> dict[str, int]:
        """The lists of the morning that have something on them."""
        with self.database.reading() as session:
            found = {one.code: one.count for one in morning(session, clock.today())}
        assert set(found) == set(CODES)
        return {code: count for code, count in found.items() if count}

    def bridge(self, since: int, on: int) -> Bridge:
        """The order book from one day to another."""
        with self.database.reading() as session:
            return order_book(session, november(on), november(since)).bridge

    def trail(self, reference: str) -> Trail:
        """The audit trail of an order."""
        with self.database.reading() as session:
            return audit_trail(session, installed_store(), reference)

    def holds(self) -> None:
        """Every invariant, document and entry of the journal."""
        assert [str(fault) for fault in verify_installation(self.database, installed_store())] == []

    def key(self) -> str:
        """A new idempotency key."""
        self._keys += 1
        return f"story-{self._keys}"


def one_of(session: Session, kind: Any, code: str) -> Any:
    """The row of a table that has this code."""
    return session.scalars(select(kind).where(kind.code == code)).one()


def order_notes(session: Session, reference: str) -> list[str]:
    """Numbers of an order's notes, as they were issued."""
    query = select(DeliveryNote.number).join(DeliveryNote.order).where(Order.reference == reference)
    return list(session.scalars(query.order_by(DeliveryNote.id)))

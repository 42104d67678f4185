"""50,000 lines in under three seconds."""

from __future__ import annotations

import time
from datetime import date

from sqlalchemy import insert

from dispatch import journal
from dispatch.db import Database
from dispatch.orders.book import order_book
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.movements import OrderMovement
from tests import builders

LINES, PER_ORDER = 50_000, 20
BUDGET_S = 3.0


def fill(database: Database) -> None:
    """50,000 lines of 10, each booked, three in five delivered by half."""
    with database.transaction("test") as session:
        customers = [builders.customer(session, f"C{number}") for number in range(50)]
        sites = [builders.site(session, customer, f"S{customer.code}") for customer in customers]
        items = [builders.product(session, f"P{number}") for number in range(40)]
        orders = LINES // PER_ORDER
        common = {
            "requested_on": builders.TOMORROW,
            "state_at": builders.NOW,
            "state_by": "t",
            "received_at": builders.NOW,
        }
        session.execute(
            insert(Order),
            [
                {
                    "number": f"CO-2026-{number:06d}",
                    "reference": f"R{number}",
                    "customer_id": customers[number % 50].id,
                    "site_id": sites[number % 50].id,
                    **common,
                }
                for number in range(1, orders + 1)
            ],
        )
        session.execute(
            insert(OrderLine),
            [
                {
                    "order_id": number // PER_ORDER + 1,
                    "line_no": number % PER_ORDER + 1,
                    "product_id": items[number % 40].id,
                    "requested_on": builders.TOMORROW,
                    "unit_price_micros": 10_000_000,
                    "vat_bp": 2000,
                    "ordered_qty": 10_000,
                    "backlog_qty": 10_000 - 5_000 * (number % 5 < 3),
                    "delivered_qty": 5_000 * (number % 5 < 3),
                }
                for number in range(LINES)
            ],
        )
        moved = {"at": builders.NOW, "by": "t", "gross_cents": 12_000}
        booked = [
            {
                "order_line_id": line,
                "day": date(2026, 10, 1 + line % 30),
                "kind": "booked",
                "quantity": 10_000,
                "net_cents": 10_000,
                **moved,
            }
            for line in range(1, LINES + 1)
        ]
        delivered = [
            {
                "order_line_id": line + 1,
                "day": date(2026, 11, 1 + line % 20),
                "kind": "delivered",
                "quantity": 5_000,
                "net_cents": 5_000,
                **moved,
            }
            for line in range(LINES)
            if line % 5 < 3
        ]
        session.execute(insert(OrderMovement), booked + delivered)
        journal.record(session, "test.filled")


def test_a_book_of_fifty_thousand_lines_is_there_in_three_seconds(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        began = time.process_time()  # its own seconds, whatever else the machine does
        book = order_book(session, date(2026, 11, 24))
        groups = book.by("customer")
        took = time.process_time() - began
    assert len(book.lines) == LINES
    assert book.bridge.closing_qty == LINES * 10_000 - 30_000 * 5_000
    assert sum(group.line_count for group in groups) == LINES
    assert took < BUDGET_S

"""Orders: a list that a search narrows, and one order with what became of each line."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.company.centre import centre_of
from dispatch.delivery.queries import order_notes
from dispatch.invoicing.invoice_queries import invoices_of_order
from dispatch.orders.acknowledgement_lists import has_moved, of_order
from dispatch.orders.centre_filter import centre_choices
from dispatch.orders.choices import customer_choice
from dispatch.orders.hold_queries import holds_of_order
from dispatch.orders.listing import FILTERS, orders_page
from dispatch.orders.order_view import order_view
from dispatch.web.lists import page_rows
from dispatch.web.shell import i_may, reading

bp = Blueprint("orders", __name__)

PAGE = 50


@bp.get("/orders")
def index() -> ResponseReturnValue:
    """A page of the list."""
    search = request.args.get("q", "").strip()[:100]
    show = request.args.get("show", "open")
    show = show if show in FILTERS else "open"
    offset = min(max(request.args.get("offset", 0, type=int), 0), 1_000_000)
    of = request.args.get("of", "").strip()[:64]
    with reading() as session:
        centre = centre_of(session)
        choices = centre_choices(session, centre)
        found = orders_page(
            session,
            search=search,
            show=show,
            of=(centre, of),
            today=clock.today(),
            offset=offset,
            limit=page_rows(PAGE),
        )
    return render_template(
        "orders.html",
        found=found,
        search=search,
        show=show,
        centre=centre,
        choices=choices,
        of=of,
        offset=offset,
        page=page_rows(PAGE),
        filters=FILTERS,
        today=clock.today(),
    )


@bp.get("/orders/<reference>")
def one(reference: str) -> ResponseReturnValue:
    """One order."""
    return order_page(reference)


def order_page(reference: str, *, problem: str = "", typed: Mapping[str, str] | None = None) -> str:
    """The page of one order; after a step that was refused with the reason and what was typed."""
    with reading() as session:
        order = order_view(session, reference)
        notes = order_notes(session, order.id)
        papers, holds = of_order(session, order.id), holds_of_order(session, order.id)
        says_else = has_moved(session, order.id)
        sites = customer_choice(session, order.customer_code).sites
        invoices = invoices_of_order(session, order.id) if i_may("invoice.read") else ()
    return render_template(
        "order.html",
        order=order,
        notes=notes,
        invoices=invoices,
        papers=papers,
        says_else=says_else,
        holds=holds,
        sites={str(one.id): one.name for one in sites},
        today=clock.today(),
        problem=problem,
        typed={name: (typed or {}).get(name, "") for name in ("what", "quantity", "reason")},
    )

"""Orders: a list that a search narrows, and one order with what became of each line."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.delivery.queries import order_notes
from dispatch.orders.acknowledgement_lists import of_order
from dispatch.orders.hold_queries import holds_of_order
from dispatch.orders.listing import FILTERS, order_view, orders_page
from dispatch.web.lists import page_rows
from dispatch.web.shell import reading

bp = Blueprint("orders", __name__)

PAGE = 50


@bp.get("/orders")
def index() -> ResponseReturnValue:
    """A page of the list."""
    search = request.args.get("q", "").strip()[:100]
    show = request.args.get("show", "open")
    show = show if show in FILTERS else "open"
    offset = min(max(request.args.get("offset", 0, type=int), 0), 1_000_000)
    with reading() as session:
        found = orders_page(
            session, search=search, show=show, today=clock.today(), offset=offset, limit=page_rows(PAGE)
        )
    return render_template(
        "orders.html",
        found=found,
        search=search,
        show=show,
        offset=offset,
        page=PAGE,
        filters=FILTERS,
        today=clock.today(),
    )


@bp.get("/orders/<reference>")
def one(reference: str) -> ResponseReturnValue:
    """One order."""
    with reading() as session:
        order = order_view(session, reference)
        notes = order_notes(session, order.id)
        papers, holds = of_order(session, order.id), holds_of_order(session, order.id)
    return render_template("order.html", order=order, notes=notes, papers=papers, holds=holds, today=clock.today())

"""The order book: its bridge on any day, by the company's centre of interest, with the open lines of one of them, and as xlsx."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.company.centre import centre_of
from dispatch.controls.book_sheet import book_workbook
from dispatch.orders.book import GROUPS, BookLine, OrderBook, order_book
from dispatch.web.language import reader_language
from dispatch.web.lists import page_rows
from dispatch.web.params import day_in
from dispatch.web.shell import reading

bp = Blueprint("order_book", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LINES = 60
"""More lines than that are shown sorted, or in the workbook."""


@bp.get("/order-book")
def index() -> ResponseReturnValue:
    """The book of one day."""
    group = request.args.get("by", "")
    if group not in GROUPS:
        with reading() as session:
            group = centre_of(session)
    chosen = request.args.get("code", "")[:64]
    book = _book()
    groups = [one for one in book.by(group) if one.line_count or one.bridge.booked_qty or one.bridge.delivered_qty]
    search = request.args.get("q", "").strip()[:80]
    of_chosen = [line for line in book.open_lines if not chosen or getattr(line, f"{group}_code") == chosen]
    lines = [line for line in of_chosen if _is_found(line, search)]
    lines.sort(key=lambda line: (line.due_on, line.order_reference, line.line_no))
    return render_template(
        "order_book.html",
        book=book,
        group=group,
        groups=groups,
        names=GROUPS,
        chosen=chosen,
        search=search,
        has_lines=bool(of_chosen),
        lines=lines[: page_rows(MOST_LINES, "lines-")],
        line_count=len(lines),
        late=book.late_lines,
        today=clock.today(),
    )


@bp.get("/order-book.xlsx")
def export() -> ResponseReturnValue:
    """The book as a workbook."""
    book = _book()
    return xlsx(book_workbook(book, reader_language()), f"carnet-{book.on.isoformat()}")


def xlsx(data: bytes, name: str) -> Response:
    """A workbook to download."""
    response = make_response(data)
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _is_found(line: BookLine, search: str) -> bool:
    """Whether every word that is looked for stands in the line: order, customer, site, product."""
    texts = (
        line.order_reference, line.customer_reference, line.customer_name, line.customer_code, line.site_name,
        line.product_name, line.product_code,
    )  # fmt: skip
    told = " ".join(texts).casefold()
    return all(word in told for word in search.casefold().split())


def _book() -> OrderBook:
    on: date = day_in(request.args, "on") or clock.today()
    with reading() as session:
        return order_book(session, on, day_in(request.args, "since"))

"""Back orders: the list with the day on which each may leave now, keeping those days, closing one short with a reason."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.errors import DispatchError, NotFoundError
from dispatch.orders.cancelling import close_short
from dispatch.planning.back_orders import FILTERS, back_order_rows
from dispatch.planning.rest_days import keep_rest_days
from dispatch.web.details import explained
from dispatch.web.shell import reading, transaction

bp = Blueprint("back_orders", __name__)


@bp.get("/back-orders")
def index() -> ResponseReturnValue:
    """The list."""
    return _page()


@bp.post("/back-orders/dates")
def keep_days() -> ResponseReturnValue:
    """Keep the days as they are expected now: the next papers print them."""
    with transaction() as session:
        keep_rest_days(session)
    return redirect(url_for("back_orders.index"), 303)


@bp.post("/back-orders/<int:line_id>/close")
def close(line_id: int) -> ResponseReturnValue:
    """Give up what of the rest is on no tour; without a reason the list comes back and says so."""
    try:
        with transaction() as session:
            close_short(session, line_id, request.form.get("reason", "").strip()[:500])
    except NotFoundError:
        raise
    except DispatchError as error:
        return _page(line_id, explained(error)), error.http_status
    return redirect(url_for("back_orders.index"), 303)


def _page(line_id: int | None = None, problem: str = "") -> str:
    search = request.args.get("q", "").strip()[:100]
    show = request.args.get("show", "all")
    show = show if show in FILTERS else "all"
    with reading() as session:
        rows = back_order_rows(session, search=search, show=show)
    return render_template(
        "back_orders.html",
        rows=rows,
        search=search,
        show=show,
        moved=sum(row.has_moved for row in rows),
        line_id=line_id,
        problem=problem,
        reason=request.form.get("reason", ""),
        today=clock.today(),
    )

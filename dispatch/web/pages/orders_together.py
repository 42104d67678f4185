"""One field of many orders: ticked on the list, shown order by order before it is done, then done or not at all."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.orders.amending_many import FIELDS, OrderChange, amend_orders
from dispatch.web.details import explained
from dispatch.web.trying import tried

bp = Blueprint("orders_together", __name__)


@bp.post("/orders-together")
def change() -> ResponseReturnValue:
    """The field, then what each order would become, then the change."""
    field = next((each for each in FIELDS if each == request.form.get("field")), None)
    references = [text[:64] for text in request.form.getlist("order")]
    if field is None or not references:
        raise InvalidInputError("No order is ticked.", "Tick the orders to be changed.")
    step, typed = request.form.get("step", ""), request.form.get("value", "")
    value = _value(typed, is_day=field != "priority")
    if not step or value is None:
        return _page(field, references, typed, (), unread=bool(step)), 400 if step else 200
    changes = tried(lambda session: amend_orders(session, references, field, value), keep=step == "apply")
    if step == "apply" and not any(one.refused for one in changes):
        return redirect(url_for("orders.index"), 303)
    return _page(field, references, typed, changes), 400 if step == "apply" else 200


def _page(
    field: str, references: list[str], typed: str, changes: tuple[OrderChange, ...], *, unread: bool = False
) -> str:
    return render_template(
        "orders_together.html",
        field=field,
        references=references,
        typed=typed,
        value=_value(typed, is_day=field != "priority"),
        changes=changes,
        unread=unread,
        reasons={one.reference: explained(one.refusal) for one in changes if one.refusal is not None},
    )


def _value(typed: str, *, is_day: bool) -> date | int | None:
    if not is_day:
        return int(typed) if typed in ("1", "2", "3") else None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None

"""An order laid out in the form that it was entered in, and what such a form changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.orders.choices import customer_choice, products_named
from dispatch.orders.drafts import LineDraft
from dispatch.orders.models import PARTIALS, Order, OrderLine
from dispatch.orders.revising import mark_of
from dispatch.web.language import gettext as _
from dispatch.web.line_form import Row, Typed
from dispatch.web.order_form import EntryForm, line_drafts, read_lines, read_minimum
from dispatch.web.params import day_in, number_in

Changes = tuple[Mapping[str, Any], Mapping[int, Mapping[str, Any]], tuple[LineDraft, ...]]
"""Fields of the order, fields of lines by number, new lines."""


def form_of_order(session: Session, order: Order) -> EntryForm:
    """The form as it stands before anybody types."""
    values = {
        "customer": order.customer.code,
        "site": str(order.site_id),
        "deal": str(order.deal_id or ""),
        "customer_reference": order.customer_reference,
        "partial_order": order.partial,
        "partial_minimum": plain(order.partial_minimum_qty, 1000) if order.partial == "minimum" else "",
        "priority": str(order.priority),
        "valid_until": _iso(order.valid_until),
        "seen": mark_of(order),
    }
    customer = customer_choice(session, order.customer.code)
    products = products_named(session, [line.product.code for line in order.lines], customer.id, clock.today())
    rows = [Row(_row(line), product=products[line.product.code]) for line in order.lines]
    return EntryForm(values, rows, customer=customer)


def changes_of(session: Session, form: EntryForm, order: Order) -> Changes | None:
    """What the form says otherwise than the order; None, and the form says why, when it cannot be read."""
    form.customer = customer_choice(session, order.customer.code)
    lines = read_lines(session, form)
    minimum, valid_until = read_minimum(form), day_in(form.values, "valid_until")
    if form.site_id is None:
        form.errors["site"] = _("Choisissez où livrer.")
    if order.kind == "framework" and valid_until is None:
        form.errors["valid_until"] = _("Une commande ouverte a une fin.")
    for row in form.rows:
        if row.of("line_no") and not row.of("requested"):
            row.errors["requested"] = _("Pour quel jour ?")
    if form.is_faulty:
        return None
    head = {
        "site_id": form.site_id,
        "deal_id": _deal(form, order),
        "customer_reference": form.of("customer_reference")[:64],
        "partial": form.of("partial_order") if form.of("partial_order") in PARTIALS else order.partial,
        "partial_minimum_qty": minimum,
        "priority": min(max(number_in(form.values, "priority") or 1, 1), 3),
        "valid_until": valid_until if order.kind == "framework" else order.valid_until,
    }
    known = {line.line_no: line for line in order.lines}
    changed = {line.line_no: _changes(line, known[line.line_no]) for line in lines if line.line_no in known}
    new = [line for line in lines if line.line_no not in known]
    return head, changed, line_drafts(new, order.requested_on, max(known, default=0) + 1)


def _deal(form: EntryForm, order: Order) -> int | None:
    """The deal as typed; one that was closed since stays, since the form does not offer it."""
    offered = [one.id for one in (form.customer.deals if form.customer else ())]
    return form.deal_id if order.deal_id is None or order.deal_id in offered else order.deal_id


def plain(value: int, unit: int) -> str:
    """A number as somebody would type it: ``12,5``."""
    return f"{(Decimal(value) / unit).normalize():f}".replace(".", ",")


def _changes(typed: Typed, line: OrderLine) -> dict[str, Any]:
    return {
        "ordered_qty": typed.quantity,
        "unit_price_micros": line.unit_price_micros if typed.price_micros is None else typed.price_micros,
        "requested_on": typed.requested_on,
        "promised_on": typed.promised_on,
        "partial": typed.partial,
        "partial_minimum_qty": typed.minimum_qty,
        "multiple_qty": typed.multiple_qty,
        "max_deliveries": typed.max_deliveries,
    }


def _row(line: OrderLine) -> dict[str, str]:
    return {
        "line_no": str(line.line_no),
        "product": line.product.code,
        "quantity": plain(line.ordered_qty, 1000),
        "price": plain(line.unit_price_micros, 1_000_000),
        "requested": _iso(line.requested_on),
        "promised": _iso(line.promised_on),
        "partial": line.partial,
        "minimum": plain(line.partial_minimum_qty, 1000) if line.partial == "minimum" else "",
        "multiple": plain(line.multiple_qty, 1000) if line.multiple_qty else "",
        "deliveries": str(line.max_deliveries or ""),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

"""Triggers out to the ERP as CSV or JSON; the idempotency key of a trigger is the same in every export of it.

A key seen twice is the same trigger: whoever reads the file books it once. Every line has its own key too (`…:2`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine
from dispatch.invoicing.trigger_lines import disputed_lines, issued_lines

Format = Literal["csv", "json"]
VERSION = 1
COLUMNS = (
    "trigger_key", "line_key", "note", "order", "customer_reference", "customer", "customer_name", "siren", "vat_number",
    "billing_mode", "delivered_on", "product", "designation", "unit", "quantity", "unit_price", "vat_rate", "net",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_triggers(session: Session, form: Format, mark: bool = True, *, again: bool = False) -> bytes:
    """The waiting triggers as a file; one that is disputed in part waits whole, for an export takes a trigger once.

    Parameters
    ----------
    form
        `csv` (UTF-8 with byte order mark, `;`, decimal points, one row per line) or `json`.
    mark
        Whether they count as exported from now on.
    again
        Whether what was exported and not yet acknowledged goes out once more, under the same keys.

    Raises
    ------
    InvalidInputError
        The format is neither.
    """
    if form not in ("csv", "json"):
        raise InvalidInputError(f"There is no export as {form!r}.", "Choose csv or json.")
    states = ("pending", "exported") if again else ("pending",)
    held = _kept_here(session)
    ids = [
        key
        for key in session.scalars(select(InvoiceTrigger.id).where(InvoiceTrigger.state.in_(states)))
        if key not in held
    ]
    if mark and ids:
        taken = _mark(session, ids)
        ids = [key for key in ids if key in taken or again]
    triggers = _load(session, ids)
    return _csv(triggers) if form == "csv" else _json(triggers)


def neutral(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + value if value.startswith(_FORMULA) else value


def decimal(value: int, digits: int) -> str:
    """An integer of 10⁻ᵈⁱᵍⁱᵗˢ as an exact decimal text: ``1500`` of three digits is ``1.500``."""
    whole, part = divmod(abs(value), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}d}"


def _kept_here(session: Session) -> set[int]:
    """Waiting triggers that no file takes: part of them is disputed, or invoiced here already."""
    query = (
        select(InvoiceTriggerLine.id, InvoiceTriggerLine.trigger_id)
        .join(InvoiceTrigger, InvoiceTrigger.id == InvoiceTriggerLine.trigger_id)
        .where(InvoiceTrigger.state == "pending")
    )
    lines = {line_id: trigger_id for line_id, trigger_id in session.execute(query)}  # noqa: C416  rows, not pairs, for the type checker
    ids = set(lines.values())
    return {lines[key] for key in disputed_lines(session, ids) | issued_lines(session, ids)}


def _mark(session: Session, ids: Sequence[int]) -> set[int]:
    """Take waiting triggers by guarded UPDATEs: of two exports at once each trigger goes into one."""
    taken: list[Any] = []
    for some in chunks(ids):
        marking = (
            update(InvoiceTrigger)
            .where(InvoiceTrigger.id.in_(some), InvoiceTrigger.state == "pending")
            .values(state="exported", state_at=clock.now(), state_by=actor_of(session))
            .returning(InvoiceTrigger.id, InvoiceTrigger.idempotency_key)
            .execution_options(synchronize_session=False)
        )
        taken += session.execute(marking).all()
    journal.record(session, "triggers.exported", keys=sorted(key for _, key in taken))
    return {trigger_id for trigger_id, _ in taken}


def _load(session: Session, ids: Sequence[int]) -> list[InvoiceTrigger]:
    query = (
        select(InvoiceTrigger)
        .where(InvoiceTrigger.id.in_(ids))
        .order_by(InvoiceTrigger.id)
        .options(joinedload(InvoiceTrigger.customer), selectinload(InvoiceTrigger.lines))
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _row(trigger: InvoiceTrigger, place: int, line: InvoiceTriggerLine) -> dict[str, str]:
    return {
        "trigger_key": trigger.idempotency_key,
        "line_key": f"{trigger.idempotency_key}:{place}",
        "note": trigger.note_number,
        "order": trigger.order_reference,
        "customer_reference": trigger.customer_reference,
        "customer": trigger.customer.code,
        "customer_name": trigger.customer.name,
        "siren": trigger.customer.siren,
        "vat_number": trigger.customer.vat_number,
        "billing_mode": trigger.billing_mode,
        "delivered_on": trigger.delivered_on.isoformat(),
        "product": line.product_code,
        "designation": line.designation,
        "unit": line.unit,
        "quantity": decimal(line.quantity, 3),
        "unit_price": decimal(line.unit_price_micros, 6),
        "vat_rate": decimal(line.vat_bp, 2),
        "net": decimal(line.net_cents, 2),
    }


def _csv(triggers: list[InvoiceTrigger]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, delimiter=";")
    writer.writeheader()
    for trigger in triggers:
        for place, line in enumerate(trigger.lines, 1):
            writer.writerow({name: neutral(value) for name, value in _row(trigger, place, line).items()})
    return file.getvalue().encode("utf-8-sig")


def _json(triggers: list[InvoiceTrigger]) -> bytes:
    """Shared fields stand at the trigger, the others at its lines; decimals are texts, so that nobody rounds them."""
    whole = COLUMNS[:1] + COLUMNS[2:11]
    found: list[dict[str, Any]] = []
    for trigger in triggers:
        rows = [_row(trigger, place, line) for place, line in enumerate(trigger.lines, 1)]
        head: dict[str, Any] = {name: rows[0][name] for name in whole}
        head["net"] = decimal(trigger.net_cents, 2)
        head["lines"] = [{name: row[name] for name in COLUMNS if name not in whole} for row in rows]
        found.append(head)
    return json.dumps({"version": VERSION, "currency": "EUR", "triggers": found}, ensure_ascii=False, indent=1).encode()

"""Invariants of numbers: one unbroken series per kind and year, in the order in which the journal saw them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant
from dispatch.delivery.after_models import GoodsReturn
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.invoice_models import Invoice
from dispatch.journal import JournalEntry
from dispatch.numbering import SERIES, NumberSeries
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order
from dispatch.orders.quotes import Quote

BEARERS: dict[str, tuple[str, Select[Any]]] = {
    "order": ("orders", select(Order.number)),
    "quote": ("quotes", select(Quote.number)),
    "note": ("delivery_notes", select(DeliveryNote.number)),
    "acknowledgement": ("acknowledgements", select(Acknowledgement.number)),
    "claim": ("claims", select(Claim.number)),
    "return": ("goods_returns", select(GoodsReturn.number)),
    "consignment": ("consignments", select(Consignment.number)),
    **{
        kind: ("invoices", select(Invoice.number).where(Invoice.kind == kind, Invoice.number.is_not(None)))
        for kind in ("invoice", "credit_note")
    },
}
"""Which rows bear the numbers of a series, and in which table."""

_MOST_NAMED = 20


@invariant(10, "unbroken_series")
def series_are_unbroken(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """The numbers of a kind and year are exactly 1 to the counter's last."""
    last = {(row.kind, row.year): row.last for row in session.scalars(select(NumberSeries))}
    for kind, (table, query) in BEARERS.items():
        found: dict[int, set[int]] = defaultdict(set)
        shape = re.compile(rf"{SERIES[kind]}-(\d{{4}})-(\d{{6,}})\Z")
        for number in session.scalars(query):
            match = shape.match(number)
            if match is None:
                yield f"{table} {number} number", f"not a number of the series {SERIES[kind]}"
            else:
                found[int(match[1])].add(int(match[2]))
        for year in sorted(set(found) | {year for of, year in last if of == kind}):
            yield from _gaps(kind, year, found[year], last.get((kind, year), 0))


@invariant(10, "chronological_series")
def notes_are_numbered_in_order(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """The journal saw the notes of a year issued in the order of their numbers."""
    entries = select(JournalEntry.seq, JournalEntry.subject).where(JournalEntry.kind == "note.issued")
    highest: dict[str, str] = {}
    for seq, number in session.execute(entries.order_by(JournalEntry.seq)):
        series = number.rsplit("-", 1)[0]
        before = highest.get(series, "")
        if (len(number), number) <= (len(before), before):
            yield f"journal {seq} subject", f"{number} was issued after {before}"
        highest[series] = number


def _gaps(kind: str, year: int, found: set[int], last: int) -> Iterator[Finding]:
    subject = f"number_series {SERIES[kind]}-{year}"
    missing = sorted(set(range(1, last + 1)) - found)
    for number in missing[:_MOST_NAMED]:
        yield f"{subject}-{number:06d}", f"missing: the counter is at {last}"
    if len(missing) > _MOST_NAMED:
        yield subject, f"{len(missing) - _MOST_NAMED} more numbers are missing"
    beyond = sorted(number for number in found if number > last or number < 1)
    for number in beyond[:_MOST_NAMED]:
        yield f"{subject} last", f"the counter is at {last}, number {number:06d} exists"

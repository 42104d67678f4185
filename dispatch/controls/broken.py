"""Invariants that tables can judge between themselves: the rows of the view `broken_invariants`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, Text, column, select, table
from sqlalchemy.orm import Session

from dispatch.controls.fault import Fault, units
from dispatch.documents.store import DocumentStore

BROKEN = table(
    "broken_invariants",
    column("number", Integer),
    column("name", Text),
    column("subject", Text),
    column("found", BigInteger),
    column("wanted", BigInteger),
    column("unit", Text),
    column("words", Text),
)
"""The view, made by a migration; docs/explanation/proof.md lists what it watches."""


def tables_agree(session: Session, _store: DocumentStore) -> list[Fault]:
    """Every contradiction between rows, whatever its invariant."""
    return broken(session)


def broken(session: Session, name: str | None = None) -> list[Fault]:
    """The rows of the view, those of one invariant where its name is given."""
    query = select(BROKEN).order_by(BROKEN.c.number, BROKEN.c.name, BROKEN.c.subject)
    if name is not None:
        query = query.where(BROKEN.c.name == name)
    return [
        Fault(row.number, row.name, row.subject, _detail(row.found, row.wanted, row.unit, row.words))
        for row in session.execute(query)
    ]


def _detail(found: int | None, wanted: int | None, unit: str, words: str) -> str:
    if not unit:
        return words
    if unit == "qty":
        return f"{units(found)} {words} {units(wanted)}"
    return f"{found} {words} {wanted}" + (" cents" if unit == "cents" else "")

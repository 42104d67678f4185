"""What verification reports: which invariant is broken, and the exact row in which it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from sqlalchemy.orm import Session

from dispatch.documents.store import DocumentStore

Finding = tuple[str, str]
"""Subject (table, business key, column) and detail (what was found, what should stand there)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken invariant.

    Attributes
    ----------
    number
        Number of the invariant as docs/explanation/proof.md lists them; 0: beside that list.
    name
        Its name there.
    subject
        The row: table, business key and column, as in ``order_lines CF1/2 planned_qty``.
    """

    number: int
    name: str
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.number} {self.name}: {self.subject}: {self.detail}"


Check = Callable[[Session, DocumentStore], list[Fault]]


def invariant(number: int, name: str) -> Callable[[Callable[[Session, DocumentStore], Iterator[Finding]]], Check]:
    """Make a check of a function that yields findings."""

    def wrap(find: Callable[[Session, DocumentStore], Iterator[Finding]]) -> Check:
        @wraps(find)
        def check(session: Session, store: DocumentStore) -> list[Fault]:
            return [Fault(number, name, subject, detail) for subject, detail in find(session, store)]

        return check

    return wrap


def units(milli: int | None) -> str:
    """Milli-units for people: 1500 is ``1.5``."""
    return f"{(milli or 0) / 1000:g}"

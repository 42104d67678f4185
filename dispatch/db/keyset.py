"""Reading a list page after page by its key: nothing is skipped or told twice while rows are added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

Columns = TypeVarTuple("Columns")
Row = TypeVar("Row")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Told]):
    """Some rows of a list, and the key after which the next ones come; None: these were the last."""

    rows: tuple[Told, ...]
    last: int | None


def after(query: Select[*Columns], key: InstrumentedAttribute[int], last: int, limit: int) -> Select[*Columns]:
    """The rows whose key comes after `last`, in the order of the key, and one more than the limit."""
    return query.where(key > last).order_by(key).limit(limit + 1)


def slice_of(found: Iterable[Row], limit: int, key: Callable[[Row], int], tell: Callable[[Row], Any]) -> Slice[Any]:
    """What `after` found, told row by row; the row beyond the limit only says that there is more."""
    rows = list(found)
    more = len(rows) > limit
    return Slice(tuple(tell(row) for row in rows[:limit]), key(rows[limit - 1]) if more else None)

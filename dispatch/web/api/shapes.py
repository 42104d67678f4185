"""What goes in and out, as classes: they read requests, write answers, and the OpenAPI document is made of them.

Amounts are integers whose name ends in their unit: `_qty` thousandths of the product's unit, `_cents`, `_micros` millionths of
the currency's unit, `_bp` hundredths of a percent, `_on` a day, `_at` an instant in UTC.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from dispatch.db.keyset import Slice

_MONTHS = {28: "(0[1-9]|1[0-2])", 30: "(0[13-9]|1[0-2])", 31: "(0[13578]|1[02])"}
_DAY = (
    rf"^20[0-9]{{2}}-{_MONTHS[28]}-(0[1-9]|1[0-9]|2[0-8])$|^20[0-9]{{2}}-{_MONTHS[30]}-(29|30)$"
    rf"|^20[0-9]{{2}}-{_MONTHS[31]}-31$|^20([02468][048]|[13579][26])-02-29$"
)
_PRINTABLE = r"^[^\u0000-\u001f]*$"
MOST = 1_000_000_000_000


class Shape(BaseModel):
    """Base of all shapes: frozen, no unknown fields, readable from the frozen rows of the rooms."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True, use_attribute_docstrings=True)

    @classmethod
    def of(cls, row: Any, **more: Any) -> Self:
        """A shape filled from the fields of a row that have its names, and from what is given besides."""
        names = cls.model_fields.keys() - more.keys()
        return cls(**{name: getattr(row, name) for name in names if hasattr(row, name)}, **more)


def _read_day(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(_DAY, value):
            raise ValueError("write a day as 2026-11-25, from 2000 to 2099")
        return date.fromisoformat(value)
    return value


Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "pattern": _DAY})]
"""A business day."""
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=_PRINTABLE)]
"""A key that people type."""
Reference = Annotated[str, Field(max_length=64, pattern=_PRINTABLE)]
Line = Annotated[str, Field(max_length=255, pattern=_PRINTABLE)]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$")
]
"""A few words that say why; spaces alone are none."""
Quantity = Annotated[int, Field(ge=1, le=MOST)]
"""More than nothing, in thousandths of the unit."""
Amount = Annotated[int, Field(ge=0, le=MOST)]
Cents = int | None
"""Money that goes out; null for a planner's token that sees no prices."""
Micros = int | None
"""A price that goes out; null as `Cents`."""
Number = Annotated[int, Field(ge=1, le=10_000)]


class Paging(Shape):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    """How many at most."""
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,15}$")] = "0"
    """`next_cursor` of the page before; pages neither skip nor repeat what is there while they are read."""

    @property
    def after(self) -> int:
        """The last key of the page before."""
        return int(self.cursor)


Item = TypeVar("Item")


class Page(Shape, Generic[Item]):
    """One page of a list."""

    items: tuple[Item, ...]
    next_cursor: str | None
    """Ask for the next page with it; null: this was the last."""

    @classmethod
    def cut(cls, shape: type[Shape], part: Slice[Any]) -> Self:
        """A page of one slice of a list."""
        items = tuple(shape.of(row) for row in part.rows)
        return cls(items=items, next_cursor=None if part.last is None else str(part.last))  # type: ignore[arg-type]


class Fault(Shape):
    """One thing that is wrong with a request."""

    pointer: str
    """Where, as a JSON pointer into the body, or `?name` for a parameter of the address."""
    detail: str


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str
    """One of the codes of the reference of errors."""
    hint: str = ""
    """What to do about it."""
    instance: str = ""
    errors: tuple[Fault, ...] = ()

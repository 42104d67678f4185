"""Quantities of lines of a note, as claims and returns name them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dispatch.errors import InvalidInputError
from dispatch.web.api.shapes import Number, Quantity, Shape

Outcome = Literal["credit_note", "redelivery"]
"""Credited and done with, or credited and owed again."""


class PartIn(Shape):
    """How much of which line of the note."""

    line_no: Number
    quantity: Quantity


PartsIn = Annotated[tuple[PartIn, ...], Field(min_length=1, max_length=200)]


def parts(lines: tuple[PartIn, ...]) -> dict[int, int]:
    """Line number → quantity in milli-units.

    Raises
    ------
    InvalidInputError
        A line is given twice.
    """
    found = {one.line_no: one.quantity for one in lines}
    if len(found) < len(lines):
        raise InvalidInputError("A line of the note is given twice.", "Give each line once, with all of it.")
    return found

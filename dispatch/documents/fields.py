"""Fields: the columns that the lines of a paper can have, each with its title and its cell; a layout chooses among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from dispatch.documents.layout import Arrangement, ColumnChoice
from dispatch.documents.pen import WIDTH, Align
from dispatch.documents.stack import scaled
from dispatch.documents.table import Cell, Column, Table, fitted

S = TypeVar("S")
L = TypeVar("L")


@dataclass(frozen=True)
class Row(Generic[S, L]):
    """One line on its sheet.

    Attributes
    ----------
    place
        From 1 on.
    shown
        Keys of all columns on this paper, so that nothing is said twice.
    """

    sheet: S
    line: L
    place: int
    shown: frozenset[str]


@dataclass(frozen=True)
class Field(Generic[S, L]):
    """One column that lines can have.

    Attributes
    ----------
    width
        The most points it takes; 0: what the others leave (one field of a kind).
    usual
        It stands on the paper where the layout does not choose.
    when
        Whether it says anything on this sheet; elsewhere it is left out whatever the layout says.
    """

    key: str
    title: Callable[[S], str]
    cell: Callable[[Row[S, L]], Cell]
    width: float = 0.0
    align: Align = "left"
    tinted: bool = False
    usual: bool = True
    when: Callable[[S], bool] | None = None


def line_table(
    fields: Sequence[Field[S, L]], sheet: S, lines: Sequence[L], arrangement: Arrangement, scale: float
) -> tuple[Table, list[list[Cell]]]:
    """Return the table that the arrangement wants, and the cells of each line; unknown columns are passed over."""
    known = {field.key: field for field in fields}
    choices = arrangement.columns or tuple(ColumnChoice(field.key) for field in fields if field.usual)
    chosen = [(known[one.key], one.width) for one in choices if one.key in known]
    chosen = [(field, width) for field, width in chosen if field.when is None or field.when(sheet)]
    shown = frozenset(field.key for field, _ in chosen)
    rows: list[list[Cell]] = [
        [scaled(field.cell(Row(sheet, line, place, shown)), scale) for field, _ in chosen]
        for place, line in enumerate(lines, 1)
    ]
    columns = [
        Column(field.title(sheet), width or field.width * max(scale, 1.0), field.align, tinted=field.tinted)
        for field, width in chosen
    ]
    exact = [
        replace(column, exact=width is not None and column.width > 0)
        for column, (_, width) in zip(columns, chosen, strict=True)
    ]
    return Table(fitted(exact, rows, WIDTH)), rows

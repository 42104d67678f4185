"""Tables: columns with a head that repeats, rows whose cells are stacks of texts; a row too tall for a page is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.lettering import clean
from dispatch.documents.pen import LEFT, RULE, TINT, Align, Pen
from dispatch.documents.stack import Stack, Text, set_texts

HEAD_SIZE = 7.5
PADDING = 4.5
TALLEST_ROW = 160.0
BOX_SIDE = 11.0


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    width
        Points, gutters included.
    tick
        A box to tick stands in it.
    tinted
        Light ground, for the column that matters.
    exact
        The width stands, whatever is in the cells.
    """

    title: str
    width: float
    align: Align = "left"
    tick: bool = False
    tinted: bool = False
    exact: bool = False


Cell = Sequence[Text]


class Table:
    """Columns from the left margin on.

    Parameters
    ----------
    columns
        From left to right.
    gutter
        Points free on both sides of each cell.
    """

    def __init__(self, columns: Sequence[Column], gutter: float = 3.5) -> None:
        self.columns = tuple(columns)
        self.gutter = gutter
        self.width = sum(column.width for column in columns)

    def head(self) -> Block:
        """Return the heads of the columns over a strong rule."""
        stacks = [
            set_texts([Text(one.title, HEAD_SIZE, bold=True, soft=True)], one.width - 2 * self.gutter)
            for one in self.columns
        ]
        height = max(stack.height for stack in stacks) + 2 * PADDING

        def draw(pen: Pen, top: float) -> None:
            x = LEFT
            for column, stack in zip(self.columns, stacks, strict=True):
                y = top + height - PADDING - stack.height
                stack.draw(pen, x + self.gutter, y, column.width - 2 * self.gutter, column.align)
                x += column.width
            pen.rule(LEFT, top + height, self.width, weight=1.0)

        return Block(height, draw, glued=True)

    def row(self, cells: Sequence[Cell], *, glued: bool = False) -> list[Block]:
        """Return a row as one block, or as several where it is taller than a page can hold."""
        stacks = [
            set_texts(cell, column.width - 2 * self.gutter) for column, cell in zip(self.columns, cells, strict=True)
        ]
        parts = [stack.parts(TALLEST_ROW) for stack in stacks]
        pieces = max(len(one) for one in parts)
        blocks = [
            self._piece(
                [one[index] if index < len(one) else Stack((), 0.0) for one in parts],
                first=index == 0,
                last=index == pieces - 1,
            )
            for index in range(pieces)
        ]
        blocks[-1] = replace(blocks[-1], glued=glued)
        return blocks

    def band(self, text: Text) -> Block:
        """Return a line of text over the whole width, glued to the row below it."""
        stack = set_texts([text], self.width - 2 * self.gutter)
        height = stack.height + 2 * PADDING

        def draw(pen: Pen, top: float) -> None:
            pen.fill(LEFT, top, self.width, height, TINT)
            stack.draw(pen, LEFT + self.gutter, top + PADDING - 0.5)
            pen.rule(LEFT, top + height, self.width, grey=RULE)

        return Block(height, draw, glued=True)

    def _piece(self, stacks: Sequence[Stack], *, first: bool, last: bool) -> Block:
        ticks = first and any(column.tick for column in self.columns)
        first_size = max((stack.lines[0].size for stack in stacks if stack.lines), default=0.0)
        drops = [first_size - stack.lines[0].size if stack.lines else 0.0 for stack in stacks]
        inner = max([stack.height + drop for stack, drop in zip(stacks, drops, strict=True)])
        inner = max(inner, BOX_SIDE + 2) if ticks else inner
        above = PADDING if first else 2.0
        height = inner + above + (PADDING if last else 0.0)

        def draw(pen: Pen, top: float) -> None:
            x = LEFT
            for column, stack, drop in zip(self.columns, stacks, drops, strict=True):
                if column.tinted:
                    pen.fill(x, top + 0.8, column.width, height - 0.8, TINT)
                if column.tick and first:
                    pen.box(x + (column.width - BOX_SIDE) / 2, top + PADDING + 1.5, BOX_SIDE, BOX_SIDE, weight=0.9)
                y = top + above - 1 + drop  # all first lines stand on one baseline
                stack.draw(pen, x + self.gutter, y, column.width - 2 * self.gutter, column.align)
                x += column.width
            if last:
                pen.rule(LEFT, top + height, self.width, grey=RULE)

        return Block(height, draw)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: float, gutter: float = 3.5) -> list[Column]:
    """Give each column what its widest cell and title need; the one of width 0 takes what is left.

    A column's `width` on the way in is the most it may take. Where the free column would get less than a quarter of
    the room, titles may break between words.
    """

    def needs(*, whole_titles: bool) -> list[float]:
        widths = []
        for place, column in enumerate(columns):
            titles = [column.title] if whole_titles else column.title.split(" ")
            texts = [*(Text(title, HEAD_SIZE, bold=True) for title in titles), *(t for row in rows for t in row[place])]
            need = max((width_of(clean(text.text), text.size, text.bold) for text in texts), default=0.0)
            widths.append(column.width if column.exact else min(need + 2 * gutter + 1, column.width))
        return widths

    widths = needs(whole_titles=True)
    if room - sum(widths) < room / 4:
        widths = needs(whole_titles=False)
    spare = room - sum(widths)
    breathing = max(min(spare - room * 0.36, 60.0), 0.0) / max(len(columns) - 1, 1)
    fixed = [
        width + (0.0 if column.exact else breathing) if column.width else 0.0
        for column, width in zip(columns, widths, strict=True)
    ]
    return [
        replace(column, width=width if column.width else room - sum(fixed))
        for column, width in zip(columns, fixed, strict=True)
    ]


def soft(text: str, size: float = 7.5) -> Text:
    """Return a small grey text, for what stands below the main one in a cell."""
    return Text(text, size, soft=True)

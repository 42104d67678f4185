"""Blocks flow over pages: a pure function from heights to pages, drawn later; so "page x / y" is known before drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dispatch.documents.pen import Pen

Draw = Callable[[Pen, float], None]


@dataclass(frozen=True)
class Block:
    """Something that is not cut: its height in points, and how to draw it from a given top.

    Attributes
    ----------
    glued
        It stays on the page of the next block (a heading with its first line, a last line with its total).
    """

    height: float
    draw: Draw
    glued: bool = False


def paginate(
    blocks: Sequence[Block], first_room: float, other_room: float, closing: float = 0.0
) -> tuple[tuple[Block, ...], ...]:
    """Share blocks out over pages, in order, keeping `closing` points free on the last one.

    Parameters
    ----------
    first_room, other_room
        Points for blocks on the first page and on each other.
    closing
        Height of what is drawn at the foot of the last page.

    Returns
    -------
    tuple
        At least one page, possibly empty. Where the closing part needs a page of its own, the last blocks go with it,
        so that nobody signs below nothing.
    """
    pages: list[list[Block]] = [[]]
    used = 0.0
    start_of_last_group = 0
    for group in _groups(blocks, other_room):
        height = sum(block.height for block in group)
        if used + height > (first_room if len(pages) == 1 else other_room) and (pages[-1] or len(pages) == 1):
            pages.append([])
            used = 0.0
        start_of_last_group = len(pages[-1])
        pages[-1].extend(group)
        used += height
    if used + closing > (first_room if len(pages) == 1 else other_room):
        last = pages[-1][start_of_last_group:]
        if start_of_last_group and sum(block.height for block in last) + closing <= other_room:
            del pages[-1][start_of_last_group:]
            pages.append(last)
        else:
            pages.append([])
    return tuple(tuple(page) for page in pages)


def _groups(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """Join glued blocks to those that follow; a group that no page can hold falls apart."""
    groups: list[list[Block]] = []
    current: list[Block] = []
    for block in blocks:
        current.append(block)
        if not block.glued:
            groups.append(current)
            current = []
    if current:
        groups.append(current)
    return [
        part
        for group in groups
        for part in ([group] if sum(one.height for one in group) <= room else [[one] for one in group])
    ]

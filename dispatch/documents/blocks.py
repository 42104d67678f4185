"""Blocks in the order that a layout wants: those above the lines go into the head, those below follow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dispatch.documents.flow import Block
from dispatch.documents.layout import Arrangement
from dispatch.documents.panel import Panel
from dispatch.documents.paper import below
from dispatch.documents.pen import LEFT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text, set_texts

LINES = "lines"
TEXT = "text"

Make = Callable[[], Sequence[Block]]


def arranged(
    makers: Mapping[str, Make], usual: Sequence[str], arrangement: Arrangement
) -> tuple[list[Block], list[Block]]:
    """Return the blocks above and below the lines; keys that are unknown are passed over, `lines` is always there."""
    order = [key for key in arrangement.blocks or usual if key in makers or key == LINES]
    at = order.index(LINES) if LINES in order else len(order)
    above = [block for key in order[:at] for block in makers[key]()]
    return above, [block for key in order[at + 1 :] for block in makers[key]()]


def chosen_panels(panels: Mapping[str, Panel], usual: Sequence[str], arrangement: Arrangement) -> list[Panel]:
    """Return the panels that the arrangement wants; those that are not there on this sheet are passed over."""
    return [panels[key] for key in arrangement.panels or usual if key in panels]


def piled(first: Block, blocks: Sequence[Block]) -> Block:
    """Return blocks as one, each under the one before."""
    for block in blocks:
        first = below(first, block)
    return first


def own_text(arrangement: Arrangement, language: Language, scale: float) -> list[Block]:
    """Return the company's own text of this kind of document; nothing where it has none."""
    return [paragraph(Text(words, 8.5 * scale)) for words in arrangement.text(language).splitlines() if words.strip()]


def paragraph(text: Text, above: float = 4.0) -> Block:
    """Return a text over the whole width."""
    words = set_texts([text], WIDTH)
    return Block(words.height + above, lambda pen, top: words.draw(pen, LEFT, top + above))


def gap(height: float) -> Block:
    """Return room for nothing."""

    def draw(_pen: Pen, _top: float) -> None:
        return None

    return Block(height, draw)

"""The letterhead of every trade paper: who sells at the left, what paper this is at the right, a QR code beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import Layout
from dispatch.documents.lettering import elide
from dispatch.documents.panel import address_texts, contact_line
from dispatch.documents.pen import LEFT, RIGHT, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language, Party
from dispatch.documents.stack import Text, set_texts

QR = 66.0
LOGO_HEIGHT = 34.0
TITLE_WIDTH = 238.0
TITLE_SIZE = 21.0
TAG_HEIGHT = 20.0

Tag = Callable[[Pen, float, float], None]


@dataclass(frozen=True)
class Letterhead:
    """What the head of a paper says.

    Attributes
    ----------
    day
        Below the number: when.
    more
        Below the day, small: how it travels, until when it holds.
    tag
        Draws something small above the seller, such as whom a copy is for.
    """

    seller: Party
    title: str
    number: str
    day: str
    more: Sequence[str] = ()
    qr_text: str = ""
    tag: Tag | None = None


def letterhead(head: Letterhead, language: Language, layout: Layout) -> Block:
    """Return the head of a first page."""
    code = QR + 14 if head.qr_text else 0.0
    room = WIDTH - code - TITLE_WIDTH - 12
    name = Text(head.seller.name, 13 if layout.logo is None else 9.5, bold=True, most_lines=2)
    seller = set_texts(
        [
            name,
            *address_texts(head.seller, language, head.seller.country, 8),
            Text(" · ".join(head.seller.identifiers), 7.5, soft=True, most_lines=2),
            Text(contact_line(head.seller, language), 7.5, soft=True, most_lines=2),
        ],
        room,
    )
    over = TAG_HEIGHT if head.tag is not None else 0.0
    logo = LOGO_HEIGHT + 6 if layout.logo is not None else 0.0
    title = set_texts([Text(head.title, _title_size(head.title), bold=True, most_lines=2)], TITLE_WIDTH)
    number = set_texts([Text(head.number, 13, bold=True, most_lines=2)], TITLE_WIDTH)
    more = [words for words in head.more if words]
    right_height = title.height + number.height + 14 + 13 * len(more) + 4
    height = max(over + logo + seller.height, right_height, over + QR if head.qr_text else 0.0)

    def draw(pen: Pen, top: float) -> None:
        if head.tag is not None:
            head.tag(pen, LEFT, top)
        pen.logo(LEFT, top + over, room, LOGO_HEIGHT)
        seller.draw(pen, LEFT, top + over + logo)
        pen.qr(RIGHT - QR, top, QR, head.qr_text)
        right = RIGHT - code
        for line in title.lines:
            baseline = top + line.baseline - line.size * 0.2
            pen.text(right, baseline, line.text, line.size, bold=True, align="right", accent=True)
        y = top + title.height - 3
        number.draw(pen, right - TITLE_WIDTH, y, TITLE_WIDTH, "right")
        y += number.height + 11
        pen.text(right, y, head.day, 9.5, align="right")
        for words in more:
            y += 13
            pen.text(right, y, elide(words, TITLE_WIDTH, 8.5), 8.5, align="right", grey=SOFT)

    return Block(height, draw)


def running_head(title: str, under: str, tag: Tag | None = None) -> Block:
    """Return the short head of the pages that follow; `tag` is drawn from the right edge leftwards."""
    room = WIDTH - (200 if tag is not None else 0)

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + 12, elide(title, room, 12, bold=True), 12, bold=True, accent=True)
        pen.text(LEFT, top + 26, elide(under, room, 8.5), 8.5, grey=SOFT)
        if tag is not None:
            tag(pen, RIGHT, top + 1)

    return Block(42, draw)


def _title_size(title: str) -> float:
    """Large where it fits on one line, else smaller over two."""
    return TITLE_SIZE if width_of(title, TITLE_SIZE, True) <= TITLE_WIDTH else 16.0

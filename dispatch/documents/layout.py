"""How a paper looks, as data: accent, logo, size of letters, and per kind of document its columns, panels, blocks and texts.

Layouts become dated versions in the room above (`dispatch.company`); `layout_rules` says which make sense.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from dispatch.documents.sheets import Language


class Copy(Enum):
    """Whom a printed note is for."""

    CUSTOMER = "customer"
    DRIVER = "driver"
    ACCOUNTS = "accounts"


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the lines; `width` in points, None: what its content needs."""

    key: str
    width: float | None = None


@dataclass(frozen=True)
class Arrangement:
    """What one kind of document shows, in which order; what is empty is as usual.

    Attributes
    ----------
    columns
        From left to right.
    panels
        The framed boxes of the head, from left to right.
    blocks
        From top to bottom, below the letterhead; `lines` is one of them.
    text_fr, text_en
        A text of the company's own, in the block `text`.
    """

    columns: tuple[ColumnChoice, ...] = ()
    panels: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    text_fr: str = ""
    text_en: str = ""

    def text(self, language: Language) -> str:
        """The company's own text; in the other language where there is none in this one."""
        first, second = (self.text_en, self.text_fr) if language == "en" else (self.text_fr, self.text_en)
        return first or second


USUAL = Arrangement()


@dataclass(frozen=True)
class Layout:
    """The look of a company's papers.

    Attributes
    ----------
    accent
        Colour of titles, ``#rrggbb``; dark enough to print in black and white.
    logo
        PNG or JPEG, at most 4 million pixels, above the company's name; None: the name alone, larger.
    legal_footer
        Sentence at the foot of the notes (legal form, capital, register).
    copies
        Which copies of each note the pack prints, in this order.
    letters_percent
        Size of the letters of lines, panels and texts, in percent of the usual.
    arrangements
        Kind of document → what it shows; kinds that are not named are as usual.
    """

    accent: str = "#14181f"
    logo: bytes | None = None
    legal_footer: str = ""
    copies: tuple[Copy, ...] = (Copy.CUSTOMER, Copy.DRIVER, Copy.ACCOUNTS)
    letters_percent: int = 100
    arrangements: tuple[tuple[str, Arrangement], ...] = ()

    def of(self, kind: str) -> Arrangement:
        """The arrangement of one kind of document."""
        return dict(self.arrangements).get(kind, USUAL)

    def with_copies(self, count: int) -> Layout:
        """The same look with so many copies of a note: this layout's, then whom else there is, then more for the customer."""
        order = [*self.copies, *(copy for copy in Copy if copy not in self.copies)]
        more = [Copy.CUSTOMER] * (count - len(order))
        return replace(self, copies=(*order, *more)[:count])

    @property
    def scale(self) -> float:
        """Factor of the letters."""
        return self.letters_percent / 100


DEFAULT_LAYOUT = Layout()

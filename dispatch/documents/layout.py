"""How a paper looks: the company's accent, logo, legal foot and copies; layouts become dated versions above this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Copy(Enum):
    """Whom a printed note is for."""

    CUSTOMER = "customer"
    DRIVER = "driver"
    ACCOUNTS = "accounts"


@dataclass(frozen=True)
class Layout:
    """The look of a company's papers.

    Attributes
    ----------
    accent
        Colour of titles, ``#rrggbb``; dark enough to print in black and white.
    logo
        PNG or JPEG, at most 4 million pixels; None: the company's name in bold.
    legal_footer
        Sentence at the foot of the notes (legal form, capital, register).
    copies
        Which copies of each note the pack prints, in this order.
    """

    accent: str = "#14181f"
    logo: bytes | None = None
    legal_footer: str = ""
    copies: tuple[Copy, ...] = (Copy.CUSTOMER, Copy.DRIVER, Copy.ACCOUNTS)


DEFAULT_LAYOUT = Layout()

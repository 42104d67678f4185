"""The two faces of every paper, DejaVu Sans regular and bold, embedded; no other font is ever named."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "Tournee-Sans"
BOLD = "Tournee-Sans-Bold"

_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf"}


def face(bold: bool) -> str:
    """Return the registered name of the face; its file is read once per process."""
    _install()
    return BOLD if bold else REGULAR


@lru_cache(maxsize=65536)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text as drawn, in points."""
    return float(pdfmetrics.stringWidth(text, face(bold), size))


@cache
def drawable() -> frozenset[int]:
    """Return the code points that both faces can draw and that stay readable when text is copied out of the PDF.

    Code points above U+FFFF are left out: the font map that reportlab writes cannot express them.
    """
    regular, bold = (_read(name).face.charToGlyph for name in _FILES)
    return frozenset(code for code in regular if code <= 0xFFFF and code in bold)


@cache
def _install() -> None:
    for name in _FILES:
        pdfmetrics.registerFont(_read(name))


@cache
def _read(name: str) -> TTFont:
    return TTFont(name, str(Path(__file__).parent / "fonts" / _FILES[name]))

"""The pen: a reportlab canvas seen from the top left corner, in points, with our two faces and a few greys."""

from __future__ import annotations

import hashlib
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from dispatch.documents.fonts import face, width_of
from dispatch.documents.layout import Layout
from dispatch.documents.lettering import clean, visual
from dispatch.documents.logo import read_logo
from dispatch.documents.qr import QrCode, qr_code

PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89
LEFT = 42.0
RIGHT = PAGE_WIDTH - 42.0
WIDTH = RIGHT - LEFT
TOP = 34.0

INK = 0.0
SOFT = 0.33  # grey that a photocopier still shows
RULE = 0.62
TINT = 0.93

Align = Literal["left", "right", "centre"]


class Pen:
    """Draw on one page; every `y` is a distance from the top edge."""

    def __init__(self, canvas: Canvas, layout: Layout) -> None:
        self.canvas = canvas
        self.layout = layout

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        *,
        bold: bool = False,
        grey: float = INK,
        align: Align = "left",
        accent: bool = False,
    ) -> None:
        """Write one line with its baseline at `y`; what is wider than the page is not cut here."""
        line = clean(text).replace("\n", " ")
        if not line:
            return
        if align != "left":
            width = width_of(line, size, bold)
            x -= width if align == "right" else width / 2
        if accent:
            self.canvas.setFillColor(HexColor(self.layout.accent))
        else:
            self.canvas.setFillGray(grey)
        self.canvas.setFont(face(bold), size)
        self.canvas.drawString(x, PAGE_HEIGHT - y, visual(line))

    def rule(self, x: float, y: float, width: float, *, weight: float = 0.5, grey: float = INK) -> None:
        """Draw a horizontal line."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self.canvas.line(x, PAGE_HEIGHT - y, x + width, PAGE_HEIGHT - y)

    def upright(self, x: float, y: float, height: float, *, weight: float = 0.5, grey: float = INK) -> None:
        """Draw a vertical line downwards from `y`."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self.canvas.line(x, PAGE_HEIGHT - y, x, PAGE_HEIGHT - y - height)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = 0.5, grey: float = INK) -> None:
        """Draw a frame whose top left corner is at (x, y)."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self.canvas.rect(x, PAGE_HEIGHT - y - height, width, height, stroke=1, fill=0)

    def fill(self, x: float, y: float, width: float, height: float, grey: float = INK) -> None:
        """Fill a rectangle whose top left corner is at (x, y)."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, PAGE_HEIGHT - y - height, width, height, stroke=0, fill=1)

    def tag(self, x: float, y: float, text: str, size: float = 8, *, filled: bool = False) -> float:
        """Write a word in a small box whose top is at `y`, white on black if `filled`; return the box's width."""
        width = tag_width(text, size)
        height = size * 1.75
        if filled:
            self.fill(x, y, width, height)
        else:
            self.box(x, y, width, height, weight=0.8)
        self.text(x + size / 2, y + size * 1.23, text, size, bold=True, grey=1.0 if filled else INK)
        return width

    def qr(self, x: float, y: float, size: float, text: str) -> None:
        """Draw a QR code; nothing for an empty text. Each code is kept once in the file, however often it is shown."""
        if not text:
            return
        code = qr_code(text)
        name = f"qr{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:24]}"
        if not self.canvas.hasForm(name):
            self._keep_code(name, code)
        self.canvas.saveState()
        self.canvas.translate(x, PAGE_HEIGHT - y - size)
        self.canvas.scale(size / code.side, size / code.side)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def _keep_code(self, name: str, code: QrCode) -> None:
        """Keep a code as a form of one point per module."""
        self.canvas.beginForm(name, 0, 0, code.side, code.side)
        path = self.canvas.beginPath()
        for column, row, length in code.runs:
            path.rect(column, code.side - 1 - row, length, 1)
        self.canvas.setFillGray(INK)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.endForm()

    def logo(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the layout's logo, if there is one, at the top left of the room given (`read_logo` says what it refuses)."""
        if self.layout.logo is None:
            return
        picture, pixels_wide, pixels_high = read_logo(self.layout.logo)
        scale = min(width / pixels_wide, height / pixels_high)
        bottom = PAGE_HEIGHT - y - pixels_high * scale
        self.canvas.drawImage(picture, x, bottom, pixels_wide * scale, pixels_high * scale, mask="auto")


def tag_width(text: str, size: float) -> float:
    """Return the width of a tag's box."""
    return width_of(clean(text), size, True) + size

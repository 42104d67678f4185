"""The pen: a reportlab canvas seen from the top left corner, in points, with our two faces and a few greys."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image, UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dispatch.documents.fonts import face, width_of
from dispatch.documents.layout import Layout
from dispatch.documents.lettering import clean, visual
from dispatch.documents.qr import qr_code
from dispatch.errors import InvalidInputError

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
_LOGO_PIXELS = 4_000_000


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
        """Draw a QR code; nothing for an empty text."""
        if not text:
            return
        code = qr_code(text)
        module = size / code.side
        path = self.canvas.beginPath()
        for column, row, length in code.runs:
            path.rect(x + column * module, PAGE_HEIGHT - y - (row + 1) * module, length * module, module)
        self.canvas.setFillGray(INK)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def logo(self, x: float, y: float, width: float, height: float) -> bool:
        """Draw the layout's logo at the top left of the room given; False if there is none.

        Raises
        ------
        InvalidInputError
            Not a PNG or JPEG, or too many pixels (read from its header, before decoding).
        """
        data = self.layout.logo
        if data is None:
            return False
        try:
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
                pixels_wide, pixels_high = image.size
        except UnidentifiedImageError:
            raise InvalidInputError("The logo is neither PNG nor JPEG.", "Give another file.") from None
        if pixels_wide * pixels_high > _LOGO_PIXELS:
            raise InvalidInputError(f"The logo has {pixels_wide} × {pixels_high} pixels.", "4 million are the most.")
        scale = min(width / pixels_wide, height / pixels_high)
        drawn_height = pixels_high * scale
        reader = ImageReader(BytesIO(data))
        self.canvas.drawImage(reader, x, PAGE_HEIGHT - y - drawn_height, pixels_wide * scale, drawn_height, mask="auto")
        return True


def tag_width(text: str, size: float) -> float:
    """Return the width of a tag's box."""
    return width_of(clean(text), size, True) + size

"""Pages of a PDF as pictures, rendered from its very bytes by PDFium; and where two pictures differ."""

from __future__ import annotations

import io
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from dispatch.documents.pen import PAGE_WIDTH

MOST_PAGES = 6
CELL = 12
"""Side, in pixels, of the squares in which pictures are compared."""
DIFFERENT = 12
"""Grey levels between two squares that an eye sees."""

_ONE_AT_A_TIME = Lock()  # PDFium is not safe for threads


@dataclass(frozen=True)
class Region:
    """A part of a page, in percent of its width and height."""

    left: float
    top: float
    width: float
    height: float


def page_pictures(pdf: bytes, width: int, most: int = MOST_PAGES) -> tuple[list[Image.Image], int]:
    """The first pages of a PDF of ours, `width` pixels wide, and how many pages it has."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            count = len(document)
            pictures = []
            for number in range(min(count, most)):
                page = document[number]
                pictures.append(page.render(scale=(width - 0.5) / PAGE_WIDTH).to_pil().convert("RGB"))
                page.close()
        finally:
            document.close()
    return pictures, count


def png(picture: Image.Image) -> bytes:
    """A picture of a page as PNG; sixty-four colours are enough for paper and ink."""
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=False)
    return file.getvalue()


def differences(first: Image.Image, second: Image.Image) -> list[Region]:
    """Where two pages differ, as few rectangles as hold it; nothing where they look the same."""
    width, height = max(first.width, second.width), max(first.height, second.height)
    one, other = (_squares(picture, width, height) for picture in (first, second))
    changed = np.abs(one - other) > DIFFERENT
    mask = Image.fromarray((changed * 255).astype(np.uint8))
    grown = np.asarray(mask.filter(ImageFilter.MaxFilter(3))) > 0  # neighbours belong together
    down, across = grown.shape
    return [
        Region(100 * left / across, 100 * top / down, 100 * (right - left) / across, 100 * (bottom - top) / down)
        for top, bottom in _runs(grown.any(axis=1))
        for left, right in _runs(grown[top:bottom].any(axis=0))
    ]


def fingerprint_of(picture: Image.Image, across: int = 24, down: int = 34) -> str:
    """A page as one digit (0 white to 9 black) per rectangle: what an eye sees from far, blind to the noise of a renderer."""
    small = picture.convert("L").resize((across, down), Image.Resampling.BOX)
    levels = (255 - np.asarray(small, dtype=np.int16)) * 9 // 128
    return "\n".join("".join(str(min(int(level), 9)) for level in row) for row in levels)


def _squares(picture: Image.Image, width: int, height: int) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    canvas = Image.new("L", (width, height), 255)
    canvas.paste(picture.convert("L"), (0, 0))
    size = (-(-width // CELL), -(-height // CELL))
    return np.asarray(canvas.resize(size, Image.Resampling.BOX), dtype=np.int16)


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """First and last-plus-one of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]

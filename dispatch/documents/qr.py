"""QR codes as black runs on a grid, drawn as vectors: sharp on any printer, and no image in the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno


@dataclass(frozen=True)
class QrCode:
    """Side in modules, and black runs (column, row, length)."""

    side: int
    runs: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=1024)
def qr_code(text: str) -> QrCode:
    """Return the code of a text, error correction M (15 % of it may be dirty), without its quiet zone."""
    letters = text.encode("utf-8", "replace").decode()  # a lone surrogate is no letter
    matrix = segno.make(letters, error="m", micro=False, boost_error=False).matrix
    runs = []
    for row, modules in enumerate(matrix):
        start = None
        for column, black in enumerate([*modules, 0]):
            if black and start is None:
                start = column
            elif not black and start is not None:
                runs.append((start, row, column - start))
                start = None
    return QrCode(len(matrix), tuple(runs))

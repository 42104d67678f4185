"""A table of texts with the numbers of its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ROW_LIMIT = 200_000


class FileError(Exception):
    """A file that cannot be read at all: the code of the message, its facts, the row."""

    def __init__(self, code: str, row: int = 1, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.params = params


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that are not blank, each with its number (the header of a file is row 1)."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def header_name(cell: str) -> str:
    """A column's name as it is compared: small letters, underscores for blanks and hyphens."""
    return re.sub(r"[\s\-]+", "_", cell.strip().casefold())

"""Files become tables of texts: csv in its dialects, xlsx with typed cells."""

from __future__ import annotations

from collections.abc import Collection

from dispatch.intake.reading.csv_text import read_csv
from dispatch.intake.reading.table import FileError, Table, header_name
from dispatch.intake.reading.workbook import is_workbook, read_workbook

__all__ = ["FileError", "Table", "header_name", "read_table"]

LIMIT_MB = 20
"""Largest file, packed."""


def read_table(data: bytes, known: Collection[str]) -> Table:
    """Read a file of either form; its bytes say which, not its name.

    Parameters
    ----------
    known
        Names of the columns: they tell a csv's separator.

    Raises
    ------
    FileError
        When it is too large, empty, or cannot be read.
    """
    if len(data) > LIMIT_MB * 1_000_000:
        raise FileError("file_too_large", size=-(-len(data) // 1_000_000), limit=LIMIT_MB)
    if not data.strip():
        raise FileError("empty_file")
    return read_workbook(data) if is_workbook(data) else read_csv(data, known)

"""Csv as it comes from spreadsheets and ERPs: `;`, `,` or tab, UTF-8 with or without mark, Windows-1252, quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection

from dispatch.intake.reading.table import ROW_LIMIT, FileError, Table, header_name

SEPARATORS = ";,\t"


def read_csv(data: bytes, known: Collection[str]) -> Table:
    """Read a csv file; the separator is the one under which the header names most columns.

    Raises
    ------
    FileError
        When the bytes are no text, the quotes do not match, or there are too many rows.
    """
    text = _decoded(data)
    first, newline, rest = text.partition("\n")
    told = re.fullmatch(r'sep=([^"\r])\r?', first)  # Excel's own hint to itself
    if told:
        separator, text = told[1], rest
    else:
        header = first if newline else text
        separator = max(SEPARATORS, key=lambda sign: sum(cell in known for cell in _header(header, sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header_row: tuple[str, ...] | None = None
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue
            if header_row is None:
                header_row = tuple(stripped)
            else:
                rows.append((number, stripped))
            if len(rows) > ROW_LIMIT:
                raise FileError("too_many_rows", limit=ROW_LIMIT)
    except csv.Error as error:
        raise FileError("broken_csv", row=number + 1, detail=str(error)) from error
    if header_row is None:
        raise FileError("empty_file")
    return Table(header_row, rows)


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:10_000]:
        raise FileError("bad_encoding")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("bad_encoding")


def _header(line: str, separator: str) -> list[str]:
    return [header_name(cell.strip().strip('"')) for cell in line.split(separator)]

"""Xlsx as texts: the first visible sheet, formulas as their values, dates as ISO, numbers without artefacts."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from dispatch.intake.reading.archive import check_archive
from dispatch.intake.reading.table import ROW_LIMIT, FileError, Table

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a packed or an old workbook."""
    return data.startswith((ZIP, OLE))


def read_workbook(data: bytes) -> Table:
    """Read a workbook, after its archive was found harmless.

    Raises
    ------
    FileError
        When it is old, protected, has macros, unpacks too large or is no workbook.
    """
    if data.startswith(OLE):
        raise FileError("old_or_protected_workbook")
    check_archive(data)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            if not visible:
                raise FileError("not_a_workbook")
            grid = book.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise FileError("old_or_protected_workbook") from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError) as error:
        raise FileError("not_a_workbook") from error
    rows = [(number, [as_text(cell) for cell in cells]) for number, cells in enumerate(grid, 1)]
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise FileError("empty_file")
    if len(filled) > ROW_LIMIT + 1:
        raise FileError("too_many_rows", limit=ROW_LIMIT)
    width = max(position for position, cell in enumerate(filled[0][1], 1) if cell)
    return Table(tuple(filled[0][1][:width]), [(number, _trimmed(cells, width)) for number, cells in filled[1:]])


def as_text(cell: Any) -> str:
    """A typed cell as one would have typed it."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return _clock(cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, timedelta):
        return _clock(round(cell.total_seconds()))
    return str(cell).strip()


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Cells without the blank ones beyond the header."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells

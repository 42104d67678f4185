"""Lists as workbooks: text stays text whatever it begins with, numbers and dates are numbers and dates."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | date | None


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]]) -> bytes:
    """Sheets of (title, headings, rows) as the bytes of an xlsx file."""
    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(headings, 1):
            sheet.column_dimensions[get_column_letter(place)].width = max(11.0, len(heading) + 3.0)
        sheet.append([_heading(sheet, heading) for heading in headings])
        for row in rows:
            sheet.append([_safe(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(sheet: WriteOnlyWorksheet, value: Value) -> object:
    """A value as openpyxl takes it; only what could become a formula, an error or an odd character needs care."""
    if not isinstance(value, str):
        return value
    text = "".join(char for char in value if char >= " " or char in "\t\n")
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str) -> object:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell

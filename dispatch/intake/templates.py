"""Templates of the import files: a header, one example row, and in the workbook a sheet that explains the columns."""

from __future__ import annotations

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dispatch.errors import NotFoundError
from dispatch.intake.columns import Kind
from dispatch.intake.kinds import kind_named

FORMATS = ("xlsx", "csv")
HEADINGS = ("Colonne / Column", "Obligatoire / Required", "Contenu", "Content", "Exemple / Example")


def template(kind: str, form: Literal["xlsx", "csv"] = "xlsx") -> bytes:
    """The template of a kind; it can be imported as it is.

    Raises
    ------
    NotFoundError
        When there is no such kind or form.
    """
    found = kind_named(kind)
    if form not in FORMATS:
        raise NotFoundError(f"There is no template in the form {form!r}.", f"There are {', '.join(FORMATS)}.")
    rows = [[column.name for column in found.columns], [column.example for column in found.columns]]
    return workbook(found.name, rows, found) if form == "xlsx" else text(rows)


def text(rows: list[list[str]]) -> bytes:
    """Rows as csv: UTF-8 with mark, semicolons, as French spreadsheets open it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def workbook(title: str, rows: list[list[str]], explained: Kind | None = None) -> bytes:
    """Rows as a workbook whose cells are all text, so that codes keep their zeros and no name becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_text_cell(sheet, value) for value in row])
    if explained is not None:
        notes = book.create_sheet("Colonnes - Columns")
        notes.append([_text_cell(notes, heading, bold=True) for heading in HEADINGS])
        for column in explained.columns:
            needed = "oui / yes" if column.required else ""
            cells = (column.name, needed, column.fr, column.en, column.example)
            notes.append([_text_cell(notes, cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: WriteOnlyWorksheet, value: str, bold: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=value)
    if value:
        cell.data_type = "s"
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell

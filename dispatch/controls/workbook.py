"""Lists as workbooks: text stays text whatever it begins with, numbers and dates are numbers and dates.

Written row by row straight into the archive (ECMA-376, SpreadsheetML): a book of 50,000 lines is 1.3 million cells, and a
general library makes an object of each. The parts that are always the same lie in `workbook_parts`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from dispatch.controls import workbook_parts as parts

Value = str | int | float | date | None

ROWS_AT_ONCE = 1_000
DAY_ZERO = date(1899, 12, 30).toordinal()
"""Spreadsheets keep a date as the number of days since then."""
NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]]) -> bytes:
    """Sheets of (title, headings, rows) as the bytes of an xlsx file."""
    out, texts, titles = io.BytesIO(), _Texts(), list[str]()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (title, headings, rows) in enumerate(sheets, 1):
            titles.append(escaped(title[:31]))
            widths = [max(11.0, len(heading) + 3.0) for heading in headings]
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(parts.sheet_opens(widths).encode())
                for some in _rows(headings, rows, texts):
                    part.write(some.encode())
                part.write(parts.SHEET_CLOSES.encode())
        for name, content in parts.around(titles, [escaped(text) for text in texts]).items():
            archive.writestr(name, content)
    return out.getvalue()


def escaped(text: str) -> str:
    """Text as XML holds it; characters that it cannot hold are left out."""
    plain = text if text.isprintable() else NOT_IN_XML.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class _Texts(dict[str, int]):
    """Each different text once, with the number by which cells name it."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def _rows(headings: Sequence[str], rows: Iterable[Sequence[Value]], texts: _Texts) -> Iterator[str]:
    """The rows of a sheet as XML, many at a time; the headings are bold."""
    columns = [column_name(place) for place in range(len(headings))]
    heads = "".join(
        f'<c r="{column}1" s="1" t="s"><v>{texts[text]}</v></c>' for column, text in zip(columns, headings, strict=True)
    )
    yield f'<row r="1">{heads}</row>'
    numbered = enumerate(rows, 2)
    while some := list(islice(numbered, ROWS_AT_ONCE)):
        yield "".join(f'<row r="{number}">{_cells(number, row, columns, texts)}</row>' for number, row in some)


def _cells(number: int, row: Sequence[Value], columns: Sequence[str], texts: _Texts) -> str:
    found = []
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str):
            found.append(f'<c r="{column}{number}" t="s"><v>{texts[value]}</v></c>')
        elif isinstance(value, date):
            found.append(f'<c r="{column}{number}" s="2"><v>{value.toordinal() - DAY_ZERO}</v></c>')
        elif value is not None:
            found.append(f'<c r="{column}{number}"><v>{value}</v></c>')
    return "".join(found)


def column_name(place: int) -> str:
    """``A`` for 0, ``Z`` for 25, ``AA`` for 26."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name

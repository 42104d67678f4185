"""Workbooks that other programs read back, written in seconds."""

from __future__ import annotations

import io
import time
from datetime import date, datetime
from zipfile import ZipFile

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dispatch.controls.book_sheet import book_workbook
from dispatch.controls.workbook import Value, column_name, workbook
from dispatch.orders.book import BookLine, OrderBook, bridge_of

DAY = date(2026, 11, 25)
ROW: list[Value] = ['=1+1 & "<b>"', " Épi\u0001cerie\ud800 𝄞 ", 12.345, -7, DAY, None, "#N/A", "deux\nlignes"]


def test_text_stays_text_and_dates_are_dates_in_two_readers() -> None:
    data = workbook([("Un & <deux>", [f"T{n}" for n in range(8)], [ROW, ROW]), ("Vide", ["A"], [])])
    book = load_workbook(io.BytesIO(data))
    sheet = book["Un & <deux>"]
    kept = ['=1+1 & "<b>"', " Épicerie 𝄞 ", 12.345, -7, datetime(2026, 11, 25), None, "#N/A", "deux\nlignes"]  # noqa: DTZ001
    assert [cell.value for cell in sheet[3]] == kept
    assert sheet["A2"].data_type == "s"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert book["Vide"].max_row == 1
    found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert found[2] == ['=1+1 & "<b>"', " Épicerie 𝄞 ", 12.345, -7.0, DAY, "", "#N/A", "deux\nlignes"]


def test_columns_go_on_after_z() -> None:
    assert [column_name(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_book_of_fifty_thousand_lines_is_a_workbook_in_four_seconds() -> None:
    lines = tuple(
        BookLine(
            n, f"R{n // 20}", f"CO-{n // 20}", n % 20 + 1, "firm", "BC", f"C{n % 50}", f"Client {n % 50}", f"S{n % 50}", "Site", "", "",
            f"P{n % 40}", "Produit", "carton", DAY, None, 10_000, 0, 5_000, 0, 10_000, 0, 5_000, 0, 5_000,
        )
        for n in range(50_000)
    )  # fmt: skip
    book = OrderBook(DAY, DAY.replace(day=1), lines, bridge_of(lines))
    began = time.process_time()  # its own seconds, whatever else the machine does
    data = book_workbook(book)
    took = time.process_time() - began
    assert ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").count(b"<row ") == 50_001
    assert took < 4.0

"""Files of every dialect become the same table; harmful ones are refused before they are parsed."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dispatch.intake.reading import FileError, read_table
from dispatch.intake.reading.archive import check_archive
from dispatch.intake.templates import text, workbook
from tests.intake.files import as_csv, as_xlsx
from tests.soak import times

COLUMNS = ("product", "name", "price")
ROWS = (
    {"product": "P1", "name": "Crème; brûlée", "price": "1,5"},
    {"product": "P2", "name": 'dit "le gros"', "price": "2"},
)


def refused(data):
    with pytest.raises(FileError) as caught:
        read_table(data, COLUMNS)
    return caught.value.code


@pytest.mark.parametrize("sep", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_every_dialect_gives_the_same_table(sep, encoding, newline):
    table = read_table(as_csv(*ROWS, sep=sep, encoding=encoding, newline=newline), COLUMNS)
    assert table.header == COLUMNS
    assert table.rows == [(2, ["P1", "Crème; brûlée", "1,5"]), (3, ["P2", 'dit "le gros"', "2"])]


def test_blank_rows_are_skipped_and_still_counted():
    table = read_table(b"product;name\r\n\r\n;;\r\nP1;x\r\n\r\n", COLUMNS)
    assert table.rows == [(4, ["P1", "x"])]


def test_excels_separator_hint_is_not_the_header():
    table = read_table(b"sep=,\r\nproduct,name\r\nP1,x\r\n", COLUMNS)
    assert (table.header, table.rows) == (("product", "name"), [(2, ["P1", "x"])])


@pytest.mark.parametrize("sign", ['"', "\r"])
def test_a_hint_that_names_no_separator_is_a_header_like_any(sign):
    assert read_table(f"sep={sign}\r\nP1;x\r\n".encode(), COLUMNS).header == (f"sep={sign}".strip(),)


def test_files_that_are_no_text_are_refused():
    assert refused(b"") == refused(b"  \r\n ") == "empty_file"
    assert refused("product;name".encode("utf-16")) == "bad_encoding"
    assert refused(b"product;name\r\nP1;\x81\x8d") == "bad_encoding"
    assert refused(b'product;name\r\nP1;"never closed\r\nP2;x') == "broken_csv"


def test_a_hundred_megabytes_are_refused_at_once():
    data = b"x" * 100_000_000
    began = time.perf_counter()
    assert refused(data) == "file_too_large"
    assert time.perf_counter() - began < 0.5


cells = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_whatever_is_written_as_csv_is_read_back(rows):
    table = read_table(text([["product", "name"], *map(list, rows)]), COLUMNS)
    assert [tuple(cells) for _, cells in table.rows] == rows


@pytest.mark.soak
@settings(max_examples=times(40), deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_whatever_is_written_as_a_workbook_is_read_back(rows):
    rows = [tuple(cell.replace("_x", "-") for cell in row) for row in rows]
    table = read_table(workbook("products", [["product", "name"], *map(list, rows)]), COLUMNS)
    assert [tuple(cells) for _, cells in table.rows] == rows


def test_typed_cells_become_the_text_one_would_have_typed():
    row = {
        "a": 12, "b": 0.1 + 0.2, "c": date(2026, 11, 25), "d": datetime(2026, 11, 25, 6, 30, tzinfo=UTC).replace(tzinfo=None), "e": clock_time(5, 30),
        "f": True, "g": "00012", "h": timedelta(hours=26), "i": 732829320, "j": None,
    }  # fmt: skip
    table = read_table(as_xlsx(row), list(row))
    assert table.rows == [
        (2, ["12", "0.3", "2026-11-25", "2026-11-25 06:30:00", "05:30", "1", "00012", "26:00", "732829320", ""])
    ]


def test_a_text_that_looks_like_a_formula_stays_text_in_a_template():
    table = read_table(workbook("products", [["product"], ["=1+1"], ["<b>${x}"]]), COLUMNS)
    assert [cells for _, cells in table.rows] == [["=1+1"], ["<b>${x}"]]


def test_the_first_visible_sheet_is_read():
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["hidden"])
    book.create_sheet("seen").append(["product"])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue(), COLUMNS).header == ("product",)


def repacked(data, **members):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


def test_workbooks_that_are_none_are_refused():
    assert refused(b"PK\x03\x04 not really") == "not_a_workbook"
    assert refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "old_or_protected_workbook"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert refused(out.getvalue()) == "not_a_workbook"


def test_members_that_are_packed_strangely_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
    assert refused(out.getvalue()) == "not_a_workbook"
    locked = bytearray(as_xlsx({"product": "P1"}))
    for place in range(len(locked)):
        if locked[place : place + 4] == b"PK\x01\x02":
            locked[place + 8] |= 1  # the flag that says encrypted
    assert refused(bytes(locked)) == "old_or_protected_workbook"


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("dispatch.intake.reading.csv_text.ROW_LIMIT", 2)
    monkeypatch.setattr("dispatch.intake.reading.workbook.ROW_LIMIT", 2)
    assert refused(as_csv(*ROWS, ROWS[0])) == refused(as_xlsx(*ROWS, ROWS[0])) == "too_many_rows"
    assert len(read_table(as_csv(*ROWS), COLUMNS).rows) == len(read_table(as_xlsx(*ROWS), COLUMNS).rows) == 2


def test_macros_are_refused():
    assert refused(repacked(as_xlsx({"product": "P1"}), **{"xl/vbaProject.bin": b"x"})) == "macros"


def test_a_bomb_is_refused_by_its_stated_size():
    bomb = repacked(as_xlsx({"product": "P1"}), **{"xl/media/image1.png": b"\0" * 201_000_000})
    assert len(bomb) < 1_000_000
    assert refused(bomb) == "unpacks_too_large"


def test_a_bomb_that_lies_about_its_size_is_refused_too():
    bomb = bytearray(repacked(as_xlsx({"product": "P1"}), **{"xl/media/image1.png": b"\0" * 201_000_000}))
    true_size = (201_000_000).to_bytes(4, "little")
    for place in (bomb.find(true_size), bomb.rfind(true_size)):
        bomb[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(FileError) as caught:
        check_archive(bytes(bomb))
    assert caught.value.code == "unpacks_too_large"


def test_a_cell_in_the_far_corner_is_refused_before_the_grid_is_made():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert refused(repacked(as_xlsx({"product": "P1"}), **{"xl/worksheets/sheet1.xml": sheet})) == "sheet_too_wide"


@pytest.mark.soak
@settings(max_examples=times(60), deadline=None)
@given(st.binary(max_size=400), st.integers(0, 5000), st.booleans())
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(junk, place, packed):
    good = as_xlsx(*ROWS) if packed else as_csv(*ROWS)
    place %= len(good)
    with contextlib.suppress(FileError):
        read_table(good[:place] + junk + good[place + len(junk) :], COLUMNS)

"""A list as a workbook: read from the table that the page shows, so that columns, filters and what may be seen are the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser

from dispatch.controls.workbook import Value

VOID = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link", "col"})
DAY = re.compile("[0-9]{2}/[0-9]{2}/[0-9]{4}")
LEFT_OUT = frozenset({"button", "form", "svg", "script", "select", "textarea"})


class ListTable(HTMLParser):
    """The tables of a page that are marked `data-list` with one name: a list may be cut into several, by customer for one.

    Attributes
    ----------
    headings, rows
        Texts of the heads, and one row of values for each row of the bodies. Days are days, and in a cell of class
        `number` a number is one, as the reader's language writes it.
    """

    def __init__(self, page: str, language: str, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self.headings: list[str] = []
        self.rows: list[list[Value]] = []
        self._language = language
        self._inside = False
        self._in_body = False
        self._heads_known = False
        self._quiet: list[str] = []
        self._texts: list[str] | None = None
        self._classes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell, or something that no sheet shows."""
        found = dict(attrs)
        if tag == "table" and found.get("data-list") == self._name:
            self._inside, self._in_body = True, False
            self._heads_known = bool(self.headings)
        elif not self._inside or tag in VOID:
            return
        elif self._quiet or tag in LEFT_OUT or "visually-hidden" in (found.get("class") or ""):
            self._quiet.append(tag)
        elif tag == "tbody":
            self._in_body = True
        elif tag == "tr" and self._in_body:
            self.rows.append([])
        elif tag in ("td", "th"):
            self._texts, self._classes = [], (found.get("class") or "").split()
        elif self._texts and "under" in (found.get("class") or ""):
            self._texts.append(" — ")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if not self._inside or tag in VOID:
            return
        if self._quiet:
            if self._quiet[-1] == tag:
                self._quiet.pop()
        elif tag == "table":
            self._inside = False
        elif tag in ("td", "th") and self._texts is not None:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._texts is not None and not self._quiet:
            self._texts.append(data)

    def _close(self, tag: str) -> None:
        text = " ".join("".join(self._texts or []).split())
        self._texts = None
        if self._in_body:
            self.rows[-1].append(self._value(text))
        elif tag == "th" and not self._heads_known:
            self.headings.append(text)

    def _value(self, text: str) -> Value:
        if DAY.fullmatch(text):
            return _day(text)
        if "number" in self._classes:
            return _number(text, self._language)
        return text


def without(table: ListTable, hidden: Sequence[str], sort: str = "") -> tuple[list[str], list[list[Value]]]:
    """Headings and rows less the hidden columns, and less those without a heading (boxes to tick, buttons).

    `hidden` are numbers of columns, from 0. `sort` is one from 1; with a minus the largest comes first. What is no such
    number hides and sorts nothing.
    """
    kept = [place for place, heading in enumerate(table.headings) if heading and str(place) not in hidden]
    rows = _sorted([row for row in table.rows if row], sort, len(table.headings))
    return [table.headings[place] for place in kept], [
        [row[place] if place < len(row) else "" for place in kept] for row in rows
    ]


def _sorted(rows: list[list[Value]], sort: str, width: int) -> list[list[Value]]:
    number = sort.removeprefix("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= width):
        return rows
    place = int(number) - 1
    told: list[list[Value]] = []
    silent: list[list[Value]] = []
    for row in rows:
        (told if place < len(row) and row[place] not in ("", "—") else silent).append(row)
    return [*sorted(told, key=lambda row: _rank(row[place]), reverse=sort.startswith("-")), *silent]


def _rank(value: Value) -> tuple[int, float, str]:
    """Numbers, then days, then words."""
    if isinstance(value, int | float):
        return (0, value, "")
    return (1, value.toordinal(), "") if isinstance(value, date) else (2, 0, str(value).casefold())


def _day(text: str) -> Value:
    try:
        return date(*(int(part) for part in reversed(text.split("/"))))
    except ValueError:
        return text


def _number(text: str, language: str) -> Value:
    """`1 234,50 €` as 1234.5; what is no number stays text."""
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").strip("€")
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return text

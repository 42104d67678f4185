"""A table of texts becomes rows of values, or errors that name row, column and value."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch.intake.columns import Column, Incoming, Kind, Row
from dispatch.intake.findings import CellError, Findings
from dispatch.intake.reading import FileError, header_name, read_table


def read_rows(kind: Kind, data: bytes, file_name: str, sha256: str, language: str) -> Incoming:
    """Read a file of a kind; everything that is wrong with it is noted, nothing is raised."""
    findings = Findings(language)
    incoming = Incoming(kind, [], findings, file_name, sha256, 0)
    try:
        table = read_table(data, [column.name for column in kind.columns])
    except FileError as error:
        findings.error(error.code, row=error.row, value=file_name, **error.params)
        return incoming
    places = _places(kind, table.header, findings)
    incoming.row_count = len(table.rows)
    if findings.errors:
        return incoming
    if not table.rows:
        findings.warn("no_rows")
    for number, cells in table.rows:
        row = _row(kind, places, number, cells, len(table.header), findings)
        if number in findings.bad_rows:
            incoming.bad_subjects.update(filter(None, (row.subject, row.raw.get(kind.key[0], "") if kind.key else "")))
        else:
            incoming.rows.append(row)
    return incoming


def _places(kind: Kind, header: tuple[str, ...], findings: Findings) -> dict[int, Column]:
    """Which column stands where."""
    known = {column.name: column for column in kind.columns}
    places: dict[int, Column] = {}
    for position, title in enumerate(header):
        name = header_name(title)
        column = known.get(name)
        if column is None:
            if title:
                findings.warn("unknown_column", column=title, value=title)
        elif column in places.values():
            findings.error("duplicate_column", column=name, value=title)
        else:
            places[position] = column
    for name in kind.required:
        if known[name] not in places.values():
            findings.error("missing_column", column=name)
    return places


def _row(kind: Kind, places: dict[int, Column], number: int, cells: list[str], width: int, findings: Findings) -> Row:
    raw = {column.name: cells[place] if place < len(cells) else "" for place, column in places.items()}
    if len(cells) > width and any(cells[width:]):
        subject = kind.subject(raw)
        findings.error("too_many_cells", row=number, subject=subject, found=len(cells), expected=width)
        return Row(number, {}, raw, subject)
    return read_row(kind, places.values(), raw, number, findings)


def read_row(kind: Kind, columns: Iterable[Column], raw: dict[str, str], number: int, findings: Findings) -> Row:
    """The values of one row's cells, by column; what cannot be read is noted."""
    row = Row(number, {}, raw, kind.subject(raw))
    for column in columns:
        cell = raw[column.name]
        if cell:
            try:
                row.values[column.name] = column.parse(cell)
            except CellError as error:
                findings.error(
                    error.code, row=number, column=column.name, value=cell, subject=row.subject, **error.params
                )
        elif column.required:
            findings.error("required", row=number, column=column.name, subject=row.subject)
        elif not column.keep:
            row.values[column.name] = column.empty()
    return row

"""A table of an import file: header and rows, written as csv the way a French spreadsheet would."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, separated by spaces, and rows of cells."""

    columns: str
    rows: Iterable[Sequence[object]]

    def csv(self) -> bytes:
        """UTF-8, semicolons, decimal commas, DD/MM/YYYY."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(self.columns.split())
        writer.writerows([_cell(cell) for cell in row] for row in self.rows)
        return text.getvalue().encode()


def _cell(cell: object) -> object:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell

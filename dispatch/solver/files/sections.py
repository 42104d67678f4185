"""A VRPLIB text taken apart: specifications and sections, every fault named with its section, line and remedy."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.errors import Fault, FileError

Floats = NDArray[np.float64]
Row = tuple[int, list[str]]

MOST = 100_000
"""Nodes or vehicles that a file may have."""

_SECTION = re.compile(r"^([A-Z_0-9]+)_SECTION\s*:?\s*$")
_SPECIFICATION = re.compile(r"^([A-Za-z_0-9]+)\s*:\s*(.*)$")


@dataclass
class Sections:
    """What a VRPLIB file says: `specs` by upper-case key, `sections` by name without `_SECTION` as (line, words)."""

    name: str
    specs: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file, as a specification or as a section."""
        return key in self.specs or key in self.sections

    def number(self, key: str) -> float:
        """Read a specification as a number."""
        if key not in self.specs:
            raise self.fault("missing", key, "the file does not have it.", f"Add a line '{key} : <number>'.")
        return self._number(self.specs[key], key)

    def whole(self, key: str) -> int:
        """Read a specification that counts something: a whole number from 1 to `MOST`."""
        value = self.number(key)
        if value != int(value) or not 1 <= value <= MOST:
            raise self.fault("value", key, f"{value:g} is not a whole number from 1 to {MOST}.", "Correct the number.")
        return int(value)

    def table(self, key: str, count: int) -> Floats:
        """Read a section's numbers (count × columns); its rows must be numbered 1 to count in order."""
        rows = self._numbered(key, count)
        width = len(rows[0][1])
        for line, words in rows:
            if len(words) != width or width < 2:
                raise self.fault(
                    "columns", f"{key}_SECTION, line {line}", f"{len(words)} columns, not {max(width, 2)}.",
                    "Give every row its number and the same count of values.",
                )  # fmt: skip
        return self._floats(key, rows)[:, 1:]

    def ragged(self, key: str, count: int) -> list[tuple[int, ...]]:
        """Read a section's rows of whole numbers, of any length, numbered 1 to count in order."""
        rows = self._numbered(key, count)
        return [tuple(self._index(word, f"{key}_SECTION, line {at}") for word in words[1:]) for at, words in rows]

    def per(self, key: str, count: int, default: float) -> Floats:
        """One value each (count): a section's column, a specification that holds for all, or the default."""
        if key in self.sections:
            table = self.table(key, count)
            if table.shape[1] != 1:
                raise self.fault("columns", f"{key}_SECTION", "more than one value a row.", "Give one value a row.")
            return table[:, 0]
        value = self.number(key) if key in self.specs else default
        return np.full(count, value, dtype=np.float64)

    def square(self, key: str, count: int) -> Floats:
        """Read a section as a full matrix (count × count), however its rows are wrapped."""
        rows = self.sections.get(key)
        if rows is None:
            raise self._missing(key)
        values = self._floats(key, [(line, [word]) for line, words in rows for word in words])
        if values.size != count * count:
            raise self.fault(
                "rows", f"{key}_SECTION", f"{values.size} numbers where DIMENSION {count} asks for {count * count}.",
                "Give the full matrix, or correct DIMENSION.",
            )  # fmt: skip
        return values.reshape(count, count)

    def fault(self, kind: str, where: str, cause: str, action: str) -> FileError:
        """Make the error of one fault in this file."""
        return FileError((Fault(f"vrplib-{kind}", f"{self.name}, {where}", cause, action),))

    def _missing(self, key: str) -> FileError:
        return self.fault("missing", f"{key}_SECTION", "the section is missing.", "Add it with one row per entry.")

    def _numbered(self, key: str, count: int) -> list[Row]:
        rows = self.sections.get(key)
        if rows is None:
            raise self._missing(key)
        if len(rows) != count:
            raise self.fault(
                "rows", f"{key}_SECTION", f"{len(rows)} rows where {count} are expected.",
                "Give one row for each, or correct DIMENSION or VEHICLES.",
            )  # fmt: skip
        for expected, (line, words) in enumerate(rows, 1):
            if words[0] != str(expected):
                raise self.fault(
                    "order", f"{key}_SECTION, line {line}", f"row number {words[0]} where {expected} is expected.",
                    "Number the rows 1, 2, 3 … in order.",
                )  # fmt: skip
        return rows

    def _floats(self, key: str, rows: Sequence[Row]) -> Floats:
        try:
            values = np.array([words for _, words in rows], dtype=np.float64)
        except ValueError:
            values = np.full(1, math.nan)
        if not np.isfinite(values).all():
            for line, words in rows:
                for word in words:
                    self._number(word, f"{key}_SECTION, line {line}")
        return values

    def _index(self, word: str, where: str) -> int:
        value = self._number(word, where)
        if value != int(value) or abs(value) > MOST:
            raise self.fault("value", where, f"{word} is not the number of a node.", "Name nodes by their number.")
        return int(value)

    def _number(self, word: str, where: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.fault("number", where, f"'{word}' is not a number.", "Write a number there.")
        return value


def take_apart(text: str, name: str) -> Sections:
    """Split the text of a VRPLIB file; `name` is what its faults call it."""
    sections = Sections(name)
    rows: list[Row] | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line == "EOF":
            break
        if found := _SECTION.match(line):
            key = found[1]
            if sections.has(key):
                raise sections.fault("twice", f"line {number}", f"{key} comes twice.", "Keep one of them.")
            rows = sections.sections.setdefault(key, [])
        elif found := _SPECIFICATION.match(line):
            if sections.has(found[1].upper()):
                raise sections.fault("twice", f"line {number}", f"{found[1]} comes twice.", "Keep one of them.")
            sections.specs[found[1].upper()] = found[2].strip()
        elif rows is None:
            raise sections.fault(
                "syntax", f"line {number}", f"'{line[:40]}' is neither 'KEY : value' nor part of a section.",
                "Write the file in the VRPLIB format.",
            )  # fmt: skip
        else:
            rows.append((number, line.split()))
    return sections

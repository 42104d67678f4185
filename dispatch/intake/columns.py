"""A kind of file as one table of columns: parser, template and reference all come from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from dispatch.intake.findings import Findings

Parse = Callable[[str], Any]


_LABEL_ENDS = re.compile(r"\s?[:;,(]\s?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its cells are read, what an empty one means, and what it says in both languages.

    Parameters
    ----------
    parse
        Reads the text of a cell that is not empty.
    fr, en
        What the column holds.
    example
        A value for the template.
    default
        What an empty cell means, and a missing column for a new row; a callable is called each time.
    keep
        An empty cell leaves what is stored.
    attribute
        Where the value goes; a mapping as value goes to the attributes it names.
    refers
        The kind whose business key this is: the value becomes its id.
    shown
        Writes the cell from what is stored, where the value goes to several attributes.
    """

    name: str
    parse: Parse
    fr: str
    en: str
    example: str = ""
    required: bool = False
    default: Any = None
    keep: bool = False
    attribute: str = ""
    refers: str = ""
    shown: Callable[[Any, str], str] | None = None

    @property
    def target(self) -> str:
        """The attribute that the value goes to."""
        return self.attribute or self.name

    def empty(self) -> Any:
        """What an empty cell means."""
        return self.default() if callable(self.default) else self.default

    def label(self, language: str) -> str:
        """The beginning of what the column holds: its name on a form."""
        return _LABEL_ENDS.split(self.en if language == "en" else self.fr, maxsplit=1)[0]

    def hint(self, language: str) -> str:
        """The rest of it; empty where the name says all."""
        text = self.en if language == "en" else self.fr
        return text[len(self.label(language)) :].strip(" :;,()")


@dataclass(slots=True)
class Row:
    """One row that could be read; `values` holds what the file says, by column."""

    number: int
    """The row of the sheet, the header being 1."""
    values: dict[str, Any]
    raw: dict[str, str]
    subject: str = ""
    """Business key, as written."""
    by: str = "import"
    """Who says so: a file, or a person at a form."""


@dataclass(slots=True)
class Incoming:
    """A file that was read, with what was found so far."""

    kind: Kind
    rows: list[Row]
    findings: Findings
    file_name: str
    sha256: str
    row_count: int
    bad_subjects: set[str] = field(default_factory=set)
    """Business keys of rows that could not be read: whoever refers to them is not blamed."""


class Decision(Protocol):
    """What the rows come to, before anything is written."""

    @property
    def created(self) -> int:
        """How many rows are new."""

    @property
    def changed(self) -> int:
        """How many rows differ from what is stored."""

    @property
    def unchanged(self) -> int:
        """How many rows say what is stored already."""

    def apply(self, session: Session) -> None:
        """Write it."""


@dataclass(frozen=True)
class Kind:
    """A kind of import file.

    Parameters
    ----------
    key
        Columns that together are the business key; none: there is one row.
    decide
        Compares the rows with what is stored; notes what breaks a rule.
    """

    name: str
    fr: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    decide: Callable[[Session, Incoming], Decision]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the required columns."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def subject(self, raw: dict[str, str]) -> str:
        """The business key of a row, as written."""
        return "/".join(filter(None, (raw.get(name, "") for name in self.key or (self.columns[0].name,))))

"""Forms of the company's files: each field made from the column of its file, in sections, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from dispatch.intake import parsers
from dispatch.intake.cells import cells_of, word, written
from dispatch.intake.columns import Column, Kind, Parse
from dispatch.intake.listing import Named, choices
from dispatch.intake.words import Choice, SomeOf, yes_or_no
from dispatch.web import formats
from dispatch.web.file_layout import SECTIONS, section_title

YES, NO = "oui", "non"
Option = tuple[str, str]
"""What is sent, and what is read."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the page draws it; `options` for a choice, `names` for a reference."""

    name: str
    label: str
    hint: str
    widget: str
    value: str
    problem: str
    required: bool
    fixed: bool
    options: tuple[Option, ...] = ()
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields under a title; `place` where two of them are a point on a map."""

    title: str
    fields: tuple[Field, ...]

    @property
    def place(self) -> bool:
        """Whether the section says where something is."""
        return {"latitude", "longitude"} <= {field.name for field in self.fields}


def sections(
    session: Session,
    kind: Kind,
    cells: Mapping[str, str],
    problems: Mapping[str, str],
    language: str,
    *,
    is_new: bool,
) -> tuple[Section, ...]:
    """The form of a row with what its cells say."""
    return tuple(
        Section(
            section_title(code),
            tuple(
                _field(session, kind.column(name), cells, problems, language, fixed=not is_new and name in kind.key)
                for name in names
            ),
        )
        for code, names in SECTIONS[kind.name]
    )


def one_field(session: Session, kind: Kind, column: str, cell: str, language: str) -> Field:
    """The field of one column with what its cell says."""
    return _field(session, kind.column(column), {column: cell}, {}, language, fixed=False)


def typed(kind: Kind, form: MultiDict[str, str]) -> dict[str, str]:
    """The cells that a form sends: boxes that are not ticked say no, several words are joined."""
    return {
        column.name: cell_typed(column, form)
        for column in kind.columns
        if _widget(column) in ("check", "checks") or column.name in form
    }


def cell_typed(column: Column, form: MultiDict[str, str]) -> str:
    """What a form sends of one column."""
    widget = _widget(column)
    if widget == "check":
        return YES if column.name in form else NO
    return ", ".join(form.getlist(column.name)) if widget == "checks" else form.get(column.name, "")


def defaults(kind: Kind, language: str) -> dict[str, str]:
    """What the fields of a new row begin with."""
    return {
        column.name: written(column, column.empty(), language)
        for column in kind.columns
        if column.shown is None and not column.refers and column.empty() is not None
    }


def display(column: Column, value: Any, language: str) -> str:
    """A stored value in the reader's format; a dash for none."""
    if isinstance(value, Mapping):
        return str(value[language])
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, Named):
        return value.name or value.code
    write = _FORMATS.get(column.parse)
    if write is not None:
        return write(value)
    return written(column, value, language)


def is_number(column: Column) -> bool:
    """Whether the column's values stand to the right in a list."""
    return isinstance(column.parse, parsers.Scaled | parsers.Minutes)


_FORMATS: dict[Parse, Callable[[Any], str]] = {
    parsers.cents: formats.money,
    parsers.micros: formats.unit_price,
    parsers.quantity: formats.quantity,
    parsers.quantity_or_none: formats.quantity,
    parsers.grams: formats.kilograms,
    parsers.vat_rate: lambda value: formats.percent(value / 10_000),
    parsers.day: formats.day,
}


def _field(
    session: Session,
    column: Column,
    cells: Mapping[str, str],
    problems: Mapping[str, str],
    language: str,
    *,
    fixed: bool,
) -> Field:
    widget = _widget(column)
    value = cells.get(column.name, "")
    names = choices(session, column.refers) if column.refers else ()
    meant = next((one.name for one in names if one.code == value), "")
    return Field(
        name=column.name,
        label=column.label(language),
        hint=meant or ("" if widget in ("select", "checks", "check", "date", "time") else column.hint(language)),
        widget=widget,
        value=value,
        problem=problems.get(column.name, ""),
        required=column.required,
        fixed=fixed,
        options=_options(column, language),
        names=() if fixed else names,
    )


def _options(column: Column, language: str) -> tuple[Option, ...]:
    parse = column.parse
    if not isinstance(parse, Choice | SomeOf):
        return ()
    words = tuple((word(parse.choices, value, language),) * 2 for value in parse.choices)
    return words if isinstance(parse, SomeOf) or column.required or column.default else (("", "—"), *words)


def _widget(column: Column) -> str:
    parse = column.parse
    if parse is yes_or_no:
        return "check"
    if isinstance(parse, Choice):
        return "select"
    if isinstance(parse, SomeOf):
        return "checks"
    if column.refers:
        return "reference"
    if parse is parsers.long_text:
        return "long"
    if parse is parsers.day:
        return "date"
    if parse is parsers.moment or parse is parsers.end_moment:
        return "time"
    return "decimal" if is_number(column) else "text"


def facts(session: Session, kind: Kind, entity: Any, language: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """What a row says, section by section: label and text of every column that is filled."""
    cells = cells_of(session, kind, entity, language)
    found = []
    for code, names in SECTIONS[kind.name]:
        said = tuple(
            (column.label(language), _fact(column, entity, cells[column.name], language))
            for column in map(kind.column, names)
            if cells[column.name]
        )
        found.append((section_title(code), said))
    return tuple(found)


def _fact(column: Column, entity: Any, cell: str, language: str) -> str:
    if column.refers or column.shown is not None:
        return cell
    return display(column, getattr(entity, column.target), language)

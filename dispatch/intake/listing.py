"""Rows of a kind as lists show them: found by any word in them or in what they refer to, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, Text, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from dispatch.intake.by_hand import rule_of
from dispatch.intake.columns import Column, Kind
from dispatch.intake.messages import LANGUAGES
from dispatch.intake.references import MODELS


@dataclass(frozen=True, slots=True)
class Named:
    """What a row refers to."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row: its values by column, references as their code and name, written cells by language."""

    id: int
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, and how many there are on all pages."""

    rows: tuple[ListedRow, ...]
    total: int


def listed(
    session: Session,
    kind: Kind,
    *,
    search: str = "",
    of: Mapping[str, int] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Listed:
    """A page of rows in the order of their business key.

    Parameters
    ----------
    search
        Part of a text in the row, or of the code or name of what it refers to; case does not matter.
    of
        Column → id: only rows that refer to these.
    """
    model = rule_of(kind).model
    refers = {column.name: aliased(MODELS[column.refers]) for column in kind.columns if column.refers}
    query = select(model)
    for column in kind.columns:
        if column.refers:
            other = refers[column.name]
            query = query.outerjoin(other, getattr(model, column.target) == other.id)
    for name, key in (of or {}).items():
        query = query.where(getattr(model, kind.column(name).target) == key)
    if search:
        texts = [getattr(model, column.target) for column in kind.columns if _is_text(model, column)]
        texts += [
            getattr(other, name) for other in refers.values() for name in ("code", "name") if hasattr(other, name)
        ]
        query = query.where(or_(*(_contains(text, search) for text in texts)))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = [
        refers[name].code if name in refers else getattr(model, kind.column(name).target) for name in kind.key
    ] or [model.id]
    found = list(session.scalars(query.order_by(*ordered, model.id).offset(offset).limit(limit)))
    names = {column.name: _names(session, column, found) for column in kind.columns if column.refers}
    return Listed(tuple(_row(kind, entity, names) for entity in found), total)


def choices(session: Session, kind_name: str, limit: int = 2000) -> tuple[Named, ...]:
    """What a column that refers to this kind may name, by code."""
    model = MODELS[kind_name]
    rows = session.scalars(select(model).order_by(model.code).limit(limit))
    return tuple(_named(row) for row in rows)


def _row(kind: Kind, entity: Any, names: Mapping[str, Mapping[int, Named]]) -> ListedRow:
    values: dict[str, Any] = {}
    for column in kind.columns:
        if column.shown is not None:
            values[column.name] = {each: column.shown(entity, each) for each in LANGUAGES}
        elif column.refers:
            values[column.name] = names[column.name].get(getattr(entity, column.target))
        else:
            values[column.name] = getattr(entity, column.target)
    return ListedRow(entity.id, entity.version, values)


def _names(session: Session, column: Column, entities: list[Any]) -> dict[int, Named]:
    model = MODELS[column.refers]
    ids = {getattr(entity, column.target) for entity in entities} - {None}
    rows = session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {row.id: _named(row) for row in rows}


def _named(row: Any) -> Named:
    return Named(row.code, getattr(row, "name", "") or getattr(row, "plate", ""))


def _is_text(model: Any, column: Column) -> bool:
    if column.refers or column.shown is not None:
        return False
    attribute = getattr(model, column.target)
    return isinstance(attribute.type, String | Text)


def _contains(text: InstrumentedAttribute[str], search: str) -> ColumnElement[bool]:
    return func.lower(text).contains(search.lower(), autoescape=True)

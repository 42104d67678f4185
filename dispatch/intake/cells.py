"""From what is stored back to the cells of a row: what a form shows, and what a file of the same kind would say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import shortest
from dispatch.intake.references import MODELS
from dispatch.intake.words import Choice, Choices, SomeOf


def cells_of(session: Session, kind: Kind, entity: Any, language: str) -> dict[str, str]:
    """The cells of one stored row, by column; references are written as codes."""
    codes = codes_behind(session, kind, [entity])
    return {column.name: cell(column, entity, codes, language) for column in kind.columns}


def codes_behind(session: Session, kind: Kind, entities: list[Any]) -> dict[str, dict[int, str]]:
    """The codes that these rows refer to: column → id → code."""
    found: dict[str, dict[int, str]] = {}
    for column in kind.columns:
        if column.refers:
            model = MODELS[column.refers]
            ids = {getattr(entity, column.target) for entity in entities} - {None}
            rows = session.execute(select(model.id, model.code).where(model.id.in_(ids))) if ids else ()
            found[column.name] = {key: code for key, code in rows}  # noqa: C416  a Row is not a pair to the types
    return found


def cell(column: Column, entity: Any, codes: Mapping[str, Mapping[int, str]], language: str) -> str:
    """One cell, as somebody would type it."""
    if column.shown is not None:
        return column.shown(entity, language)
    value = getattr(entity, column.target)
    if column.refers:
        return codes[column.name].get(value, "") if value is not None else ""
    return written(column, value, language)


def written(column: Column, value: Any, language: str) -> str:
    """A value as its column reads it."""
    if value is None:
        return ""
    parse = column.parse
    if isinstance(parse, Choice):
        return word(parse.choices, value, language)
    if isinstance(parse, SomeOf):
        return ", ".join(word(parse.choices, each, language) for each in value)
    return str(parse.write(value)) if hasattr(parse, "write") else _plain(value, language)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return ("oui" if value else "non") if language == "fr" else ("yes" if value else "no")
    if isinstance(value, float):
        return shortest(Decimal(repr(value)))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def word(choices: Choices, value: str, language: str) -> str:
    """The reader's word for a choice; empty for none."""
    words = choices.get(value)
    return words[1 if language == "en" else 0] if words else value

"""Rows that describe one stored thing each: new ones are created, changed ones amended visibly, same ones left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.db.chunks import chunks
from dispatch.intake.columns import Decision, Incoming, Row
from dispatch.intake.findings import Findings
from dispatch.intake.references import resolve

Attributes = dict[str, Any]
Check = Callable[[Row, Attributes, Any, Findings], None]
"""Looks at a row, its attributes and what is stored (or None); notes errors and doubts."""


Complete = Callable[[Attributes], None]
"""Fills attributes that follow from others."""


def no_completion(_attributes: Attributes) -> None:
    """Nothing follows."""


def no_check(_row: Row, _attributes: Attributes, _stored: Any, _findings: Findings) -> None:
    """Nothing to look at beyond the cells."""


@dataclass(frozen=True)
class Upsert:
    """How a kind's rows are matched with stored rows.

    Parameters
    ----------
    model
        What a row becomes.
    key
        Attributes that tell one from the other; the first one narrows the search.
    thing
        Its name in the journal.
    fixed
        Attributes that no column gives.
    initial
        Attributes of a new one that no column gives.
    last_wins
        Whether of several rows with one key the last holds; else they must agree.
    """

    model: Any
    key: tuple[str, ...]
    thing: str
    check: Check = no_check
    complete: Complete = no_completion
    fixed: Attributes = field(default_factory=dict)
    initial: Attributes = field(default_factory=dict)
    last_wins: bool = False

    def decide(self, session: Session, incoming: Incoming) -> Decision:
        """Compare the rows with what is stored."""
        findings = incoming.findings
        resolve(session, incoming)
        wanted: dict[tuple[Any, ...], tuple[Row, Attributes]] = {}
        repeats = 0
        for row in incoming.rows:
            if row.number in findings.bad_rows:
                continue
            attributes = {**self.fixed, **attributes_of(row, incoming)}
            self.complete(attributes)
            key = tuple(attributes[name] for name in self.key)
            earlier = wanted.get(key)
            if earlier is not None:
                repeats += 1
                if earlier[1] != attributes and not self.last_wins:
                    _conflict(row, earlier, attributes, incoming)
                    continue
            wanted[key] = (row, attributes)
        stored = self._stored(session, wanted)
        changes = Changes(self, incoming, unchanged=repeats)
        for key, (row, attributes) in wanted.items():
            entity = stored.get(key)
            self.check(row, attributes, entity, findings)
            changes.add(row, attributes, entity)
        return changes

    def _stored(self, session: Session, wanted: dict[tuple[Any, ...], Any]) -> dict[tuple[Any, ...], Any]:
        column = getattr(self.model, self.key[0])
        stored: dict[tuple[Any, ...], Any] = {}
        for some in chunks(sorted({key[0] for key in wanted})):
            for entity in session.scalars(select(self.model).where(column.in_(some))):
                stored[tuple(getattr(entity, name) for name in self.key)] = entity
        return stored


@dataclass
class Changes:
    """What the rows come to."""

    rule: Upsert
    incoming: Incoming
    unchanged: int = 0
    new: list[Attributes] = field(default_factory=list)
    amended: list[tuple[Row, Any, Attributes]] = field(default_factory=list)

    @property
    def created(self) -> int:
        """How many are new."""
        return len(self.new)

    @property
    def changed(self) -> int:
        """How many differ from what is stored."""
        return len(self.amended)

    def add(self, row: Row, attributes: Attributes, entity: Any) -> None:
        """Sort one row in."""
        if entity is None:
            whole = {**self._defaults(), **self.rule.initial, **attributes}
            self.rule.complete(whole)
            self.new.append(whole)
            return
        different = {name: value for name, value in attributes.items() if getattr(entity, name) != value}
        if different:
            self.amended.append((row, entity, different))
        else:
            self.unchanged += 1

    def apply(self, session: Session) -> None:
        """Write it, with a journal entry for each amendment."""
        if self.new:
            session.execute(insert(self.rule.model), self.new)
        for row, entity, different in self.amended:
            told = []
            for name, value in different.items():
                told.append([name, as_told(getattr(entity, name)), as_told(value)])
                setattr(entity, name, value)
            journal.record(session, f"{self.rule.thing}.amended", row.subject, changes=told)
        session.flush()

    def _defaults(self) -> Attributes:
        found: Attributes = {}
        for column in self.incoming.kind.columns:
            value = column.empty()
            if isinstance(value, dict):
                found.update(value)
            else:
                found[column.target] = value
        return found


def attributes_of(row: Row, incoming: Incoming) -> Attributes:
    """The attributes that a row speaks of; key columns that the file leaves out have their default."""
    found: Attributes = {}
    for column in incoming.kind.columns:
        if column.name in row.values:
            value = row.values[column.name]
        elif column.name in incoming.kind.key:
            value = column.empty()
        else:
            continue
        if isinstance(value, dict):
            found.update(value)
        else:
            found[column.target] = value
    return found


def as_told(value: Any) -> Any:
    """A value as the journal takes it: exact, no floats."""
    if isinstance(value, float):
        return repr(value)
    if value is None or isinstance(value, str | bool | int | date | time | list):
        return value
    return str(value)


def _conflict(row: Row, earlier: tuple[Row, Attributes], attributes: Attributes, incoming: Incoming) -> None:
    first, said = earlier
    names = [name for name in said if said[name] != attributes.get(name)]
    column = next(
        (column.name for column in incoming.kind.columns if column.target in names and column.name in row.raw),
        incoming.kind.columns[0].name,
    )
    incoming.findings.error(
        "conflicting_rows",
        row=row.number,
        column=column,
        value=row.raw.get(column, ""),
        subject=row.subject,
        other=first.number,
    )

"""One row of a kind saved from a form: the same columns and rules as its file, and what a file only doubts is refused.

A form shows the version that it was filled from; where somebody saved meanwhile, it is refused by name and hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.db.engine import actor_of
from dispatch.errors import ChangedMeanwhileError, NotFoundError, RefusedError, RefusedFieldsError
from dispatch.intake.cells import cells_of
from dispatch.intake.columns import Incoming, Kind
from dispatch.intake.findings import Findings, RowProblem
from dispatch.intake.rows import read_row
from dispatch.intake.upsert import Changes, Upsert, as_told
from dispatch.intake.worklist import PLACING, close_settled

ROW = 1
TOLERATED = PLACING
"""Doubts that a form leaves to the worklist."""
ALWAYS = ("terms_illegal",)
"""Doubts that also come from another field than their own."""


def rule_of(kind: Kind) -> Upsert:
    """How rows of a kind are matched with what is stored."""
    rule = getattr(kind.decide, "__self__", None)
    assert isinstance(rule, Upsert), f"rows of {kind.name} are not edited one by one"
    return rule


def get(session: Session, kind: Kind, key: int) -> Any:
    """The stored row with that id.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    found = session.get(rule_of(kind).model, key)
    if found is None:
        raise NotFoundError(f"There is no row {key} among the {kind.name}.", "It may have been removed meanwhile.")
    return found


def save(
    session: Session,
    kind: Kind,
    typed: Mapping[str, str],
    *,
    language: str,
    key: int | None = None,
    version: int | None = None,
) -> Any:
    """Make a row, or change the one with the id `key`; recorded in the journal.

    Parameters
    ----------
    typed
        Cells by column; columns that are missing are empty, or stay as they are stored.
    version
        The version that the form was filled from.

    Returns
    -------
    The stored row.

    Raises
    ------
    RefusedFieldsError
        With every field that cannot be taken.
    ChangedMeanwhileError
        When somebody else saved the row since the form was filled.
    """
    rule = rule_of(kind)
    stored = None if key is None else _held(session, kind, key, version)
    before = {} if stored is None else cells_of(session, kind, stored, language)
    raw = {column.name: typed.get(column.name, before.get(column.name, "")).strip() for column in kind.columns}
    if stored is not None:
        raw |= {name: before[name] for name in kind.key}
    findings = Findings(language)
    row = read_row(kind, kind.columns, raw, ROW, findings)
    row.by = actor_of(session)
    incoming = Incoming(kind, [row], findings, "", "", 1)
    decision = Changes(rule, incoming)
    if ROW not in findings.bad_rows:
        found = kind.decide(session, incoming)
        assert isinstance(found, Changes)
        decision = found
        if stored is None and not findings.errors and not decision.new:
            findings.error("already_there", column=(kind.key or (kind.columns[0].name,))[0], subject=row.subject)
    _refuse(findings, raw, before)
    decision.apply(session)
    close_settled(session, incoming)
    if stored is not None:
        return stored
    attributes = decision.new[0]
    told = [[name, as_told(attributes[name])] for name in attributes if attributes[name] not in (None, "", [])]
    journal.record(session, f"{rule.thing}.created", row.subject[:128], values=told)
    same = [getattr(rule.model, name).is_not_distinct_from(attributes[name]) for name in rule.key]
    return session.scalars(select(rule.model).where(*same)).one()


def remove(session: Session, kind: Kind, key: int, version: int | None) -> None:
    """Take a row away that nothing refers to; recorded with what it said.

    Raises
    ------
    ChangedMeanwhileError
        When somebody else saved it meanwhile.
    RefusedError
        When something refers to it.
    """
    stored = _held(session, kind, key, version)
    said = cells_of(session, kind, stored, "fr")
    session.delete(stored)
    try:
        session.flush()
    except IntegrityError as error:
        raise RefusedError(f"{kind.subject(said)} is used elsewhere.", "Close it instead of removing it.") from error
    journal.record(session, f"{rule_of(kind).thing}.removed", kind.subject(said)[:128], values=sorted(said.items()))


def _held(session: Session, kind: Kind, key: int, version: int | None) -> Any:
    stored = session.get(rule_of(kind).model, key, with_for_update=True, populate_existing=True)
    if stored is None:
        raise NotFoundError(f"There is no row {key} among the {kind.name}.", "It may have been removed meanwhile.")
    if version is not None and stored.version != version:
        error = ChangedMeanwhileError(
            f"{stored.changed_by or 'Nobody'} saved version {stored.version} at {stored.changed_at}, the form was filled"
            f" from version {version}.",
            "Look at what changed and send the form again.",
        )
        error.by, error.at = stored.changed_by, stored.changed_at
        raise error
    return stored


def _refuse(findings: Findings, raw: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Raise with every error, and with every doubt about what was typed anew."""
    wrong: list[RowProblem] = list(findings.errors)
    wrong += [
        doubt
        for doubt in findings.warnings
        if doubt.code not in TOLERATED and (doubt.code in ALWAYS or raw.get(doubt.column) != before.get(doubt.column))
    ]
    if not wrong:
        return
    error = RefusedFieldsError(
        "; ".join(f"{one.column}: {one.reason}" for one in wrong), "Correct these fields and send the form again."
    )
    error.problems = {one.column: f"{one.reason} {one.remedy}" for one in reversed(wrong)}
    raise error

"""Undo and redo of a day's edits: as many as there were, each exactly back to the tours as they stood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import RefusedError
from dispatch.orders.models import OrderLine
from dispatch.tours.day_plans import swap, versions
from dispatch.tours.edits import Images, as_json, from_json, put
from dispatch.tours.edits_models import DayEdit


@dataclass(frozen=True, slots=True)
class EditRow:
    """One edit as the log shows it."""

    id: int
    kind: str
    state: str
    facts: Mapping[str, Any]
    edited_at: datetime
    edited_by: str


@dataclass(frozen=True, slots=True)
class History:
    """What can be taken back, the latest first, and what can be done again, the next first."""

    undo: tuple[EditRow, ...]
    redo: tuple[EditRow, ...]


def history(session: Session, day: date) -> History:
    """The edits of a day that nothing else has overtaken."""
    done, undone = _open(session, day, versions(session, [day])[day])
    return History(tuple(_row(each) for each in reversed(done)), tuple(_row(each) for each in undone))


def log(session: Session, day: date, limit: int = 200) -> tuple[EditRow, ...]:
    """All edits of a day, also those that cannot be taken back any more, the latest first."""
    query = select(DayEdit).where(DayEdit.day == day).order_by(DayEdit.id.desc()).limit(limit)
    return tuple(_row(each) for each in session.scalars(query))


def edited_since(session: Session, day: date, instant: datetime) -> bool:
    """Whether anybody has changed a day by hand from an instant on; locks change nothing."""
    changes = DayEdit.kind.not_in(("lock", "unlock", "hold", "let go"))
    query = select(DayEdit.id).where(
        DayEdit.day == day, DayEdit.state != "undone", DayEdit.edited_at >= instant, changes
    )
    return session.scalars(query.limit(1)).first() is not None


def deferred(session: Session, days: Collection[date]) -> frozenset[int]:
    """Order lines that somebody has put off from one of these days to a later one."""
    found = session.scalars(select(DayEdit.facts).where(DayEdit.day.in_(days), DayEdit.kind == "later"))
    return frozenset(line_id for facts in found for line_id in facts.get("deferred", ()))


def deferred_to(session: Session, day: date) -> dict[int, date | None]:
    """Order lines put off from a day, and the day on which they are expected instead."""
    query = select(OrderLine.id, OrderLine.expected_on).where(OrderLine.id.in_(deferred(session, [day])))
    return {row.id: row.expected_on for row in session.execute(query)}


def change(
    session: Session,
    day: date,
    expected_version: int,
    kind: str,
    facts: Mapping[str, Any],
    before: Images,
    after: Images,
    put_off: Mapping[int, date] | None = None,
) -> DayEdit:
    """Do an edit: put the tours, write the log, let go of what could have been done again.

    Parameters
    ----------
    put_off
        Order lines on no tour of the day that are put off as well, and to which day.

    Raises
    ------
    StalePlanError
        When the day has changed since the planner looked.
    """
    plan = swap(session, day, expected_version)
    done, _ = _open(session, day, expected_version)
    stays = [edit.id for edit in done]
    session.execute(
        update(DayEdit)
        .where(DayEdit.day == day, DayEdit.state != "closed", DayEdit.id.not_in(stays))
        .values(state="closed")
    )
    waiting = put_off or {}
    expected = _expected(session, _lines(before) | _lines(after) | waiting.keys())
    put(session, day, after)
    later = clock.next_working_day(day) if kind == "later" else None
    now_expected = _expect(day, before, after, expected, later)
    now_expected.update({str(line_id): to.isoformat() for line_id, to in waiting.items()})
    _set_expected(session, now_expected)
    if kind == "later":
        facts = {**facts, "deferred": sorted((_lines(before) - _lines(after)) | waiting.keys())}
    edit = DayEdit(
        day=day,
        kind=kind,
        state="done",
        version=plan.version,
        facts=dict(facts),
        before={"tours": as_json(before), "expected": expected},
        after={"tours": as_json(after), "expected": now_expected},
        edited_at=clock.now(),
        edited_by=actor_of(session),
    )
    session.add(edit)
    session.flush()
    journal.record(session, "day.edited", day.isoformat(), version=plan.version, edit=kind, **dict(facts))
    return edit


def step_back(session: Session, day: date, expected_version: int) -> DayEdit:
    """Undo the last edit.

    Raises
    ------
    RefusedError
        When there is nothing to undo.
    StalePlanError
        When the day has changed since the planner looked.
    """
    return _step(session, day, expected_version, back=True)


def step_forward(session: Session, day: date, expected_version: int) -> DayEdit:
    """Redo the edit that was undone last; raises as `step_back` does."""
    return _step(session, day, expected_version, back=False)


def _step(session: Session, day: date, expected_version: int, *, back: bool) -> DayEdit:
    plan = swap(session, day, expected_version)
    done, undone = _open(session, day, expected_version)
    chosen = done[-1:] if back else undone[:1]
    if not chosen:
        raise RefusedError(
            f"There is nothing to {'undo' if back else 'redo'} on {day.isoformat()}.",
            "Edits made before the last calculation or publication stay as they are.",
        )
    (edit,) = chosen
    target = edit.before if back else edit.after
    put(session, day, from_json(target["tours"]))
    _set_expected(session, target["expected"])
    if edit.kind == "later":
        lines = {int(line_id) for line_id in edit.after["expected"]} - _lines(from_json(edit.after["tours"]))
        edit.facts = {**edit.facts, "deferred": [] if back else sorted(lines)}
    edit.state, edit.version = ("undone" if back else "done"), plan.version
    session.flush()
    journal.record(
        session, "day.edit_undone" if back else "day.edit_redone", day.isoformat(), version=plan.version, edit=edit.id
    )
    return edit


def _open(session: Session, day: date, version: int) -> tuple[list[DayEdit], list[DayEdit]]:
    """(done, undone) in the order of editing, unless something else has changed the day since the last of them."""
    query = select(DayEdit).where(DayEdit.day == day, DayEdit.state != "closed").order_by(DayEdit.id)
    edits: Sequence[DayEdit] = session.scalars(query).all()
    if not edits or max(edit.version for edit in edits) != version:
        return [], []
    return [edit for edit in edits if edit.state == "done"], [edit for edit in edits if edit.state == "undone"]


def _lines(chosen: Images) -> set[int]:
    return {line_id for image in chosen.values() if image is not None for line_id in image.quantities()}


def _expected(session: Session, lines: set[int]) -> dict[str, str | None]:
    query = select(OrderLine.id, OrderLine.expected_on).where(OrderLine.id.in_(lines))
    return {str(row.id): row.expected_on.isoformat() if row.expected_on else None for row in session.execute(query)}


def _expect(
    day: date, before: Images, after: Images, expected: Mapping[str, str | None], later: date | None
) -> dict[str, str | None]:
    """Lines that come on a tour are expected that day, lines that are off `later`, where that is known."""
    had, has = _lines(before), _lines(after)
    now = dict(expected)
    now.update({str(line_id): later.isoformat() if later else None for line_id in had - has})
    now.update({str(line_id): day.isoformat() for line_id in has - had})
    return now


def _set_expected(session: Session, expected: Mapping[str, str | None]) -> None:
    rows = session.scalars(select(OrderLine).where(OrderLine.id.in_([int(key) for key in expected])))
    for line in rows:
        value = expected[str(line.id)]
        line.expected_on = date.fromisoformat(value) if value else None


def _row(edit: DayEdit) -> EditRow:
    return EditRow(edit.id, edit.kind, edit.state, edit.facts, edit.edited_at, edit.edited_by)

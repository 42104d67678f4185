"""One column of many rows of a file: chosen on the list, shown row by row before it is done, then done or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.intake import KINDS
from dispatch.intake.many import RowChange, change_many
from dispatch.web.edits_form import number
from dispatch.web.file_forms import Field, cell_typed, one_field
from dispatch.web.file_layout import TOGETHER, Group
from dispatch.web.language import reader_language
from dispatch.web.shell import reading
from dispatch.web.trying import tried


def many(group: Group, kind: str) -> ResponseReturnValue:
    """The value's field, then what each row would become, then the change."""
    column, step = request.form.get("column", ""), request.form.get("step", "")
    if kind not in group.kinds or column not in TOGETHER.get(kind, ()):
        raise NotFoundError("This column is not changed for many rows at once.", "Change each row on its page.")
    found_kind, rows = KINDS[kind], _rows()
    if step == "":
        with reading() as session:
            field = one_field(session, found_kind, column, "", reader_language())
        return _page(group, kind, field, rows, ())
    value = cell_typed(found_kind.column(column), request.form)
    language = reader_language()
    changes = tried(
        lambda session: change_many(session, found_kind, rows, column, value, language=language), keep=step == "apply"
    )
    if step == "apply" and not any(one.refused for one in changes):
        return redirect(url_for(f"files.{group.code}_list", kind=kind), 303)
    with reading() as session:
        field = one_field(session, found_kind, column, value, language)
    seen = {one.key: one.version for one in changes}
    return _page(group, kind, field, seen, changes), 400 if step == "apply" else 200


def _page(group: Group, kind: str, field: Field, rows: Mapping[int, int | None], changes: tuple[RowChange, ...]) -> str:
    return render_template("files_many.html", group=group, kind=kind, field=field, rows=rows, changes=changes)


def _rows() -> dict[int, int | None]:
    """``12`` or ``12:3``: ids, and the versions that were shown."""
    found: dict[int, int | None] = {}
    for text in request.form.getlist("row"):
        key, _, version = text.partition(":")
        found[number(key)] = number(version) if version else None
    if not found:
        raise InvalidInputError("No row is ticked.", "Tick the rows to be changed.")
    return found

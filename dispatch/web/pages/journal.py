"""The journal, to be read: who did what, when, linked by hashes."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dispatch.controls.journal_words import entry_figures, entry_words
from dispatch.journal.queries import entries
from dispatch.web.language import reader_language
from dispatch.web.lists import page_rows
from dispatch.web.params import number_in
from dispatch.web.shell import reading

bp = Blueprint("journal", __name__)

PAGE = 100


@bp.get("/journal")
def index() -> ResponseReturnValue:
    """The latest entries, or those before a number."""
    search = request.args.get("q", "").strip()[:128]
    before = number_in(request.args, "before")
    with reading() as session:
        rows = entries(session, search=search, before=before, limit=page_rows(PAGE))
    older = rows[-1].seq if len(rows) == page_rows(PAGE) else None
    language = reader_language()
    told = [(row, entry_words(row.kind, language), entry_figures(row, language)) for row in rows]
    return render_template("journal.html", rows=told, search=search, older=older, before=before)

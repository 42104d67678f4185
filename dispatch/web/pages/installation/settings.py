"""Settings: each with its value and where it comes from; those that are the company's choice are changed here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.company import choices
from dispatch.db.stored import use_stored
from dispatch.errors import InvalidInputError
from dispatch.settings import OPEN
from dispatch.web.details import said
from dispatch.web.language import gettext as _
from dispatch.web.setting_words import about
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("settings", __name__)


@bp.get("/installation/settings")
def index() -> ResponseReturnValue:
    """All settings."""
    return _page()


@bp.post("/installation/settings")
def choose() -> ResponseReturnValue:
    """Keep another value of one setting."""
    name, value = request.form.get("name", "")[:64], request.form.get("value", "")[:2000]
    try:
        with transaction() as session:
            choices.choose(session, name, value)
    except InvalidInputError as error:
        return _page(
            name=name, value=value, problem=said(error.detail) or _("Cette valeur ne convient pas : corrigez-la.")
        ), error.http_status
    use_stored(shell().database)
    return redirect(url_for("settings.index", saved=name) + f"#{name}", 303)


def _page(*, name: str = "", value: str = "", problem: str = "") -> str:
    with reading() as session:
        rows = choices.all_settings(session)
    return render_template(
        "installation/settings.html",
        open_rows=[row for row in rows if row.name in OPEN],
        fixed_rows=[row for row in rows if row.name not in OPEN],
        words=about(),
        name=name,
        value=value,
        problem=problem,
        saved=request.args.get("saved", ""),
    )

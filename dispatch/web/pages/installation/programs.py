"""Tokens of programs that call the API: made and shown once, limited to part of a role, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.accounts import api_tokens
from dispatch.accounts.api_models import TOKEN_ROLES
from dispatch.accounts.permissions import PERMISSIONS
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.web.language import gettext as _
from dispatch.web.params import day_in
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("programs", __name__)

EMPTY = {"name": "", "role": "sales", "until": "", "sees_prices": ""}


@bp.route("/installation/programs", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """List the tokens, or make one and show it."""
    if request.method == "GET":
        return _page()
    form = {**EMPTY, **{key: request.form.get(key, "") for key in EMPTY}}
    scopes = request.form.getlist("scope")
    try:
        with transaction() as session:
            row, text = api_tokens.create_token(
                session,
                form["name"],
                form["role"],
                scopes=scopes,
                sees_prices=bool(form["sees_prices"]),
                expires_at=_end(form["until"]),
            )
    except DispatchError as error:
        return _page(form=form, scopes=scopes, problem=_said(error, form)), error.http_status
    return _page(token=text, token_for=row.name)


@bp.post("/installation/programs/<int:token_id>/revoke")
def revoke(token_id: int) -> ResponseReturnValue:
    """Close a token."""
    with transaction() as session:
        api_tokens.revoke_token(session, token_id)
    return redirect(url_for("programs.index"), 303)


def _end(text: str) -> datetime | None:
    if not text:
        return None
    day = day_in(request.form, "until")
    if day is None:
        raise InvalidInputError(f"«{text[:20]}» is no day.", "Choose one, or leave it empty.")
    return clock.day_start(day + timedelta(days=1))


def _said(error: DispatchError, form: dict[str, str]) -> str:
    name = form["name"].strip()[:60]
    if error.http_status == 409:
        return _("Un jeton « %(name)s » est déjà ouvert : révoquez-le, ou choisissez un autre nom.", name=name)
    if "cannot name" in error.detail:
        return _("Le nom du programme : lettres sans accent, chiffres et . _ -, de 1 à 58 caractères.")
    if "has no" in error.detail:
        return _("Ce rôle n’a pas l’un des droits cochés : décochez-le, ou choisissez un autre rôle.")
    return _("Le dernier jour doit être à venir ; laissez-le vide pour un jeton sans fin.")


def _page(
    *,
    form: dict[str, str] | None = None,
    scopes: list[str] | None = None,
    problem: str = "",
    token: str = "",
    token_for: str = "",
) -> str:
    with reading() as session:
        rows = api_tokens.all_tokens(session)
    return render_template(
        "installation/programs.html",
        rows=rows,
        roles=TOKEN_ROLES,
        capabilities=[
            (name, roles & set(TOKEN_ROLES)) for name, roles in PERMISSIONS.items() if roles & set(TOKEN_ROLES)
        ],
        form=form or EMPTY,
        scopes=scopes or [],
        problem=problem,
        token=token,
        token_for=token_for,
        address=shell().settings.address,
    )

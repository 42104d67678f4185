"""Logging in and out, by password or by a link that works once; choosing the language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dispatch.accounts import links, users
from dispatch.accounts.login import log_in
from dispatch.accounts.models import User
from dispatch.accounts.passwords import MIN_CHARS
from dispatch.accounts.sessions import close_session, open_session, touch_session
from dispatch.errors import InvalidInputError
from dispatch.web import signin
from dispatch.web.access import safe_next
from dispatch.web.language import LANGUAGES
from dispatch.web.language import gettext as _
from dispatch.web.shell import asker, reading, shell, transaction

bp = Blueprint("auth", __name__)


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Ask for login and password."""
    target = safe_next(request.values.get("next", "/"))
    if request.method == "GET":
        return redirect(target) if asker() else render_template("login.html", target=target, login="", problem="")
    given = request.form.get("login", "")
    token = log_in(shell().database, given, request.form.get("password", ""), request.remote_addr or "")
    if token is None:
        problem = _(
            "Identifiant ou mot de passe inconnu. Vérifiez les majuscules, ou demandez un lien de connexion à un administrateur."
        )
        return render_template("login.html", target=target, login=given, problem=problem), 401
    signin.remember(token)
    return redirect(target, 303)


@bp.route("/login/<token>", methods=["GET", "POST"])
def link(token: str) -> ResponseReturnValue:
    """Show whom the link is for and let them choose a password; looking does not use the link up."""
    with reading() as session_:
        owner = links.link_owner(session_, token)
        login, name = owner.login, owner.name
    problem = ""
    if request.method == "POST":
        password, again = request.form.get("password", ""), request.form.get("again", "")
        if password != again:
            problem = _("Les deux mots de passe diffèrent.")
        elif len(password) < MIN_CHARS:
            problem = _("Il faut au moins %(count)d caractères : une courte phrase convient.", count=MIN_CHARS)
        else:
            with shell().database.transaction(actor=f"user:{login}") as session_:
                user = links.use_link(session_, token)
                users.set_password(session_, user, password)
                opened = open_session(session_, user)
            signin.remember(opened)
            return redirect(url_for("home.start"), 303)
    page = render_template("link.html", login=login, name=name, problem=problem, min_chars=MIN_CHARS)
    return page, 400 if problem else 200


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session on the server, so that no copy of the cookie opens anything."""
    with transaction() as session_:
        close_session(session_, signin.token())
    signin.forget()
    return redirect(url_for("auth.login"), 303)


@bp.post("/alive")
def alive() -> ResponseReturnValue:
    """The page's script says that somebody is at work: the session is not idle."""
    with transaction() as session_:
        touch_session(session_, signin.token())
    return "", 204


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Change the reader's language and come back to the same page."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        raise InvalidInputError(f"«{language}» is no language of ours.", "Choose fr or en.")
    found = asker()
    if found is None:
        session["language"] = language
    else:
        with transaction() as session_:
            users.choose_language(session_, session_.get_one(User, found.user_id), language)
    return redirect(safe_next(request.form.get("next", "/")), 303)

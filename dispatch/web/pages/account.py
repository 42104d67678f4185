"""One's own account: who I am here, and another password."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from dispatch.accounts.login import log_in
from dispatch.accounts.models import User
from dispatch.accounts.passwords import MIN_CHARS
from dispatch.accounts.sessions import open_session
from dispatch.accounts.users import set_password
from dispatch.web import signin
from dispatch.web.language import gettext as _
from dispatch.web.shell import me, shell, transaction

bp = Blueprint("account", __name__)


@bp.get("/account")
def show() -> ResponseReturnValue:
    """The page of one's own account."""
    return _page()


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change the password: the old one is asked for (and counted), all other sessions end."""
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        return _page(_("Les deux mots de passe diffèrent.")), 400
    if len(new) < MIN_CHARS:
        return _page(_("Il faut au moins %(count)d caractères : une courte phrase convient.", count=MIN_CHARS)), 400
    if log_in(shell().database, me().login, request.form.get("current", ""), request.remote_addr or "") is None:
        return _page(_("Le mot de passe actuel n’est pas celui-là.")), 400
    with transaction() as session:
        user = session.get_one(User, me().user_id)
        set_password(session, user, new)
        token = open_session(session, user)
    signin.remember(token)
    return _page(done=True)


def _page(problem: str = "", *, done: bool = False) -> str:
    return render_template("account.html", person=me(), problem=problem, done=done, min_chars=MIN_CHARS)

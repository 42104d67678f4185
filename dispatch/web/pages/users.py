"""Users, for the administrator: make, change, close, open again, hand out log-in links."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.accounts import links, queries, users
from dispatch.accounts.models import ROLES
from dispatch.errors import DispatchError, NotFoundError, RefusedError
from dispatch.web.details import explained
from dispatch.web.refusals import about_user
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("users", __name__)

EMPTY = {"login": "", "name": "", "role": "planner", "language": "fr", "sees_prices": "", "driver_code": ""}


@bp.route("/users", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """List the users, or make one and show their log-in link."""
    if request.method == "GET":
        return _page()
    form = {**EMPTY, **{key: request.form.get(key, "") for key in EMPTY}}
    try:
        with transaction() as session:
            user = users.create_user(
                session,
                form["login"],
                form["name"],
                form["role"],
                language=form["language"],
                sees_prices=bool(form["sees_prices"]),
                driver_code=form["driver_code"],
            )
            token = links.create_link(session, user)
    except DispatchError as error:
        return _page(form=form, problem=about_user(error, form["login"])), error.http_status
    return _page(link=_address(token), link_for=user.name)


@bp.post("/users/<int:user_id>")
def change(user_id: int) -> ResponseReturnValue:
    """Give another name or role and what goes with it."""
    form = {**EMPTY, **{key: request.form.get(key, "") for key in EMPTY}}
    try:
        with transaction() as session:
            user = users.get_user(session, user_id)
            if form["name"].strip():
                users.rename(session, user, form["name"])
            users.change_role(
                session,
                user,
                form["role"],
                sees_prices=bool(form["sees_prices"]),
                driver_code=form["driver_code"],
            )
    except NotFoundError:
        raise
    except DispatchError as error:
        return _page(form=form, problem=explained(error), changing=user_id), error.http_status
    return redirect(url_for("users.index"), 303)


@bp.post("/users/<int:user_id>/link")
def link(user_id: int) -> ResponseReturnValue:
    """Make a log-in link and show it once."""
    with transaction() as session:
        user = users.get_user(session, user_id)
        token = links.create_link(session, user)
    return _page(link=_address(token), link_for=user.name)


@bp.post("/users/<int:user_id>/close")
def close(user_id: int) -> ResponseReturnValue:
    """Close an account."""
    try:
        with transaction() as session:
            users.deactivate(session, users.get_user(session, user_id))
    except RefusedError as error:
        return _page(problem=explained(error)), error.http_status
    return redirect(url_for("users.index"), 303)


@bp.post("/users/<int:user_id>/reopen")
def reopen(user_id: int) -> ResponseReturnValue:
    """Open an account again."""
    with transaction() as session:
        users.activate(session, users.get_user(session, user_id))
    return redirect(url_for("users.index"), 303)


def _address(token: str) -> str:
    return shell().settings.address + url_for("auth.link", token=token)


def _page(
    *, form: dict[str, str] | None = None, problem: str = "", link: str = "", link_for: str = "", changing: int = 0
) -> str:
    with reading() as session:
        rows = queries.all_users(session)
    return render_template(
        "users.html",
        users=rows,
        roles=ROLES,
        form=form or EMPTY,
        fresh=EMPTY if changing or form is None else form,
        problem=problem,
        link=link,
        link_for=link_for,
        changing=changing,
    )

"""Kept views of lists: keep one, forget one."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from dispatch.accounts.list_views import forget_view, keep_view
from dispatch.web.lists import view_query
from dispatch.web.shell import me, transaction

bp = Blueprint("lists", __name__)


@bp.post("/lists/views")
def keep() -> ResponseReturnValue:
    """Keep the list as it is shown now."""
    back = _back()
    query = view_query(request.form.get("query", ""))
    with transaction() as session:
        keep_view(session, me().user_id, request.form.get("list", ""), request.form.get("name", ""), query)
    return redirect(f"{back}?{query}" if query else back, 303)


@bp.post("/lists/views/<int:view_id>/forget")
def forget(view_id: int) -> ResponseReturnValue:
    """Forget a view."""
    with transaction() as session:
        forget_view(session, me().user_id, view_id)
    return redirect(_back(), 303)


def _back() -> str:
    """The list's own page: a path of this console, whatever the form says."""
    path = request.form.get("back", "")
    if urlsplit(path).netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        abort(400)
    return urlsplit(path).path

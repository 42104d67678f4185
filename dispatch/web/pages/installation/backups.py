"""Backups: one is made now, each is checked byte by byte; both by a worker."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.controls import backups
from dispatch.jobs.queue import recent
from dispatch.web.shell import reading, transaction

bp = Blueprint("backups", __name__)


@bp.route("/installation/backups", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """The backups of the folder, or have one made."""
    if request.method == "POST":
        with transaction() as session:
            backups.ask_backup(session)
        return redirect(url_for("backups.index"), 303)
    with reading() as session:
        rows, made = backups.backup_files(session), recent(session, backups.MAKE, 1)
    last = made[0] if made else None
    return render_template("installation/backups.html", rows=rows, last=last, folder=str(backups.backup_folder()))


@bp.post("/installation/backups/check")
def check() -> ResponseReturnValue:
    """Have one checked."""
    with transaction() as session:
        backups.ask_check(session, request.form.get("name", ""))
    return redirect(url_for("backups.index"), 303)

"""The work of workers: what waits, runs and failed; what failed is asked for again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.jobs import queue
from dispatch.web.lists import page_rows
from dispatch.web.params import number_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("jobs", __name__)

PAGE = 50


@bp.get("/installation/jobs")
def index() -> ResponseReturnValue:
    """Jobs, the latest first; all, or those that failed."""
    failed = request.args.get("show") != "all"
    before = number_in(request.args, "before")
    with reading() as session:
        rows = queue.jobs_page(session, failed=failed, before=before, limit=page_rows(PAGE))
        counts = queue.job_counts(session)
    older = rows[-1].id if len(rows) == page_rows(PAGE) else None
    return render_template(
        "installation/jobs.html", rows=rows, counts=counts, failed=failed, before=before, older=older
    )


@bp.post("/installation/jobs/<int:job_id>/again")
def again(job_id: int) -> ResponseReturnValue:
    """Ask for the same work again."""
    with transaction() as session:
        queue.ask_again(session, job_id)
    return redirect(url_for("jobs.index", show="all"), 303)

"""Acknowledgements: orders that wait for theirs, those that have moved since, what goes by post, what was issued and how fast."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import journal
from dispatch.jobs import queue
from dispatch.orders.acknowledgement_lists import for_the_post, issued, moved, waiting
from dispatch.orders.acknowledging import acknowledge, print_run
from dispatch.orders.feed import order_of
from dispatch.web.shell import me, reading, shell, transaction

bp = Blueprint("acknowledgements", __name__)


@bp.get("/acknowledgements")
def index() -> ResponseReturnValue:
    """What waits, what has moved, what was issued."""
    with reading() as session:
        count, rows = waiting(session, 60)
        changed, papers, post = moved(session), issued(session), for_the_post(session)
    return render_template(
        "acknowledgements.html",
        count=count,
        waiting=rows,
        moved=changed,
        papers=papers,
        post=post,
        target_h=shell().settings.acknowledgement_target_h,
        asked=request.args.get("asked") == "1",
    )


@bp.post("/acknowledgements/all")
def issue_all() -> ResponseReturnValue:
    """Ask a worker to acknowledge every order that waits, and to send the mails."""
    with transaction() as session:
        job = queue.enqueue(session, "acknowledge", {})
        journal.record(session, "acknowledgements.asked", str(job.id))
    return redirect(url_for("acknowledgements.index", asked=1), 303)


@bp.post("/orders/<reference>/acknowledgement")
def issue(reference: str) -> ResponseReturnValue:
    """Acknowledge one order; anew, with an index, where it has moved."""
    with transaction() as session:
        order = order_of(session, reference)
        paper = acknowledge(session, shell().store, order.id, request.form.get("reason", "").strip()[:255])
        if paper.channel == "email" and paper.sent_at is None:
            queue.enqueue(session, "send_mails", {})
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.post("/acknowledgements/print")
def print_all() -> ResponseReturnValue:
    """One PDF of all that go by post; they are sent with it."""
    document = print_run(shell().database, me().actor, shell().store)
    return redirect(url_for("documents.download", document_id=document.id), 303)

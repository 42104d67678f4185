"""What falls due with the day, once each business day: quotes whose validity has ended lapse, what has served its purpose goes."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.controls.purge import purge
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handler, Handlers
from dispatch.jobs.queue import last_done
from dispatch.orders.quote_mail import lapse_quotes

JOB = "nightly"


def is_due(session: Session) -> bool:
    """Whether it has not been done since the day began."""
    last = last_done(session, JOB)
    return last is None or str((last.result or {}).get("day", "")) < clock.today().isoformat()


def close_day(session: Session) -> dict[str, Any]:
    """Do it, as often as one likes: what was done is not done twice. The day, and how many of each."""
    today = clock.today()
    lapsed = lapse_quotes(session, today)
    gone = sum(one.count for one in purge(session, dry_run=True))
    if gone:
        purge(session)
    return {"day": today.isoformat(), "quotes": lapsed, "purged": gone}


def _run(context: JobContext) -> dict[str, Any]:
    with context.database.transaction(context.actor) as session:
        return close_day(session)


HANDLERS: Handlers = {JOB: Handler(_run, due=is_due)}
"""What a worker knows how to do for this room."""

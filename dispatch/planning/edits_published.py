"""What a published day comes to: read as it was before it was published, so that its cost stands beside the bound of its run."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dispatch.db import Database
from dispatch.planning.due import Span
from dispatch.planning.edits_bench import Bench, make
from dispatch.planning.models import PlanningRun
from dispatch.planning.situation import STAYING, read_situation
from dispatch.tours.edits import image_of
from dispatch.tours.lifecycle import tours_of
from dispatch.tours.models import DayPlan

REPLACED = ("draft", "released")


def published_bench(database: Database, day: date) -> Bench | None:
    """The day's drafts and published tours on one bench; None once a truck is under way: what it has delivered is not planned.

    Raises
    ------
    StalePlanError
        When the tours carry something that nobody asks for any more.
    """
    with database.reading() as session:
        tours = tours_of(session, [day], ("draft", *STAYING))
        if any(tour.state not in REPLACED for tour in tours):
            return None
        plan = session.scalars(select(DayPlan).where(DayPlan.day == day)).one_or_none()
        version, run_id = (plan.version, plan.run_id) if plan else (0, None)
        run = session.get(PlanningRun, run_id) if run_id else None
        span = Span(day, 1, run.early_days if run else 0, REPLACED)
        situation = read_situation(session, span, with_deferred=True)
        images = {tour.vehicle_id: image_of(tour) for tour in tours}
    return make(day, version, run_id, situation, images)

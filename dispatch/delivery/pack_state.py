"""How far a day's print pack is: the document that is kept, and the job that draws it, if one was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.delivery.models import DeliveryNote
from dispatch.documents.register import newest
from dispatch.jobs.models import Job
from dispatch.jobs.queue import JobRow, job

KIND = "print_pack"


@dataclass(frozen=True, slots=True)
class PackState:
    """What the print button shows."""

    document_id: int | None
    """The newest pack, once every note of the day is in it."""
    job: JobRow | None
    """The last job for the day."""

    @property
    def is_drawing(self) -> bool:
        """Whether a job is still to end."""
        return self.job is not None and self.job.is_open


def pack_state(session: Session, day: date) -> PackState:
    """The state of the print pack of one day."""
    jobs = session.execute(select(Job.id, Job.params).where(Job.kind == KIND).order_by(Job.id.desc()).limit(100))
    job_id = next((found for found, params in jobs if params.get("day") == day.isoformat()), None)
    document = newest(session, KIND, "day", day.isoformat())
    if document is not None:
        unprinted = session.scalar(
            select(func.count())
            .select_from(DeliveryNote)
            .where(
                DeliveryNote.day == day,
                DeliveryNote.state != "cancelled",
                DeliveryNote.pack_document_id.is_distinct_from(document.id),
            )
        )
        document = None if unprinted else document
    return PackState(document.id if document else None, job(session, job_id) if job_id is not None else None)

"""Which day the receipts desk opens on when nobody has chosen one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.delivery.models import DeliveryNote


def desk_day(session: Session, today: date) -> date:
    """The last day until today that still has notes out; else the last day with notes until today, else the next one."""
    out = DeliveryNote.state == "issued"
    live = DeliveryNote.state != "cancelled"
    for condition in (out, live):
        found: date | None = session.scalar(
            select(func.max(DeliveryNote.day)).where(condition, DeliveryNote.day <= today)
        )
        if found is not None:
            return found
    coming: date | None = session.scalar(select(func.min(DeliveryNote.day)).where(live, DeliveryNote.day > today))
    return coming or today

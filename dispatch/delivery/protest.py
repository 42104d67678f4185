"""The protest against a hired carrier: three days after receipt, public holidays not counted (C. com. L133-3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery.consignment_models import Consignment
from dispatch.fleet.models import Vehicle
from dispatch.tours.models import Tour

DAYS = 3


def protest_by(received_on: date) -> date:
    """The last day on which the reasoned protest (registered letter or bailiff) still counts.

    «Dans les trois jours, non compris les jours fériés, qui suivent celui de cette réception»: only the public holidays of
    French labour law are left out. Sundays are counted, which never gives a later day than the other reading.
    """
    closed = holidays.country_holidays("FR", years=(received_on.year, received_on.year + 1))
    day, left = received_on, DAYS
    while left:
        day += timedelta(days=1)
        left -= day not in closed
    return day


def hired_carriers(session: Session, tour_ids: Collection[int]) -> dict[int, str]:
    """Tour → the hired carrier that drove it: by its last consignment note, else by its vehicle; own trucks have none."""
    by_vehicle = (
        select(Tour.id, Vehicle.carrier_name)
        .join(Vehicle, Vehicle.id == Tour.vehicle_id)
        .where(Tour.id.in_(tour_ids), Vehicle.carrier_name != "")
    )
    by_paper = (
        select(Consignment.tour_id, Consignment.carrier)
        .where(Consignment.tour_id.in_(tour_ids))
        .order_by(Consignment.id)
    )
    return {key: name for query in (by_vehicle, by_paper) for key, name in session.execute(query)}

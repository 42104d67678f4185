"""A healthy installation: a released, printed, received and triggered day, and one day that is still out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.pack import draw_day_pack
from dispatch.delivery.release import release_day
from dispatch.delivery.reserves import Difference
from dispatch.documents.register import installed_store
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.invoicing.confirm import confirm
from tests import builders
from tests.delivery.builders import DAY, line, released, tour

LATER = DAY + timedelta(days=1)


def healthy(database: Database) -> None:
    """BL 1 received with a shortage and a refusal, BL 2 conform; BL 3 and 4 of the next day are out, one order is draft-planned."""
    first, second = released(database, units=10, planned=8)
    draw_day_pack(database, "user:planner", installed_store(), DAY)
    wrong = [
        Difference(1, "missing", missing_qty=2_000),
        Difference(2, "damaged", refused_qty=1_000, words="carton ouvert"),
    ]
    with database.transaction("user:anna") as session:
        confirm(session, first, request_key="k1", differences=wrong)
        confirm(session, second, request_key="k2")
    with database.transaction("user:planner") as session:
        depot = session.scalars(select(Depot)).one()
        vehicles, drivers = session.scalars(select(Vehicle)).all(), session.scalars(select(Driver)).all()
        tour(
            session,
            depot,
            vehicles[0],
            [[(line(session, "CF1", 1), 4)], [(line(session, "CF1", 2), 3)]],
            "A",
            LATER,
            driver=drivers[0],
        )
        release_day(session, LATER)
        site = line(session, "CF1", 1).order.site
        new = builders.order(session, site, [(line(session, "CF1", 1).product, 3)], "CF9")
        tour(session, depot, vehicles[1], [[(new.lines[0], 3)]], "B", LATER, driver=drivers[1])

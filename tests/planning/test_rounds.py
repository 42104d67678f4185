"""Usual rounds: a day's tours kept under a name, and another day that begins from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.planning.round_fit import round_fits
from dispatch.tours.models import Tour
from dispatch.tours.rounds import RoundFields, forget_round, keep_round, rounds, write_round
from dispatch.tours.versions import live_images
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import plan, site_at, stock, yard

NEXT_WEEK = TOMORROW + timedelta(days=7)


def a_day_planned(database: Database, next_week: tuple[str, ...] = ("S1", "S2", "S3")) -> None:
    """Three sites in a row to the north, served by one of two vans; some of them want bread again a week later."""
    with database.transaction("t") as session:
        yard(session, vans=2)
        bread = builders.product(session, "BREAD")
        stock(session, bread, 500)
        sites = {f"S{n}": site_at(session, f"S{n}", north_km=n) for n in (1, 2, 3)}
        for code, site in sites.items():
            builders.order(session, site, [(bread, 5)], f"CF-{code}")
        for code in next_week:
            builders.order(session, sites[code], [(bread, 5)], f"W-{code}", requested_on=NEXT_WEEK)
    assert plan(database).state == "adopted"


def kept(database: Database, name: str = "mercredi nord") -> int:
    with database.transaction("user:anna") as session:
        (vehicle_id,) = live_images(session, TOMORROW)
        return keep_round(session, TOMORROW, vehicle_id, name).id


def test_a_tour_is_kept_by_name_replaced_by_name_and_forgotten(any_database: Database) -> None:
    a_day_planned(any_database)
    first = kept(any_database)
    assert kept(any_database) == first
    with any_database.reading() as session:
        (row,) = rounds(session)
        assert set(row.sites) == {"Site S1", "Site S2", "Site S3"}
        (fit,) = round_fits(session, NEXT_WEEK)
        assert (fit.due_sites, fit.is_free) == (3, True)
        (taken,) = round_fits(session, TOMORROW + timedelta(days=30))
        assert taken.due_sites == 3
    with any_database.transaction("user:anna") as session:
        with pytest.raises(InvalidInputError, match="needs a name"):
            keep_round(session, TOMORROW, row.vehicle_id, "  ")
        forget_round(session, first)
        with pytest.raises(NotFoundError):
            rounds(session, [first])


def test_a_day_begun_from_a_round_keeps_its_truck_and_order(database: Database) -> None:
    a_day_planned(database, next_week=("S3", "S1"))
    round_id = kept(database)
    with database.transaction("user:anna") as session:
        (row,) = rounds(session)
        sites = row.trips[0]
        other = next(each for each in ("V1", "V2") if each != row.vehicle_code)
    assert plan(database, NEXT_WEEK, rounds=[round_id], allow="sequences").state == "adopted"
    with database.reading() as session:
        (tour,) = session.scalars(select(Tour).where(Tour.day == NEXT_WEEK)).all()
        assert tour.vehicle.code == row.vehicle_code != other
        served = [stop.site_id for trip in tour.trips for stop in trip.stops]
        assert served == [site_id for site_id in sites if site_id in served]
        assert len(served) == 2


def test_a_round_holds_against_what_the_search_would_rather_do(database: Database) -> None:
    a_day_planned(database)
    round_id = kept(database)
    with database.transaction("user:anna") as session:
        (row,) = rounds(session)
        keep_round(session, TOMORROW, row.vehicle_id, "mercredi nord").site_ids = [[row.trips[0][n] for n in (1, 0, 2)]]
    assert plan(database, NEXT_WEEK, rounds=[round_id], allow="sequences").state == "adopted"
    with database.reading() as session:
        (tour,) = session.scalars(select(Tour).where(Tour.day == NEXT_WEEK)).all()
        served = [stop.site_id for trip in tour.trips for stop in trip.stops]
        assert served == [row.trips[0][n] for n in (1, 0, 2)]


def test_several_days_do_not_begin_from_rounds(database: Database) -> None:
    a_day_planned(database, next_week=())
    round_id = kept(database)
    with pytest.raises(InvalidInputError, match="cannot begin from usual rounds"):
        plan(database, NEXT_WEEK, days=2, rounds=[round_id])


def test_a_round_goes_on_its_weekdays_every_so_many_weeks(any_database: Database) -> None:
    a_day_planned(any_database, next_week=())
    round_id = kept(any_database)
    with any_database.transaction("user:anna") as session:
        (row,) = rounds(session)
        assert all(row.goes_on(TOMORROW + timedelta(days=n)) for n in range(7))
        trips = (tuple(reversed(row.trips[0][:2])), row.trips[0][2:])
        fields = RoundFields("une semaine sur deux", row.vehicle_id, trips, (3, 5), 2, TOMORROW)
        write_round(session, round_id, fields)
        (row,) = rounds(session)
        assert (row.name, row.trips) == ("une semaine sur deux", trips)
        going = [n for n in range(15) if row.goes_on(TOMORROW + timedelta(days=n))]
        assert going == [0, 2, 14], "TOMORROW is a Wednesday"
        fits = [round_fits(session, TOMORROW + timedelta(days=n))[0].goes for n in (0, 1, 7)]
        assert fits == [True, False, False]


def test_a_round_written_by_hand_needs_a_name_of_its_own_and_sites(database: Database) -> None:
    a_day_planned(database, next_week=())
    kept(database)
    with database.transaction("user:anna") as session:
        (row,) = rounds(session)
        site = row.trips[0][0]
        for fields in (
            RoundFields(" ", row.vehicle_id, row.trips),
            RoundFields("vide", row.vehicle_id, ((),)),
            RoundFields(row.name, row.vehicle_id, row.trips),
            RoundFields("deux fois", row.vehicle_id, ((site, site),)),
            RoundFields("rare", row.vehicle_id, row.trips, every_weeks=13),
        ):
            with pytest.raises(InvalidInputError):
                write_round(session, None, fields)
        for fields in (RoundFields("ailleurs", row.vehicle_id, ((99,),)), RoundFields("sans", 99, row.trips)):
            with pytest.raises(NotFoundError):
                write_round(session, None, fields)
        made = write_round(session, None, RoundFields("deux voyages", row.vehicle_id, ((site,), (site,))))
        assert [one.name for one in rounds(session)] == ["deux voyages", "mercredi nord"]
        assert made.site_ids == [[site], [site]]

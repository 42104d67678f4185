"""Production and other tours bound what a plan may take; the real solver, SQLite."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from dispatch import journal
from dispatch.db import Database
from dispatch.orders.models import OrderLine
from dispatch.planning.goods import overdrawn_products
from dispatch.planning.queries import day_board
from dispatch.tours import lifecycle
from dispatch.tours.models import Portion, Tour, Trip
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import TODAY, assert_conserved, carried, plan, site_at, slot, stock, yard
from tests.tours.builders import draft_tour


def test_goods_ready_at_noon_are_not_on_the_morning_trip(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, max_trips=2, shift_end=time(18))
        bread = builders.product(session)
        stock(session, bread, 10)
        slot(session, bread, 30, ready=time(12))
        builders.order(session, site_at(session, "EARLY", opening_hours="Mo-Sa 07:00-11:00"), [(bread, 10)], "EARLY")
        builders.order(session, site_at(session, "LATE", east_km=1), [(bread, 30)], "LATE")
    assert plan(database).state == "adopted"
    with database.reading() as session:
        assert carried(session) == {("EARLY", 1): 10, ("LATE", 1): 30}
        assert_conserved(session)
        assert overdrawn_products(session, TOMORROW) == []
        leaves = {
            portion.line.order.reference: portion.stop.trip.leaves_at.astimezone().timestamp()
            for portion in session.scalars(select(Portion))
        }
        noon = session.scalars(select(Trip.leaves_at).order_by(Trip.leaves_at)).all()[-1]
    assert leaves["EARLY"] < leaves["LATE"]
    assert noon.hour >= 11, "12:00 in Paris is 11:00 UTC"


def test_a_forecast_reserves_production_and_creates_no_stop(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 30)
        site = site_at(session, "S1")
        framework = builders.order(session, site, [(bread, 100)], "CADRE", kind="framework")
        builders.order(session, site, [(bread, 20)], "PREVU", kind="call_off", framework_id=framework.id, forecast=True)
        builders.order(session, site, [(bread, 8)], "APPEL", kind="call_off", framework_id=framework.id)
        builders.order(session, site, [(bread, 15)], "FERME", partial="complete")
    plan(database)
    with database.reading() as session:
        assert carried(session) == {("APPEL", 1): 8}
        (left,) = day_board(session, TOMORROW).unplanned
    assert left.order_reference == "FERME"
    assert (left.code, left.sentence) == ("supply", "il manque 13 × Produit P1 avant 14:00 le 25/11")


def test_what_drafts_of_another_day_carry_is_not_given_away_again(database: Database) -> None:
    thursday = TOMORROW + timedelta(days=1)
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 30)
        builders.order(session, site_at(session, "S1"), [(bread, 25)], "THURSDAY", requested_on=thursday)
    plan(database, thursday)
    with database.transaction("t") as session:
        builders.order(session, site_at(session, "S2"), [(session.scalars(select(OrderLine)).one().product, 20)], "NEW")
    plan(database)
    with database.reading() as session:
        assert carried(session) == {("THURSDAY", 1): 25, ("NEW", 1): 5}
        assert overdrawn_products(session, TOMORROW) == []


def test_planning_again_replaces_drafts_and_leaves_what_is_released(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, vans=2)
        bread = builders.product(session)
        stock(session, bread, 30)
        builders.order(session, site_at(session, "S1"), [(bread, 10)], "FIRST")
    plan(database)
    plan(database)
    with database.transaction("user:anna") as session:
        assert carried(session) == {("FIRST", 1): 10}
        assert len(session.scalars(select(Tour).where(Tour.state == "cancelled")).all()) == 1
        (gone,) = lifecycle.release(session, TOMORROW, expected_version=2)
        builders.order(
            session, site_at(session, "S2"), [(session.scalars(select(OrderLine)).one().product, 25)], "SECOND"
        )
    plan(database)
    with database.reading() as session:
        assert carried(session, ["released"]) == {("FIRST", 1): 10}
        assert carried(session) == {("SECOND", 1): 20}
        assert_conserved(session)
        board = day_board(session, TOMORROW)
    assert [(tour.letter, tour.state, tour.vehicle_code == gone.vehicle.code) for tour in board.tours] == [
        ("A", "released", True),
        ("B", "draft", False),
    ]
    assert board.version == 4


def test_a_complete_order_that_lacks_goods_stays_whole_and_says_why(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread, cake = builders.product(session, "BREAD"), builders.product(session, "CAKE", name="Gâteau")
        stock(session, bread, 50)
        stock(session, cake, 2)
        slot(session, cake, 50, TOMORROW + timedelta(days=1))
        builders.order(session, site_at(session, "S1"), [(bread, 10), (cake, 5)], "WHOLE", partial="complete")
        builders.order(session, site_at(session, "S2"), [(bread, 10), (cake, 5)], "PART")
    plan(database)
    with database.reading() as session:
        assert carried(session) == {("PART", 1): 10, ("PART", 2): 2}
        left = {(row.order_reference, row.line_no): row for row in day_board(session, TOMORROW).unplanned}
    assert set(left) == {("WHOLE", 1), ("WHOLE", 2), ("PART", 2)}
    assert "commande à livrer complète (2 lignes)" in left["WHOLE", 1].sentence
    assert "× Gâteau" in left["WHOLE", 1].sentence
    assert left["PART", 2].quantity == 3_000
    assert left["PART", 2].expected_on == TOMORROW + timedelta(days=1)


def test_a_minimum_is_kept_and_multiples_are_whole(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread, cake = builders.product(session, "BREAD"), builders.product(session, "CAKE", multiple_qty=6_000)
        stock(session, bread, 4)
        stock(session, cake, 17)
        minimum = {"partial": "minimum", "partial_minimum_qty": 5_000}
        builders.order(session, site_at(session, "S1"), [(bread, 10), (cake, 24)], "CF1", **minimum)
    plan(database)
    with database.reading() as session:
        assert carried(session) == {("CF1", 2): 12}


def test_a_service_rides_along_and_alone_has_its_own_stop(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread, fitting = builders.product(session), builders.product(session, "POSE", kind="service", weight_g=0)
        stock(session, bread, 10)
        builders.order(session, site_at(session, "S1"), [(bread, 10), (fitting, 1)], "BOTH")
        builders.order(session, site_at(session, "S2", north_km=2), [(fitting, 2)], "ALONE")
    plan(database)
    with database.reading() as session:
        assert carried(session) == {("BOTH", 1): 10, ("BOTH", 2): 1, ("ALONE", 1): 2}
        assert day_board(session, TOMORROW).totals.stops == 2


def test_two_orders_of_one_site_are_one_stop(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 20)
        site = site_at(session, "S1")
        builders.order(session, site, [(bread, 10)], "CF1")
        builders.order(session, site, [(bread, 5)], "CF2")
    plan(database)
    with database.reading() as session:
        ((stop,),) = ([*tour.stops] for tour in day_board(session, TOMORROW).tours)
    assert stop.orders == ("CF1", "CF2")
    assert (stop.leaves_at - stop.begins_at).seconds == 300, "ringing the bell once"


def test_lapsed_lines_later_lines_and_sites_without_coordinates_stay(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 90)
        site = site_at(session, "S1")
        (lapsed,) = builders.order(session, site, [(bread, 1)], "LAPSED", requested_on=TODAY).lines
        lapsed.latest_on = TODAY
        builders.order(session, site, [(bread, 1)], "LATER", requested_on=TOMORROW + timedelta(days=1))
        builders.order(session, site, [(bread, 1)], "DRAFT", state="draft")
        builders.order(session, site_at(session, "NOWHERE", latitude=None, longitude=None), [(bread, 1)], "LOST")
        journal.record(session, "test.built")
    run = plan(database)
    assert (run.state, run.due_lines, run.served_lines) == ("adopted", 1, 0)
    with database.reading() as session:
        (left,) = day_board(session, TOMORROW, "en").unplanned
    assert (left.order_reference, left.code, left.expected_on) == ("LOST", "data", None)
    assert left.sentence == "site Site NOWHERE has no coordinates: place it on the map"


def test_without_vehicles_everything_stays_with_that_reason(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, active=False)
        bread = builders.product(session)
        stock(session, bread, 90)
        builders.order(session, site_at(session, "S1"), [(bread, 1)], "CF1")
    assert plan(database).state == "adopted"
    with database.reading() as session:
        (left,) = day_board(session, TOMORROW).unplanned
    assert left.sentence == "aucun véhicule n'est disponible ce jour-là"


def test_over_two_days_a_line_is_late_only_where_it_cannot_be_on_time(database: Database) -> None:
    thursday = TOMORROW + timedelta(days=1)
    with database.transaction("t") as session:
        yard(session, payload_g=20_000)
        bread = builders.product(session)
        stock(session, bread, 100)
        for number in range(3):
            builders.order(
                session,
                site_at(session, f"S{number}", north_km=number + 1),
                [(bread, 10)],
                f"CF{number}",
                partial="complete",
            )
        builders.order(session, site_at(session, "T1", east_km=1), [(bread, 5)], "THURSDAY", requested_on=thursday)
    plan(database, days=2, time_limit_s=2.0)
    with database.reading() as session:
        days = {
            portion.line.order.reference: portion.stop.trip.tour.day
            for portion in session.scalars(select(Portion).where(Portion.live))
        }
        assert_conserved(session)
    assert days["THURSDAY"] == thursday
    wednesday_orders = sorted(days[f"CF{number}"] for number in range(3))
    assert wednesday_orders == [TOMORROW, TOMORROW, thursday]


def test_goods_counted_at_a_depot_leave_from_there(database: Database) -> None:
    with database.transaction("t") as session:
        (van,) = yard(session)
        far = builders.depot(session, "D2", latitude=45.40, longitude=5.72)
        other = builders.vehicle(session, far, "V9")
        builders.driver(session, other, "DR9")
        bread, cake = builders.product(session, "BREAD", price_micros=200_000_000), builders.product(session, "CAKE")
        stock(session, bread, 6, depot=far)
        slot(session, bread, 4)
        stock(session, cake, 50)
        site = site_at(session, "S1", north_km=2)
        builders.order(session, site, [(bread, 10)], "BREAD")
        builders.order(session, site, [(cake, 10)], "CAKE")
        main = van.depot_id
        assert main != far.id
    plan(database)
    with database.reading() as session:
        left_from = {
            (portion.line.order.reference, portion.stop.trip.depot_id): portion.quantity // 1000
            for portion in session.scalars(select(Portion))
        }
        assert overdrawn_products(session, TOMORROW) == []
    assert left_from in ({("BREAD", far.id): 6, ("CAKE", far.id): 10}, {("BREAD", far.id): 6, ("CAKE", main): 10})


def test_goods_that_left_from_the_wrong_depot_are_found(database: Database) -> None:
    with database.transaction("t") as session:
        (van,) = yard(session)
        far = builders.depot(session, "D2")
        bread = builders.product(session)
        stock(session, bread, 6, depot=far)
        order = builders.order(session, site_at(session, "S1"), [(bread, 5)])
        session.refresh(van)
        draft_tour(session, van, [order])
    with database.reading() as session:
        assert [(product_id, too_many) for product_id, _, too_many in overdrawn_products(session, TOMORROW)] == [
            (bread.id, 5_000)
        ]


def test_an_order_larger_than_any_van_is_split_over_trips(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, vans=2, payload_g=400_000)
        bread, fitting = builders.product(session), builders.product(session, "POSE", kind="service", weight_g=0)
        stock(session, bread, 900)
        builders.order(session, site_at(session, "S1"), [(bread, 700), (fitting, 1)], "BIG")
        builders.order(session, site_at(session, "S2"), [(bread, 700)], "WHOLE", partial="complete")
    plan(database, time_limit_s=2.0)
    with database.reading() as session:
        assert carried(session) == {("BIG", 1): 700, ("BIG", 2): 1}
        parts = sorted(session.scalars(select(Portion.part).where(Portion.line.has(line_no=1))))
        assert parts == [1, 2]
        assert_conserved(session)
        (left,) = day_board(session, TOMORROW).unplanned
    assert (left.order_reference, left.sentence) == (
        "WHOLE",
        "la commande pèse 700 kg, le plus grand véhicule porte 400 kg",
    )

"""What the solver is told: capacities, sizes as skills, breaks, units, supply; and the file that says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import numpy as np

from dispatch import clock
from dispatch.fleet.queries import DepotRow, DriverRow, VehicleRow
from dispatch.planning.due import DueLine, Span
from dispatch.planning.fleet_days import VehicleDay, break_window
from dispatch.planning.goods import Goods
from dispatch.planning.places import PlaceBook
from dispatch.planning.portions import calls
from dispatch.planning.problem import build, sort_calls
from dispatch.planning.problem_file import document_of
from dispatch.planning.roads import measure
from dispatch.production.curve import SupplyCurve
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.problem import Problem
from maps.great_circle import GreatCircleRouter
from tests.builders import TOMORROW
from tests.planning.lines import due_line

ONE_DAY = Span(TOMORROW)
DEPOT = DepotRow(1, "D1", "Dépôt", 45.16, 5.72, 2, 600)
VAN = VehicleRow(
    1, "V1", "", DEPOT, DriverRow(1, "DR1", "Lise", "", 1800), 1_000_000, 3500, None, None, ("froid",), time(6), time(14), 4500, 38, 2700, 2, "van"
)  # fmt: skip


def stated(lines: list[DueLine], *vans: VehicleRow, span: Span = ONE_DAY) -> Problem:
    fleet = [VehicleDay(van, day) for day in span.all_days for van in vans or (VAN,)]
    wanted = calls(lines, span)
    places = PlaceBook(sort_calls(wanted, fleet, span)[0], fleet)
    roads = measure(places.places, places.profiles, GreatCircleRouter(1.3, 40.0))
    goods = Goods({1: SupplyCurve(1, ((clock.at(TOMORROW, time(5)), 15_500),))}, {}, {})
    return build(wanted, fleet, roads, goods, span)[0]


def test_a_call_states_its_lines_in_whole_units_with_money() -> None:
    (visit,) = stated(
        [due_line(7, 10, partial="minimum", partial_minimum_qty=4_000, unit_price_micros=20_000_000)]
    ).visits
    (line,) = visit.lines
    assert (line.id, line.quantity, line.min_quantity, line.multiple, line.amount) == (7, 10, 4, 1, (1000, 0, 0))
    assert line.unit_penalty == 2000
    assert (visit.setup_s, visit.service_s, visit.windows) == (300, 0, ((25_200, 61_200),))


def test_half_units_are_counted_in_halves_and_never_lighter_than_they_are() -> None:
    problem = stated([due_line(7, 2.5, multiple_qty=500, weight_g=3)])
    (line,) = problem.visits[0].lines
    assert (line.quantity, line.amount[0], problem.vehicles[0].capacity[0]) == (5, 1500, 1_000_000_000)
    assert problem.products[0].steps == ((0, 0), (18_000, 31))


def test_supply_is_rounded_down_to_whole_units() -> None:
    assert stated([due_line()]).products[0].steps == ((0, 0), (18_000, 15))


def test_a_product_without_stock_or_production_has_nothing() -> None:
    assert stated([due_line(product_id=2)]).products[0].steps == ((0, 0),)


def test_a_limit_that_a_vehicle_does_not_have_does_not_bind() -> None:
    problem = stated([due_line(units=100, volume_cm3=7_000)])
    assert problem.vehicles[0].capacity == (1_000_000, 700_000, 0)


def test_a_site_admits_vehicles_up_to_its_gross_weight() -> None:
    heavy, unknown = replace(VAN, id=2, code="V2", gross_kg=7500), replace(VAN, id=3, code="V3", gross_kg=None)
    problem = stated([due_line(max_vehicle_kg=3500), due_line(2, order_id=2, site_id=2)], VAN, heavy, unknown)
    limited, free = problem.visits
    assert [limited.skills <= vehicle.skills for vehicle in problem.vehicles] == [True, False, False]
    assert free.skills == frozenset()


def test_equipment_of_site_and_goods_is_asked_of_the_vehicle() -> None:
    problem = stated(
        [due_line(site_skills=("hayon",), product_skills=("froid",))],
        VAN,
        replace(VAN, id=2, skills=("froid", "hayon")),
    )
    assert [problem.visits[0].skills <= vehicle.skills for vehicle in problem.vehicles] == [False, True]


def test_the_break_begins_in_the_middle_of_the_shift() -> None:
    (pause,) = stated([due_line()]).vehicles[0].breaks
    assert (pause.service_s, pause.windows) == (1800, (break_window(21_600, 50_400),))
    assert pause.windows == ((33_120, 41_760),)


def test_a_shift_over_midnight_ends_on_the_next_day() -> None:
    night = replace(VAN, shift_start=time(22), shift_end=time(6))
    problem = stated([due_line(opening_hours="Mo-Sa 05:00-12:00")], night)
    assert problem.vehicles[0].shift == (79_200, 108_000)
    assert problem.visits[0].windows == ((18_000, 43_200), (104_400, 108_000)), "what it brings after midnight too"


def test_a_service_alone_is_a_visit_without_goods_that_has_a_price() -> None:
    (visit,) = stated([due_line(product_kind="service", service_s=900, unit_price_micros=20_000_000)]).visits
    assert (visit.lines, visit.penalty, visit.setup_s) == ((), 20_000, 900)


def test_unplaced_and_closed_sites_are_not_in_the_problem() -> None:
    problem = stated(
        [
            due_line(1, latitude=None, longitude=None),
            due_line(2, order_id=2, opening_hours="Su 08:00-12:00"),
            due_line(3, order_id=3),
        ]
    )
    assert [visit.lines[0].id for visit in problem.visits] == [3]


def test_two_days_are_one_axis_with_a_vehicle_for_each() -> None:
    problem = stated([due_line()], span=Span(TOMORROW, 2))
    assert [vehicle.shift for vehicle in problem.vehicles] == [(21_600, 50_400), (108_000, 136_800)]


def test_the_exported_file_reads_back_as_the_same_problem() -> None:
    problem = stated(
        [
            due_line(1, partial="complete"),
            due_line(2, order_id=2, product_kind="service"),
            due_line(3, order_id=3, max_vehicle_kg=3500),
        ]
    )
    read = parse_vroom(document_of(problem))
    assert read.warnings == ()
    for name in ("visits", "vehicles", "products", "docks"):
        assert getattr(read.problem, name) == getattr(problem, name)
    assert np.array_equal(read.problem.matrices["van"].durations, problem.matrices["van"].durations)


def test_supply_that_belongs_to_depots_is_written_and_read_back() -> None:
    near, far = (
        SupplyCurve(1, ((clock.day_start(TOMORROW), 4_000),)),
        SupplyCurve(1, ((clock.day_start(TOMORROW), 6_000),)),
    )
    goods = Goods({1: near}, {}, {}, {1: {1: near, 2: far}}, 1)
    second = replace(VAN, id=2, code="V2", depot=replace(DEPOT, id=2, latitude=45.3))
    fleet, wanted = [VehicleDay(VAN, TOMORROW), VehicleDay(second, TOMORROW)], calls([due_line()], ONE_DAY)
    places = PlaceBook(wanted, fleet)
    roads = measure(places.places, places.profiles, GreatCircleRouter(1.3, 40.0))
    problem = build(wanted, fleet, roads, goods, ONE_DAY)[0]
    assert [(supply.location, supply.steps) for supply in problem.products] == [(0, ((0, 4),)), (1, ((0, 6),))]
    assert parse_vroom(document_of(problem)).problem.products == problem.products

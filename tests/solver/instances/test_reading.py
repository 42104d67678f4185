"""Reading published instances: every family, each rounding rule, every fault with its place."""

import numpy as np
import pytest

from dispatch.solver.errors import FileError
from dispatch.solver.files.rounding import dimacs, euclidean, exact, nearest
from dispatch.solver.files.solomon import parse_solomon
from dispatch.solver.files.vrplib_file import parse_vrplib, read_vrplib
from dispatch.solver.problem import HORIZON
from tests.conftest import shared_files
from tests.solver.instances import texts


def distances(problem):
    return problem.matrices["car"].distances


def test_cvrp_distances_are_rounded_to_the_nearest():
    text = texts.CVRP.replace("2 3 4", "2 1 1").replace("3 -3 4", "3 1 2")
    assert list(distances(parse_vrplib(text))[0]) == [0, 1, 2, 5, 5]  # √2 and √5


def test_vrptw_numbers_are_scaled_by_ten_and_truncated():
    problem = parse_vrplib(texts.VRPTW.replace("2 3 4", "2 1 1").replace("2 0 60", "2 0.18 60.99"))
    assert distances(problem)[0, 1] == 14
    assert problem.visits[0].service_s == 25
    assert problem.visits[0].windows == ((1, 609),)
    assert problem.vehicles[0].shift == (0, 1000)


def test_mdvrptw_numbers_are_scaled_by_a_thousand_and_rounded():
    problem = parse_vrplib(texts.MDVRPTW.replace("3 1.5 2", "3 1 1"))
    assert distances(problem)[0, 2] == 1414
    assert problem.vehicles[0].max_duration_s == 30_000
    assert [vehicle.start for vehicle in problem.vehicles] == [0, 0, 1, 1]
    assert [visit.location for visit in problem.visits] == [2, 3, 4, 5]


def test_a_matrix_stands_as_it_is_however_it_is_wrapped():
    problem = parse_vrplib(texts.MATRIX)
    assert distances(problem).tolist() == [[0, 10, 20], [11, 0, 5], [22, 6, 0]]
    assert problem.visits[0].service_s == 30


def test_unit_costs_are_not_scaled_and_prizes_and_fixed_costs_are():
    text = texts.PCVRPTW.replace(
        "SERVICE_TIME", "VEHICLES_UNIT_DISTANCE_COST : 3\nVEHICLES_FIXED_COST : 7\nSERVICE_TIME"
    )
    problem = parse_vrplib(text)
    assert problem.vehicles[0].costs.per_km == 3000
    assert problem.vehicles[0].costs.fixed == 70
    assert [visit.penalty for visit in problem.visits] == [None, 15, 500, 500]


def test_without_vehicles_there_is_one_for_each_client():
    assert len(parse_vrplib(texts.CVRP).vehicles) == 4
    assert len(parse_vrplib(texts.VRPTW).vehicles) == 3


def test_without_windows_all_is_open_until_the_horizon():
    problem = parse_vrplib(texts.CVRP)
    assert problem.visits[0].windows == ()
    assert problem.vehicles[0].shift == (0, HORIZON)


def test_vehicles_differ_by_capacity_and_cost():
    vehicles = parse_vrplib(texts.HFVRP).vehicles
    assert [vehicle.capacity for vehicle in vehicles] == [(5,), (14,), (14,)]
    assert [vehicle.costs.fixed for vehicle in vehicles] == [1, 300, 10]


def test_a_client_is_open_to_the_vehicles_that_list_it_only():
    problem = parse_vrplib(texts.SDVRPTW)
    allowed = [[v.id for v in problem.vehicles if visit.skills <= v.skills] for visit in problem.visits]
    assert allowed == [[1], [1, 2], [1], [2]]


def test_a_vehicle_with_a_reload_depot_may_make_trips_and_goods_have_a_release():
    problem = parse_vrplib(texts.MTVRPTWR)
    assert problem.vehicles[0].max_trips > 1
    assert [visit.release_s for visit in problem.visits] == [0, 0, 300, 300]
    limited = parse_vrplib(texts.MTVRPTWR.replace("CAPACITY", "VEHICLES_MAX_RELOADS : 1\nCAPACITY"))
    assert limited.vehicles[0].max_trips == 2


def test_solomon_text_reads_as_the_same_vrptw():
    problem = parse_solomon(texts.SOLOMON)
    assert [visit.id for visit in problem.visits] == [1, 2]
    assert distances(problem)[0].tolist() == [0, 14, 70]
    assert problem.visits[0].windows == ((200, 2040),)
    assert len(problem.vehicles) == 2


def test_rules_and_blocks_of_rows_agree():
    coordinates = np.array([[0.0, 0.0], [1.0, 1.0], [2.5, 7.1], [-3.0, 0.2], [1.0, 1.0]])
    whole = np.sqrt(((coordinates[:, None] - coordinates[None]) ** 2).sum(axis=2))
    for rule, expected in ((nearest, np.round(whole)), (dimacs, np.floor(10 * whole)), (exact, np.round(1000 * whole))):
        assert (euclidean(coordinates, rule, block=2) == expected).all()


MALFORMED = [
    ("vrplib-missing", "DEMAND_SECTION", texts.CVRP.replace("DEMAND_SECTION", "PRIZE_SECTION")),
    ("vrplib-missing", "DIMENSION", texts.CVRP.replace("DIMENSION : 5\n", "")),
    ("vrplib-value", "DIMENSION", texts.CVRP.replace("DIMENSION : 5", "DIMENSION : 4.5")),
    ("vrplib-value", "VEHICLES", texts.VRPTW.replace("VEHICLES : 3", "VEHICLES : 0")),
    ("vrplib-value", "VEHICLES", texts.VRPTW.replace("VEHICLES : 3", "VEHICLES : 1000000000")),
    ("vrplib-value", "DIMENSION", texts.CVRP.replace("DIMENSION : 5", "DIMENSION : 1e300")),
    ("vrplib-value", "VEHICLES_MAX_RELOADS", "VEHICLES_MAX_RELOADS : -5\n" + texts.MTVRPTWR),
    ("vrplib-value", "RELOAD_DEPOT_SECTION", texts.MTVRPTWR.replace("SECTION\n1 1\n", "SECTION\n1 1e300\n")),
    ("vrplib-value", "ALLOWED_CLIENTS_SECTION", texts.SDVRPTW.replace("2 3 5\n", "2 3 2.5\n")),
    ("vrplib-rows", "NODE_COORD_SECTION", texts.CVRP.replace("DIMENSION : 5", "DIMENSION : 6")),
    ("vrplib-rows", "EDGE_WEIGHT_SECTION", texts.MATRIX.replace("22 6\n", "22\n")),
    ("vrplib-order", "line 9", texts.CVRP.replace("3 -3 4", "7 -3 4")),
    ("vrplib-columns", "DEMAND_SECTION", texts.CVRP.replace("3 3\n4 2", "3 3 1\n4 2")),
    ("vrplib-number", "line 15", texts.CVRP.replace("3 3\n4 2", "3 three\n4 2")),
    ("vrplib-number", "line 15", texts.CVRP.replace("3 3\n4 2", "3 nan\n4 2")),
    ("vrplib-number", "CAPACITY", texts.CVRP.replace("CAPACITY : 9", "CAPACITY : lots")),
    ("vrplib-bounds", "DEMAND_SECTION", texts.CVRP.replace("3 3\n4 2", "3 -3\n4 2")),
    ("vrplib-bounds", "DEMAND_SECTION", texts.CVRP.replace("3 3\n4 2", "3 1e15\n4 2")),
    ("vrplib-bounds", "NODE_COORD_SECTION", texts.CVRP.replace("3 -3 4", "3 -3 1e9")),
    ("vrplib-window", "node 3", texts.VRPTW.replace("3 0 60", "3 70 60")),
    ("vrplib-type", "TYPE", texts.CVRP.replace("TYPE : CVRP", "TYPE : TSP")),
    ("vrplib-weights", "EDGE_WEIGHT_TYPE", texts.CVRP.replace("EUC_2D", "GEO")),
    ("vrplib-weights", "EDGE_WEIGHT_TYPE", texts.MATRIX.replace("FULL_MATRIX", "LOWER_ROW")),
    ("vrplib-fraction", "EXPLICIT", texts.MATRIX.replace("0 10 20", "0 10.5 20")),
    ("vrplib-fraction", "UNIT_DISTANCE", texts.HFVRP.replace("2 1\n3 2\n", "2 1.5\n3 2\n")),
    ("vrplib-depots", "DEPOT_SECTION", texts.CVRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n2")),
    ("vrplib-depots", "VEHICLES_DEPOT_SECTION", texts.MDVRPTW.replace("4 2\nDEPOT", "4 3\nDEPOT")),
    ("vrplib-depots", "VEHICLES_DEPOT_SECTION", texts.MDVRPTW.replace("4 2\nDEPOT", "4 1.5\nDEPOT")),
    ("vrplib-depots", "VEHICLES_RELOAD_DEPOT_SECTION", texts.MTVRPTWR.replace("SECTION\n1 1\n", "SECTION\n1 9\n")),
    ("vrplib-clients", "vehicle 2", texts.SDVRPTW.replace("2 3 5\n", "2 3 1\n")),
    (
        "vrplib-unsupported",
        "BACKHAUL_SECTION",
        texts.CVRP.replace("DEPOT_SECTION", "BACKHAUL_SECTION\n1 1\nDEPOT_SECTION"),
    ),
    ("vrplib-unsupported", "DISTANCE", texts.CVRP.replace("CAPACITY : 9", "CAPACITY : 9\nDISTANCE : 50")),
    ("vrplib-syntax", "line 1", "hello\n" + texts.CVRP),
    ("vrplib-twice", "line 6", texts.CVRP.replace("CAPACITY : 9", "CAPACITY : 9\nCAPACITY : 8")),
    ("vrplib-missing", "DIMENSION", ""),
]


@pytest.mark.parametrize(
    ("code", "where", "text"), MALFORMED, ids=[f"{n} {case[0]} {case[1]}" for n, case in enumerate(MALFORMED)]
)
def test_a_malformed_file_is_refused_with_its_place_and_a_remedy(code, where, text):
    with pytest.raises(FileError) as refused:
        parse_vrplib(text, "case.vrp")
    (fault,) = refused.value.faults
    assert fault.code == code
    assert where in fault.where
    assert fault.where.startswith("case.vrp")
    assert fault.cause
    assert fault.action


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("solomon-headings", texts.SOLOMON.replace("CUSTOMER\n", "")),
        ("solomon-fleet", texts.SOLOMON.replace("  2         10\n", "  2\n", 1)),
        ("solomon-columns", texts.SOLOMON.replace("18        147         10", "18        147")),
        ("solomon-order", texts.SOLOMON.replace("    2      0", "    3      0")),
        ("solomon-rows", texts.SOLOMON[: texts.SOLOMON.index("    0      0")]),
        ("vrplib-number", texts.SOLOMON.replace("18        147", "18        soon")),
    ],
)
def test_a_malformed_solomon_text_is_refused(code, text):
    with pytest.raises(FileError) as refused:
        parse_solomon(text)
    assert refused.value.faults[0].code == code


@pytest.mark.shared
@pytest.mark.parametrize("path", shared_files("data/vrp/*.vrp"), ids=lambda path: path.stem)
def test_a_published_instance_reads_with_all_its_clients(path):
    problem = read_vrplib(path)
    assert len(problem.visits) > 90
    assert distances(problem).shape[0] > len(problem.visits)

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest

from maps.errors import (
    OffRoadError,
    RoadEngineMissingError,
    RoadsBuildError,
    RoadsMissingError,
    ServiceAnswerError,
)
from maps.great_circle import great_circle_m
from maps.osrm_engine import OsrmRouter, load_osrm
from maps.osrm_server import OsrmDialect
from maps.places import Place
from maps.road_server import RoadServer
from maps.roads import BuildProgress, build_roads
from tests.conftest import shared_files
from tests.maps.grid_town import corner, write_grid_town

WEST_END, EAST_END = corner(2, 1), corner(2, 4)


def test_a_van_takes_the_street_that_is_closed_to_trucks(grid_roads):
    router = OsrmRouter(grid_roads)
    van = router.route([WEST_END, EAST_END], "van")
    truck = router.route([WEST_END, EAST_END], "truck")
    assert van.distance_m == pytest.approx(600, abs=10)
    assert truck.distance_m == pytest.approx(1_000, abs=20)  # around the block
    middle_of_the_street = corner(2, 2)
    assert middle_of_the_street in van.points
    assert middle_of_the_street not in truck.points


def test_a_truck_does_not_go_under_a_bridge_that_is_too_low(grid_roads):
    router = OsrmRouter(grid_roads)
    legs = [corner(3.5, 1), corner(4, 2), corner(3, 2)]
    assert router.matrix(legs, "van").distances_m[1, 2] == pytest.approx(200, abs=10)
    assert router.matrix(legs, "truck").distances_m[1, 2] >= 600


def test_a_truck_is_slower_than_a_van_on_the_same_streets(grid_roads):
    router = OsrmRouter(grid_roads)
    ends = [corner(0, 1), corner(0, 4)]
    van, truck = router.matrix(ends, "van"), router.matrix(ends, "truck")
    assert van.distances_m[0, 1] == truck.distances_m[0, 1]
    assert truck.durations_s[0, 1] > 1.1 * van.durations_s[0, 1]


def test_the_matrix_says_that_it_is_on_roads_of_that_profile(grid_roads):
    source = OsrmRouter(grid_roads).matrix([WEST_END, EAST_END], "truck").source
    assert source.sentence("fr") == "distances routières OSRM (camion)"
    assert source.detail.startswith("town.osm")
    assert not source.estimated


def test_a_place_far_from_any_road_is_named_instead_of_moved(grid_roads):
    far = Place(46.1, 3.0)
    with pytest.raises(OffRoadError) as raised:
        OsrmRouter(grid_roads).matrix([WEST_END, far, EAST_END], "van")
    assert raised.value.indexes == (1,)
    with pytest.raises(OffRoadError) as raised:
        OsrmRouter(grid_roads).route([WEST_END, EAST_END, far], "van")
    assert raised.value.indexes == (2,)
    assert len(OsrmRouter(grid_roads, snap_limit_m=20_000).matrix([WEST_END, far], "van")) == 2


def test_no_road_is_shorter_than_the_crow_flies(grid_roads):
    places = [corner(street / 2, avenue / 2) for street in range(9) for avenue in range(2, 9)]
    travel = OsrmRouter(grid_roads).matrix(places, "truck")
    moved_at_most = 2 * 105
    assert (travel.distances_m >= great_circle_m(places) - moved_at_most).all()


def test_an_empty_list_of_places_is_an_empty_matrix(grid_roads):
    assert len(OsrmRouter(grid_roads).matrix([], "van")) == 0


def test_the_key_follows_extract_and_profile(grid_roads, tmp_path):
    town = write_grid_town(tmp_path / "town.osm")
    town.write_text(town.read_text().replace("Rue 1", "Rue Une"))
    build_roads(town, tmp_path / "roads", profiles=["van"])
    keys = {OsrmRouter(grid_roads).key("van"), OsrmRouter(grid_roads).key("truck")}
    assert OsrmRouter(tmp_path / "roads").key("van") not in keys
    assert len(keys) == 2


def test_building_tells_its_steps_and_leaves_nothing_else_behind(tmp_path):
    steps = []
    built = build_roads(write_grid_town(tmp_path / "town.osm"), tmp_path / "roads", on_progress=steps.append)
    assert steps == [
        BuildProgress("van", "extract", 1, 4),
        BuildProgress("van", "contract", 2, 4),
        BuildProgress("truck", "extract", 3, 4),
        BuildProgress("truck", "contract", 4, 4),
    ]
    assert str(steps[3]) == "truck: contract (4/4)"
    assert sorted(path.name for path in (tmp_path / "roads").iterdir()) == ["truck", "van"]
    assert [data.profile for data in built] == ["van", "truck"]


def test_building_again_replaces_and_a_failed_build_does_not(tmp_path):
    out = tmp_path / "roads"
    town = write_grid_town(tmp_path / "town.osm")
    build_roads(town, out, profiles=["van"])
    before = OsrmRouter(out).key("van")
    broken = tmp_path / "broken.osm"
    broken.write_text(town.read_text()[:3_000])
    with pytest.raises(RoadsBuildError) as raised:
        build_roads(broken, out, profiles=["van"])
    assert "broken.osm" in raised.value.detail
    assert OsrmRouter(out).key("van") == before
    town.write_text(town.read_text().replace("Rue 1", "Rue Une"))
    build_roads(town, out, profiles=["van"])
    assert OsrmRouter(out).key("van") != before
    assert [path.name for path in out.iterdir()] == ["van"]


@pytest.mark.parametrize("name", ["missing.osm.pbf", "notes.txt"])
def test_what_is_no_extract_is_refused_before_anything_runs(tmp_path, name):
    (tmp_path / "notes.txt").write_text("not roads")
    with pytest.raises(RoadsBuildError):
        build_roads(tmp_path / name, tmp_path / "roads")
    assert not (tmp_path / "roads").exists()


def test_an_unknown_profile_is_refused(tmp_path):
    with pytest.raises(RoadsBuildError, match="bicycle"):
        build_roads(write_grid_town(tmp_path / "town.osm"), tmp_path / "roads", profiles=["bicycle"])


def test_a_graph_that_was_never_built_says_how_to_build_it(tmp_path):
    with pytest.raises(RoadsMissingError, match="dispatch roads build"):
        OsrmRouter(tmp_path).matrix([WEST_END, EAST_END], "van")


@pytest.mark.parametrize("damage", ["manifest.json", "roads.osrm.hsgr"])
def test_a_damaged_graph_is_missing(tmp_path, damage):
    build_roads(write_grid_town(tmp_path / "town.osm"), tmp_path / "roads", profiles=["van"])
    (tmp_path / "roads" / "van" / damage).write_bytes(b"{")
    with pytest.raises(RoadsMissingError):
        OsrmRouter(tmp_path / "roads").matrix([WEST_END, EAST_END], "van")


def test_without_osrm_the_error_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "osrm", None)  # what Python does where the wheel is not there
    with pytest.raises(RoadEngineMissingError, match="osrm-bindings") as raised:
        build_roads(write_grid_town(tmp_path / "town.osm"), tmp_path / "roads")
    assert raised.value.code == "road_engine_missing"


def test_osrm_refuses_what_it_cannot_read(grid_roads):
    with pytest.raises(ServiceAnswerError):
        OsrmRouter(grid_roads).route([WEST_END], "van")


@pytest.fixture
def osrm_server(grid_roads):
    """The server that comes with OSRM, serving the town's truck."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binary = Path(load_osrm().__file__).parent / "bin" / "osrm-routed"
    base = grid_roads / "truck" / "roads.osrm"
    command = [binary, "--ip", "127.0.0.1", "--port", str(port), "--algorithm", "CH", base]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/nearest/v1/driving/3.0,46.0", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
        server.terminate()


def test_the_real_osrm_server_answers_as_the_engine_in_the_process(grid_roads, osrm_server):
    places = [corner(street, avenue) for street in range(5) for avenue in range(1, 5)]
    near, remote = OsrmRouter(grid_roads), RoadServer(osrm_server, OsrmDialect())
    here, there = near.matrix(places, "truck"), remote.matrix(places, "truck")
    assert np.abs(here.durations_s - there.durations_s).max() <= 1
    assert np.abs(here.distances_m - there.distances_m).max() <= 1
    assert remote.route(places[:4], "truck").points == near.route(places[:4], "truck").points
    with pytest.raises(OffRoadError):
        remote.matrix([*places, Place(46.5, 3.5)], "truck")


@pytest.mark.shared
@pytest.mark.parametrize("extract", shared_files("data/monaco/roads.osm.pbf"), ids=lambda path: path.name)
def test_monaco_is_built_in_seconds_and_its_trucks_are_slower(extract, tmp_path):
    started = time.monotonic()
    build_roads(extract, tmp_path / "roads")
    assert time.monotonic() - started < 30
    places = [Place(43.7288, 7.4141), Place(43.7275, 7.4160), Place(43.7396, 7.4279), Place(43.7347, 7.4206)]
    router = OsrmRouter(tmp_path / "roads")
    van, truck = router.matrix(places, "van"), router.matrix(places, "truck")
    assert truck.durations_s.sum() > 1.15 * van.durations_s.sum()
    assert truck.distances_m.sum() >= van.distances_m.sum()

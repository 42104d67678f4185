import pytest

from maps.osrm_engine import OsrmRouter
from maps.places import Place
from maps.streets import streets_around
from maps.vector_tile import segments, tile_at
from tests.maps.grid_town import corner


def near(one, other):
    return abs(one.latitude - other.latitude) < 2e-5 and abs(one.longitude - other.longitude) < 3e-5


def test_the_streets_of_the_town_are_drawn_from_crossing_to_crossing(grid_roads):
    lines = streets_around(grid_roads, [corner(0, 0), corner(4, 4)])
    ends = [end for line in lines for end in (line[0], line[-1])]
    assert any(near(end, corner(2, 2)) for end in ends)
    assert len(lines) == len({frozenset((line[0], line[-1])) for line in lines}), "no street is drawn twice"
    points = {point for line in lines for point in line}
    for street in range(5):
        for avenue in range(1, 5):
            assert any(near(point, corner(street, avenue)) for point in points)


def test_a_street_where_nothing_drives_is_not_drawn(grid_roads):
    lines = streets_around(grid_roads, [corner(0, 0), corner(4, 4)])
    west = corner(0, 0).longitude
    assert not [line for line in lines if all(abs(point.longitude - west) < 1e-4 for point in line)]


def test_only_the_area_of_the_places_is_drawn(grid_roads):
    assert len(streets_around(grid_roads, [corner(0, 4)])) < len(
        streets_around(grid_roads, [corner(0, 0), corner(4, 4)])
    )


@pytest.mark.parametrize(
    "places",
    [[], [Place(43.3, 5.4), Place(50.6, 3.1)], [Place(90, 180), Place(-90, -180)]],
    ids=["none", "France", "Earth"],
)
def test_no_area_or_too_large_an_area_has_no_streets(grid_roads, places):
    assert streets_around(grid_roads, places) == ()


def test_without_a_road_graph_there_are_no_streets_and_no_failure(tmp_path):
    assert streets_around(tmp_path, [corner(0, 0)]) == ()


def test_a_tile_says_how_fast_its_roads_are(grid_roads):
    column, row = tile_at(corner(0, 1), 14)
    tile = OsrmRouter(grid_roads).tile(column, row, 14, "van")
    van = {speed for _, _, speed in segments(tile, column, row, 14)}
    truck_tile = OsrmRouter(grid_roads).tile(column, row, 14, "truck")
    truck = {speed for _, _, speed in segments(truck_tile, column, row, 14)}
    assert max(truck) < max(van) <= 50


def test_bytes_that_are_no_tile_are_refused():
    for broken in (b"\x1a", b"\x1f\x00", b"\x1a\x05\x0a\x06speeds"):
        with pytest.raises((ValueError, IndexError, KeyError)):
            list(segments(broken, 0, 0, 14))

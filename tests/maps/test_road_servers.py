import time

import pytest

from maps.errors import (
    MapsSettingsError,
    OffRoadError,
    ServiceAnswerError,
    ServiceDownError,
    ServiceError,
    ServiceSlowError,
)
from maps.great_circle import GreatCircleRouter
from maps.openrouteservice_server import OpenRouteServiceDialect
from maps.osrm_server import OsrmDialect
from maps.places import Place
from maps.road_server import RoadServer
from maps.valhalla_server import ValhallaDialect, decode_polyline
from tests.maps.loopback import (
    TOWN,
    Loopback,
    asleep,
    cut_short,
    dribble,
    dribble_headers,
    endless,
    huge,
    osrm,
    redirect,
    status,
)

ROADS = GreatCircleRouter(circuity=1.5, speed_kmh=36)
LINE = [[place.longitude, place.latitude] for place in TOWN]


def changed(**changes):
    """OSRM's answer with some of its parts replaced."""
    return lambda path, body: {**osrm(path), **{name: change(osrm(path)) for name, change in changes.items()}}


def test_an_osrm_server_is_asked_with_longitude_first():
    with Loopback(osrm) as server:
        travel = RoadServer(server.url, OsrmDialect()).matrix(TOWN, "van")
    assert (travel.distances_m == ROADS.matrix(TOWN, "van").distances_m).all()
    assert (travel.durations_s == ROADS.matrix(TOWN, "van").durations_s).all()
    assert server.asked[0][0].startswith("/table/v1/driving/2.350000,48.850000;2.340000,48.860000;")
    assert not travel.source.estimated


def test_more_places_than_a_server_admits_are_asked_in_blocks():
    places = [Place(48.8 + number / 1000, 2.3 + number / 2000) for number in range(150)]
    with Loopback(osrm) as server:
        travel = RoadServer(server.url, OsrmDialect()).matrix(places, "van")
    assert len(server.asked) == 4
    assert (travel.distances_m == ROADS.matrix(places, "van").distances_m).all()


def test_an_osrm_server_gives_the_line_of_a_tour():
    with Loopback(osrm) as server:
        way = RoadServer(server.url, OsrmDialect()).route(TOWN, "van")
    assert way.points == tuple(TOWN)
    assert way.distance_m == ROADS.route(TOWN, "van").distance_m


def test_a_long_tour_is_asked_in_pieces_that_join():
    places = [Place(round(48.8 + number / 1000, 3), 2.3) for number in range(150)]
    with Loopback(osrm) as server:
        way = RoadServer(server.url, OsrmDialect()).route(places, "van")
    assert len(server.asked) == 2
    assert abs(way.distance_m - ROADS.route(places, "van").distance_m) <= 1
    assert set(places) <= set(way.points)


def test_each_profile_may_have_its_own_server():
    with Loopback(osrm) as server:
        own = RoadServer(f"{server.url}/{{profile}}", OsrmDialect())
        assert own.key("van") != own.key("truck")
        with pytest.raises(ServiceError):
            own.matrix(TOWN, "truck")  # the loopback knows no such path; what counts is what it was asked
        assert server.asked[0][0].startswith("/truck/table/v1/")
        assert RoadServer(server.url, OsrmDialect()).matrix(TOWN, "truck").source.profile == ""


SILENCES = {
    "asleep": (asleep, ServiceSlowError),
    "dribbling its answer": (dribble, ServiceSlowError),
    "dribbling its headers": (dribble_headers, ServiceSlowError),
    "cut short": (cut_short, ServiceDownError),
    "in trouble": (status(503), ServiceDownError),
    "refusing": (status(429), ServiceDownError),
    "announcing 100 MB": (huge, ServiceAnswerError),
    "sending 100 MB": (endless, ServiceAnswerError),
}


@pytest.mark.parametrize(("behaviour", "error"), SILENCES.values(), ids=SILENCES.keys())
def test_a_server_that_misbehaves_costs_its_time_out_at_most(behaviour, error):
    with Loopback(lambda *_: behaviour) as server:
        started = time.monotonic()
        with pytest.raises(error) as raised:
            RoadServer(server.url, OsrmDialect(), timeout_s=0.4).matrix(TOWN, "van")
        assert time.monotonic() - started < 1.5
        assert raised.value.code == error.code
        assert server.host in str(raised.value)


@pytest.mark.parametrize(("behaviour", "said"), [(huge, "wants to send"), (endless, "sends more than")])
def test_what_is_too_long_is_cut_off_rather_than_read(behaviour, said):
    with Loopback(lambda *_: behaviour) as server, pytest.raises(ServiceAnswerError, match=said):
        RoadServer(server.url, OsrmDialect(), max_bytes=1_000_000).matrix(TOWN, "van")


def test_a_server_that_is_not_there_is_down():
    with Loopback(osrm) as server:
        gone = server.url
    with pytest.raises(ServiceDownError):
        RoadServer(gone, OsrmDialect(), timeout_s=1).matrix(TOWN, "van")


def test_a_redirect_to_a_private_address_is_not_followed():
    with Loopback(osrm) as private, Loopback(lambda path, _: redirect(private.url + path)) as public:
        with pytest.raises(ServiceAnswerError, match="redirects"):
            RoadServer(public.url, OsrmDialect()).matrix(TOWN, "van")
        assert not private.asked


def test_the_proxies_of_the_environment_are_not_asked(monkeypatch):
    with Loopback(osrm) as server, Loopback(osrm) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        RoadServer(server.url, OsrmDialect()).matrix(TOWN, "van")
        assert not proxy.asked


NONSENSE = {
    "not JSON": lambda path, body: b"<html>",
    "not text": lambda path, body: b"\xff\xfe\x00",
    "a number": lambda path, body: 3,
    "an empty object": lambda path, body: {},
    "deeply nested": lambda path, body: b"[" * 200_000,
    "NaN": changed(durations=lambda answer: [[float("nan"), *row[1:]] for row in answer["durations"]]),
    "too few rows": changed(durations=lambda answer: answer["durations"][:-1]),
    "too few sources": changed(sources=lambda answer: answer["sources"][:-1]),
    "ragged rows": changed(durations=lambda answer: [[0.0], *answer["durations"][1:]]),
    "strings": changed(durations=lambda answer: [[str(cell) for cell in row] for row in answer["durations"]]),
    "truth values": changed(durations=lambda answer: [[True for _ in row] for row in answer["durations"]]),
    "negative": changed(distances=lambda answer: [[-cell for cell in row] for row in answer["distances"]]),
    "infinite": lambda path, body: (
        b'{"durations": [[1e999]], "distances": [[1]], "sources": [{"distance": 1}]}' if body else b"[1e999]"
    ),
    "enormous": changed(durations=lambda answer: [[1e12 for _ in row] for row in answer["durations"]]),
    "in hours": changed(durations=lambda answer: [[cell / 3600 for cell in row] for row in answer["durations"]]),
    "in milliseconds": changed(durations=lambda answer: [[cell * 1000 for cell in row] for row in answer["durations"]]),
    "in kilometres": changed(distances=lambda answer: [[cell / 1000 for cell in row] for row in answer["distances"]]),
    "shorter than the straight line": changed(
        durations=lambda answer: [[cell / 2 for cell in row] for row in answer["durations"]],
        distances=lambda answer: [[cell / 2 for cell in row] for row in answer["distances"]],
    ),
    "swapped arrays": changed(
        durations=lambda answer: answer["distances"], distances=lambda answer: answer["durations"]
    ),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_recognised(answer):
    with Loopback(answer) as server, pytest.raises(ServiceAnswerError) as raised:
        RoadServer(server.url, OsrmDialect()).matrix(TOWN, "van")
    assert raised.value.code == "service_answer"


def test_a_place_that_was_moved_too_far_is_named():
    moved = {"location": [TOWN[3].longitude, TOWN[3].latitude + 1_200 / 111_195]}
    far = changed(sources=lambda answer: [*answer["sources"][:-1], moved])
    with Loopback(far) as server:
        with pytest.raises(OffRoadError) as raised:
            RoadServer(server.url, OsrmDialect(), snap_limit_m=1_000).matrix(TOWN, "van")
        assert raised.value.indexes == (3,)
        assert len(RoadServer(server.url, OsrmDialect(), snap_limit_m=2_000).matrix(TOWN, "van")) == 4


def test_a_server_that_reads_latitude_first_is_found_out_by_where_it_moved_the_places():
    def swapped(path, body):
        return osrm("/table/v1/driving/" + ";".join(f"{p.latitude},{p.longitude}" for p in TOWN) + "?a=b")

    with Loopback(swapped) as server, pytest.raises(OffRoadError) as raised:
        RoadServer(server.url, OsrmDialect()).matrix(TOWN, "van")
    assert raised.value.indexes == (0, 1, 2, 3)


def test_a_place_without_a_way_to_the_others_is_named():
    def cut_off(path, body):
        answer = osrm(path)
        for row in (0, 2, 3):
            answer["durations"][row][1] = answer["durations"][1][row] = None
        return answer

    with Loopback(cut_off) as server, pytest.raises(OffRoadError) as raised:
        RoadServer(server.url, OsrmDialect()).matrix(TOWN, "van")
    assert raised.value.indexes == (1,)


ROUTE_NONSENSE = {
    "no route": lambda route: {},
    "one point": lambda route: {**route, "geometry": {"coordinates": LINE[:1]}},
    "a text": lambda route: {**route, "geometry": {"coordinates": "line"}},
    "off the Earth": lambda route: {**route, "geometry": {"coordinates": [[2.35, 948.0], *LINE]}},
    "null totals": lambda route: {**route, "duration": None},
    "negative": lambda route: {**route, "distance": -5},
}


@pytest.mark.parametrize("change", ROUTE_NONSENSE.values(), ids=ROUTE_NONSENSE.keys())
def test_a_line_that_is_nonsense_is_recognised(change):
    with (
        Loopback(lambda path, _: {"routes": [change(osrm(path)["routes"][0])]}) as server,
        pytest.raises(ServiceAnswerError),
    ):
        RoadServer(server.url, OsrmDialect()).route(TOWN, "van")


def test_a_line_with_latitude_first_does_not_reach_its_places():
    def swapped(path, body):
        answer = osrm(path)
        answer["routes"][0]["geometry"]["coordinates"] = [[latitude, longitude] for longitude, latitude in LINE]
        return answer

    with Loopback(swapped) as server, pytest.raises(OffRoadError) as raised:
        RoadServer(server.url, OsrmDialect()).route(TOWN, "van")
    assert raised.value.indexes == (0, 3)


def valhalla(path, body):
    if path == "/locate":
        return [
            {
                "input_lat": place["lat"],
                "input_lon": place["lon"],
                "edges": [
                    {"correlated_lat": place["lat"] + 0.02, "correlated_lon": place["lon"]},
                    {"correlated_lat": place["lat"] + 0.0001, "correlated_lon": place["lon"]},
                ],
            }
            for place in body["locations"]
        ]
    if path == "/route":
        shape = "_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI"
        return {"trip": {"summary": {"time": 60.5, "length": 900.25}, "legs": [{"shape": shape}]}}
    sources, targets = ([Place(place["lat"], place["lon"]) for place in body[side]] for side in ("sources", "targets"))
    travel = ROADS.matrix([*sources, *targets], "van")
    first = len(sources)
    return {
        "units": "kilometers",
        "sources_to_targets": [
            [
                {
                    "from_index": row,
                    "to_index": column,
                    "time": int(travel.durations_s[row, first + column]),
                    "distance": travel.distances_m[row, first + column] / 1000,
                }
                for column in range(len(targets))
            ]
            for row in range(first)
        ],
    }


def test_a_valhalla_server_is_asked_for_a_truck_in_kilometres():
    with Loopback(valhalla) as server:
        travel = RoadServer(server.url, ValhallaDialect()).matrix(TOWN, "truck")
    assert (travel.distances_m == ROADS.matrix(TOWN, "truck").distances_m).all()
    assert travel.source.sentence("fr") == "distances routières Valhalla (camion)"
    assert {body["costing"] for _, body, _ in server.asked} == {"truck"}


def test_valhalla_names_a_place_without_an_edge_nearby():
    def nothing_there(path, body):
        answer = valhalla(path, body)
        if path == "/locate":
            answer[2]["edges"] = None
        return answer

    with Loopback(nothing_there) as server, pytest.raises(OffRoadError) as raised:
        RoadServer(server.url, ValhallaDialect()).matrix(TOWN, "van")
    assert raised.value.indexes == (2,)


def test_valhalla_draws_a_polyline_of_six_digits():
    ends = [Place(38.5, -120.2), Place(43.252, -126.453)]
    with Loopback(valhalla) as server:
        way = RoadServer(server.url, ValhallaDialect()).route(ends, "van")
    assert way.points == (ends[0], Place(40.7, -120.95), ends[1])
    assert (way.duration_s, way.distance_m) == (60, 900_250)


@pytest.mark.parametrize("broken", ["_izlhA~rlgdF_{geC~ywl@_kwzCn`{n", "_izlhA", "\x01\x02", "~" * 40])
def test_a_broken_polyline_is_refused(broken):
    with pytest.raises(ValueError):
        decode_polyline(broken)


def openrouteservice(path, body):
    if path.endswith("/geojson"):
        line = body["coordinates"]
        summary = {"duration": 61.0, "distance": 912.3}
        return {
            "features": [{"geometry": {"type": "LineString", "coordinates": line}, "properties": {"summary": summary}}]
        }
    travel = ROADS.matrix([Place(latitude, longitude) for longitude, latitude in body["locations"]], "van")
    rows, columns = ([int(number) for number in body[side]] for side in ("sources", "destinations"))
    return {
        "durations": [[float(travel.durations_s[i, j]) for j in columns] for i in rows],
        "distances": [[float(travel.distances_m[i, j]) for j in columns] for i in rows],
        "sources": [{"location": body["locations"][i], "snapped_distance": 3.2} for i in rows],
        "destinations": [{"location": body["locations"][j], "snapped_distance": 3.2} for j in columns],
    }


def test_openrouteservice_is_asked_for_a_heavy_vehicle_with_the_key_in_a_header():
    with Loopback(openrouteservice) as server:
        router = RoadServer(server.url, OpenRouteServiceDialect("secret"))
        travel, way = router.matrix(TOWN, "truck"), router.route(TOWN, "truck")
    assert (travel.distances_m == ROADS.matrix(TOWN, "truck").distances_m).all()
    assert way.points == tuple(TOWN)
    assert [path for path, _, _ in server.asked] == ["/v2/matrix/driving-hgv", "/v2/directions/driving-hgv/geojson"]
    assert all(headers["Authorization"] == "secret" for _, _, headers in server.asked)
    assert "secret" not in repr(router)


def test_openrouteservice_names_a_place_that_it_could_not_move_to_a_road():
    def unsnapped(path, body):
        answer = openrouteservice(path, body)
        answer["sources"][1] = None
        return answer

    with Loopback(unsnapped) as server, pytest.raises(OffRoadError) as raised:
        RoadServer(server.url, OpenRouteServiceDialect()).matrix(TOWN, "van")
    assert raised.value.indexes == (1,)


@pytest.mark.parametrize(
    "url",
    ["ftp://roads", "file:///etc/passwd", "roads:5000", "http://", "http://me:pw@roads", "http://ro ads", "http://a:x"],
)
def test_an_address_that_is_no_server_is_refused(url):
    with pytest.raises(MapsSettingsError):
        RoadServer(url, OsrmDialect())

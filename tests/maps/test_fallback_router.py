import time

import numpy as np
import pytest

from maps.cache import CachedRouter, DirectoryCache
from maps.errors import MapsSettingsError, OffRoadError
from maps.factory import RouterSettings, build_router
from maps.fallback import FallbackRouter
from maps.great_circle import GreatCircleRouter
from maps.osrm_engine import OsrmRouter
from maps.places import Place
from maps.router import Router
from tests.maps.grid_town import corner
from tests.maps.loopback import TOWN, Loopback, asleep, endless, osrm, redirect, status

ESTIMATE = GreatCircleRouter()
FAULTS = {
    "down": (lambda *_: status(500), "service_down"),
    "slow": (lambda *_: asleep, "service_slow"),
    "garbage": (lambda *_: b"\x00garbage", "service_answer"),
    "100 MB": (lambda *_: endless, "service_answer"),
    "redirecting to a private address": (lambda *_: redirect("http://127.0.0.1:9/"), "service_answer"),
}


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_router_at_fault_gives_a_flagged_estimate(behaviour, reason, tmp_path):
    with Loopback(behaviour) as server:
        settings = RouterSettings(engine="osrm_server", url=server.url, timeout_s=0.3, cache_dir=tmp_path)
        router = build_router(settings)
        travel, way = router.matrix(TOWN, "van"), router.route(TOWN, "van")
    assert (travel.distances_m == ESTIMATE.matrix(TOWN, "van").distances_m).all()
    assert way.points == tuple(TOWN)
    for source in (travel.source, way.source):
        assert source.estimated
        assert source.fallback_reason == reason
        assert "repli" in source.sentence("fr")
    assert not list(tmp_path.iterdir()), "an estimate is never kept as roads"


def test_an_engine_that_raises_anything_gives_a_flagged_estimate():
    class Bursting(GreatCircleRouter):
        def matrix(self, places, profile):
            raise MemoryError

    travel = FallbackRouter(Bursting(), ESTIMATE).matrix(TOWN, "van")
    assert travel.source.fallback_reason == "MemoryError"


def test_a_server_that_was_slow_is_left_in_peace_for_a_while():
    with Loopback(lambda *_: asleep) as server:
        router = build_router(RouterSettings(engine="valhalla", url=server.url, timeout_s=0.3))
        started = time.monotonic()
        for _ in range(10):
            assert router.route(TOWN, "van").source.fallback_reason == "service_slow"
        assert time.monotonic() - started < 1
        assert len(server.asked) == 1


def test_a_server_that_comes_back_is_asked_again():
    answers = iter([lambda path: status(503), osrm])
    with Loopback(lambda path, _: next(answers)(path)) as server:
        settings = RouterSettings(engine="osrm_server", url=server.url)
        router = build_router(settings)
        router.pause_s = 0
        assert router.matrix(TOWN, "van").source.estimated
        assert not router.matrix(TOWN, "van").source.estimated


def test_one_place_off_the_road_spoils_only_its_own_legs(grid_roads):
    places = [corner(0, 1), Place(46.2, 3.1), corner(2, 4), corner(4, 4)]
    router = FallbackRouter(OsrmRouter(grid_roads), ESTIMATE)
    travel = router.matrix(places, "truck")
    roads = OsrmRouter(grid_roads).matrix([places[0], places[2], places[3]], "truck")
    kept = np.ix_([0, 2, 3], [0, 2, 3])
    assert (travel.durations_s[kept] == roads.durations_s).all()
    assert travel.distances_m[0, 1] == ESTIMATE.matrix(places, "truck").distances_m[0, 1]
    assert not travel.source.estimated
    assert travel.source.estimated_places == 1
    assert travel.source.fallback_reason == "off_road"


def test_a_tour_with_one_stop_off_the_road_keeps_its_other_roads(grid_roads):
    far = Place(46.2, 3.1)
    places = [corner(0, 1), corner(2, 4), far, corner(4, 4), corner(0, 4)]
    router = FallbackRouter(OsrmRouter(grid_roads), ESTIMATE)
    way = router.route(places, "van")
    assert far in way.points
    assert len(way.points) > len(places)
    assert way.source.estimated_places == 1
    assert way.distance_m > 2 * 20_000


def test_places_that_are_all_off_the_road_are_estimated(grid_roads):
    places = [Place(48.0, 3.0), Place(48.1, 3.0)]
    router = FallbackRouter(OsrmRouter(grid_roads), ESTIMATE)
    assert router.matrix(places, "van").source.estimated
    assert router.route(places, "van").source.fallback_reason == "off_road"
    with pytest.raises(OffRoadError):
        OsrmRouter(grid_roads).matrix(places, "van")


def test_roads_that_were_never_built_give_a_flagged_estimate(tmp_path):
    travel = build_router(RouterSettings(engine="osrm", road_dir=tmp_path)).matrix(TOWN, "truck")
    assert travel.source.fallback_reason == "roads_missing"
    assert "n'est pas construit" in travel.source.sentence("fr")


def test_the_same_places_are_asked_once(tmp_path):
    with Loopback(osrm) as server:
        settings = RouterSettings(engine="osrm_server", url=server.url, cache_dir=tmp_path)
        first, again = (build_router(settings).matrix(TOWN, "van") for _ in range(2))
        assert len(server.asked) == 1
        assert (first.durations_s == again.durations_s).all()
        assert first.source == again.source
        build_router(settings).matrix(TOWN[:3], "van")
        build_router(settings).matrix(TOWN, "truck")
        build_router(settings).matrix(TOWN[::-1], "van")
        assert len(server.asked) == 4


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 torn", b"not a file of ours"])
def test_a_damaged_file_of_the_cache_is_a_miss(tmp_path, damage):
    router = CachedRouter(ESTIMATE, DirectoryCache(tmp_path))
    before = router.matrix(TOWN, "van")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for content in (damage, whole[: len(whole) // 2], whole[:-40] + bytes(40)):
        file.write_bytes(content)
        assert (router.matrix(TOWN, "van").durations_s == before.durations_s).all()
        assert file.read_bytes()[:2] == b"PK"


def test_a_file_of_the_cache_under_another_name_is_a_miss(tmp_path):
    cache = DirectoryCache(tmp_path)
    cache.put("one", ESTIMATE.matrix(TOWN, "van"))
    (file,) = tmp_path.iterdir()
    cache.put("two", ESTIMATE.matrix(TOWN[:2], "van"))
    (other,) = set(tmp_path.iterdir()) - {file}
    file.rename(other)
    assert cache.get("two") is None


def test_the_cache_throws_the_oldest_away(tmp_path):
    cache = DirectoryCache(tmp_path, most_files=3)
    for number in range(6):
        cache.put(str(number), ESTIMATE.matrix(TOWN, "van"))
    assert len(list(tmp_path.iterdir())) == 3
    assert cache.get("5") is not None


def test_a_cache_that_cannot_be_written_keeps_nothing_and_fails_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    router = CachedRouter(ESTIMATE, DirectoryCache(tmp_path / "file"))
    assert len(router.matrix(TOWN, "van")) == 4


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(tmp_path):
    cache = DirectoryCache(tmp_path)
    cache.put("one", ESTIMATE.matrix(TOWN, "van"))
    (file,) = tmp_path.iterdir()
    file.unlink()
    (file / "in the way").mkdir(parents=True)
    cache.put("one", ESTIMATE.matrix(TOWN, "van"))
    assert list(tmp_path.iterdir()) == [file]
    assert cache.get("one") is None


def test_the_key_names_roads_and_estimate():
    with Loopback(osrm) as server:
        router = build_router(RouterSettings(engine="osrm_server", url=server.url))
    assert router.key("van").startswith(f"osrm_server:{server.url}")
    assert "great_circle:1.3:40" in router.key("van")


def test_the_default_needs_nothing_and_asks_nobody():
    router: Router = build_router(RouterSettings())
    assert isinstance(router, GreatCircleRouter)
    assert router.matrix(TOWN, "van").source.fallback_reason is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"engine": "osrm"},
        {"engine": "valhalla"},
        {"engine": "teleport"},
        {"engine": "osrm_server", "url": "roads"},
        {"timeout_s": 0},
        {"snap_limit_m": float("nan")},
    ],
)
def test_settings_that_do_not_go_together_are_refused_at_once(wrong):
    with pytest.raises(MapsSettingsError) as raised:
        build_router(RouterSettings(**wrong))
    assert raised.value.hint

import numpy as np
import pytest

from maps.errors import MapsSettingsError, PlaceError, ServiceAnswerError
from maps.great_circle import GreatCircleRouter, great_circle_m
from maps.matrix import TravelMatrix
from maps.places import Place

PARIS, LYON, SYDNEY = Place(48.8566, 2.3522), Place(45.7640, 4.8357), Place(-33.8688, 151.2093)


def test_paris_to_lyon_is_392_km_as_the_crow_flies():
    assert great_circle_m([PARIS, LYON])[0, 1] == pytest.approx(391_500, rel=0.002)


def test_the_other_side_of_the_earth_is_half_its_circumference_away():
    assert great_circle_m([Place(0, 0), Place(0, 180)])[0, 1] == pytest.approx(20_015_114, rel=1e-6)


def test_an_estimate_is_the_great_circle_times_circuity_at_the_mean_speed():
    travel = GreatCircleRouter(circuity=1.3, speed_kmh=40).matrix([PARIS, LYON], "truck")
    assert travel.distances_m[0, 1] == pytest.approx(391_500 * 1.3, rel=0.002)
    assert travel.durations_s[0, 1] == pytest.approx(travel.distances_m[0, 1] / (40 / 3.6), abs=1)
    assert travel.source.estimated


def test_a_matrix_is_symmetric_whole_and_zero_on_its_diagonal():
    places = [PARIS, LYON, SYDNEY, PARIS]
    travel = GreatCircleRouter().matrix(places, "van")
    assert travel.durations_s.dtype == np.int64
    assert (travel.distances_m == travel.distances_m.T).all()
    assert not travel.distances_m.diagonal().any()
    assert travel.distances_m[0, 3] == 0


def test_more_places_than_are_computed_at_once_give_the_same_numbers():
    places = [Place(45 + number / 100, 3 + number / 50) for number in range(300)]
    whole = GreatCircleRouter().matrix(places, "van")
    part = GreatCircleRouter().matrix([places[0], places[299]], "van")
    assert whole.distances_m[0, 299] == part.distances_m[0, 1]


@pytest.mark.parametrize("places", [[], [PARIS]])
def test_none_or_one_place_is_a_small_matrix(places):
    assert len(GreatCircleRouter().matrix(places, "van")) == len(places)
    assert GreatCircleRouter().route(places, "van").distance_m == 0


def test_a_route_is_straight_lines_as_long_as_the_matrix_says():
    router = GreatCircleRouter()
    way, travel = router.route([PARIS, LYON, PARIS], "van"), router.matrix([PARIS, LYON], "van")
    assert way.points == (PARIS, LYON, PARIS)
    assert way.distance_m == 2 * travel.distances_m[0, 1]


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf")), ("48", 2), (True, 2)]
)
def test_a_place_that_is_not_on_earth_is_refused(latitude, longitude):
    with pytest.raises(PlaceError) as refused:
        Place(latitude, longitude)
    assert refused.value.code == "place_invalid"
    assert refused.value.hint


@pytest.mark.parametrize("wrong", [{"circuity": 0.9}, {"circuity": float("nan")}, {"speed_kmh": 0}])
def test_assumptions_that_make_no_sense_are_refused(wrong):
    with pytest.raises(MapsSettingsError):
        GreatCircleRouter(**wrong)


def test_a_matrix_cannot_be_changed_by_whoever_reads_it():
    travel = GreatCircleRouter().matrix([PARIS, LYON], "van")
    with pytest.raises(ValueError, match="read-only"):
        travel.durations_s[0, 1] = 0


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((2, 3), dtype=np.int64), np.zeros((2, 2)), np.array([[0, -1], [1, 0]]), np.array([[1, 1], [1, 0]])],
    ids=["not square", "not whole", "negative", "not zero to itself"],
)
def test_arrays_that_are_no_matrix_are_refused(wrong):
    good = np.zeros((2, 2), dtype=np.int64)
    source = GreatCircleRouter().matrix([PARIS], "van").source
    with pytest.raises(ServiceAnswerError):
        TravelMatrix(wrong, good, source)

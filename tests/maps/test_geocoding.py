import time
from urllib.parse import parse_qs, urlsplit

import pytest

from maps.addresses import Address, Found, agreement
from maps.errors import MapsSettingsError
from maps.geocoding import GeocodingAnswer, GeocodingFailure, GeocodingSettings, geocode_all
from maps.places import Place
from tests.maps.loopback import Loopback, asleep, dribble, endless, huge, redirect, status

HOUSE = Address("8 bis rue des Tanneurs", "37000", "Tours")


def ban(score=0.93, kind="housenumber", longitude=0.6848, latitude=47.3941, postcode="37000"):
    """What addok answers behind the Base Adresse Nationale."""
    return {
        "type": "FeatureCollection",
        "query": "…",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": {
                    "label": "8bis Rue des Tanneurs 37000 Tours",
                    "score": score,
                    "type": kind,
                    "housenumber": "8bis",
                    "street": "Rue des Tanneurs",
                    "postcode": postcode,
                    "citycode": "37261",
                    "city": "Tours",
                    "importance": 0.7,
                },
            }
        ],
    }


def nominatim(**parts):
    address = {"house_number": "8bis", "road": "Rue des Tanneurs", "city": "Tours", "postcode": "37000"} | parts
    return [
        {
            "place_id": 1,
            "osm_type": "node",
            "lat": "47.3941",
            "lon": "0.6848",
            "class": "place",
            "type": "house",
            "importance": 0.00001,
            "display_name": "8bis, Rue des Tanneurs, Tours, 37000, France",
            "address": {key: value for key, value in address.items() if value},
        }
    ]


def photon(**parts):
    properties = {
        "osm_key": "place",
        "osm_value": "house",
        "type": "house",
        "housenumber": "8bis",
        "street": "Rue des Tanneurs",
        "postcode": "37000",
        "city": "Tours",
        "country": "France",
    } | parts
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [0.6848, 47.3941]},
                "properties": {key: value for key, value in properties.items() if value},
            }
        ],
    }


def ask(engine, answer, addresses=(HOUSE,), **settings):
    """Ask a loopback server of that kind; give its answers and what it was asked."""
    with Loopback(answer if callable(answer) else lambda path, body: answer) as server:
        chosen = GeocodingSettings(
            engine=engine, domain=server.host, scheme="http", min_delay_s=0, **{"timeout_s": 1, **settings}
        )
        return geocode_all(chosen, addresses), server.asked


GOOD = {"ban": ban(), "nominatim": nominatim(), "photon": photon()}


@pytest.mark.parametrize(("engine", "answer"), GOOD.items(), ids=GOOD.keys())
def test_a_house_that_is_found_needs_nobody(engine, answer):
    (found,), _ = ask(engine, answer)
    assert isinstance(found, GeocodingAnswer)
    assert found.place == Place(47.3941, 0.6848)
    assert found.score >= 0.9
    assert found.precision == "housenumber"
    assert "Tanneurs" in found.label
    assert not found.needs_person


def test_each_service_is_asked_in_its_own_way():
    asked = {engine: ask(engine, answer, user_agent="boulangerie-martin")[1][0] for engine, answer in GOOD.items()}
    queries = {engine: parse_qs(urlsplit(path).query) for engine, (path, _, _) in asked.items()}
    assert queries["ban"]["q"] == ["8 bis rue des Tanneurs 37000 Tours"]
    assert queries["nominatim"]["street"] == ["8 bis rue des Tanneurs"]
    assert queries["nominatim"]["addressdetails"] == ["1"]
    assert queries["photon"]["q"] == ["8 bis rue des Tanneurs 37000 Tours FR"]
    assert {headers["User-Agent"] for _, _, headers in asked.values()} == {"boulangerie-martin"}


DOUBTS = {
    "a low score": ("ban", ban(score=0.37)),
    "a street only": ("ban", ban(kind="street")),
    "a town only": ("ban", ban(kind="municipality")),
    "another department": ("ban", ban(postcode="41000")),
    "another number": ("nominatim", nominatim(house_number="80")),
    "no number": ("nominatim", nominatim(house_number="")),
    "another street of another town": ("nominatim", nominatim(road="Quai du Port", city="Sète", postcode="34200")),
    "a street without a house": ("photon", photon(housenumber="")),
    "a town without a street": ("photon", photon(housenumber="", street="")),
}


@pytest.mark.parametrize(("engine", "answer"), DOUBTS.values(), ids=DOUBTS.keys())
def test_a_doubtful_find_goes_to_a_person(engine, answer):
    (found,), _ = ask(engine, answer)
    assert isinstance(found, GeocodingAnswer)
    assert found.needs_person


UNKNOWN = {"ban": {"type": "FeatureCollection", "features": []}, "nominatim": [], "photon": {"features": []}}


@pytest.mark.parametrize(("engine", "answer"), UNKNOWN.items(), ids=UNKNOWN.keys())
def test_an_unknown_address_is_a_failure_that_says_so(engine, answer):
    (failure,), _ = ask(engine, answer)
    assert isinstance(failure, GeocodingFailure)
    assert failure.code == "address_unknown"
    assert "Tanneurs" in failure.detail
    assert failure.hint


FAULTS = {
    "down": (lambda *_: status(500), "service_down"),
    "throttling": (lambda *_: status(429), "service_down"),
    "slow": (lambda *_: asleep, "service_slow"),
    "dribbling": (lambda *_: dribble, "service_slow"),
    "announcing 100 MB": (lambda *_: huge, "service_answer"),
    "sending 100 MB": (lambda *_: endless, "service_answer"),
    "not JSON": (lambda *_: b"<html>", "service_answer"),
    "a list of nothing": (lambda *_: [None], "service_answer"),
    "a text": (lambda *_: "Tours", "service_answer"),
    "NaN": (lambda *_: b'{"features": [{"geometry": {"coordinates": [NaN, NaN]}}]}', "service_answer"),
}


@pytest.mark.parametrize("engine", GOOD)
@pytest.mark.parametrize(("behaviour", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_service_at_fault_is_a_coded_failure(engine, behaviour, code):
    (failure,), _ = ask(engine, behaviour, timeout_s=0.3)
    assert isinstance(failure, GeocodingFailure)
    assert failure.code == code


SWAPPED = {
    "ban": ban(longitude=47.3941, latitude=0.6848),
    "nominatim": [nominatim()[0] | {"lat": "0.6848", "lon": "47.3941"}],
    "photon": {"features": [photon()["features"][0] | {"geometry": {"coordinates": [47.3941, 0.6848]}}]},
}


@pytest.mark.parametrize(("engine", "answer"), SWAPPED.items(), ids=SWAPPED.keys())
def test_swapped_coordinates_are_not_taken_for_a_place_in_france(engine, answer):
    (failure,), _ = ask(engine, answer)
    assert failure.code == "service_answer"
    assert "outside FR" in failure.detail


def test_an_address_overseas_may_be_far_away():
    (found,), _ = ask(
        "ban",
        ban(longitude=55.45, latitude=-20.88, postcode="97400"),
        [Address("8 rue de Paris", "97400", "Saint-Denis")],
    )
    assert found.place == Place(-20.88, 55.45)


def test_coordinates_off_the_earth_are_a_failure():
    (failure,), _ = ask("ban", ban(longitude=0.68, latitude=947.0))
    assert isinstance(failure, GeocodingFailure)


def test_a_redirect_to_a_private_address_is_not_followed():
    with Loopback(lambda *_: ban()) as private:
        (failure,), _ = ask("ban", lambda path, _: redirect(private.url + path))
        assert failure.code == "service_answer"
        assert not private.asked


def test_a_batch_keeps_its_order_and_outlives_single_failures():
    def answer(path, body):
        return {"features": []} if "Nulle" in path else ban()

    batch = [HOUSE, Address("1 rue Nulle-Part", "37000", "Tours"), Address("", "", ""), HOUSE]
    steps = []
    with Loopback(answer) as server:
        settings = GeocodingSettings(engine="ban", domain=server.host, scheme="http", min_delay_s=0)
        answers = geocode_all(settings, batch, on_progress=lambda done, of: steps.append((done, of)))
    assert [getattr(answer, "code", "found") for answer in answers] == [
        "found",
        "address_unknown",
        "address_empty",
        "found",
    ]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(server.asked) == 3


def test_a_service_that_keeps_failing_is_not_asked_a_thousand_times():
    started = time.monotonic()
    failures, asked = ask("ban", lambda *_: asleep, [HOUSE] * 1_000, timeout_s=0.2)
    assert time.monotonic() - started < 3
    assert {failure.code for failure in failures} == {"service_slow"}
    assert len(asked) == 3


def test_questions_keep_their_distance():
    started = time.monotonic()
    with Loopback(lambda *_: ban()) as server:
        settings = GeocodingSettings(engine="ban", domain=server.host, scheme="http", min_delay_s=0.1)
        geocode_all(settings, [HOUSE] * 4)
    assert time.monotonic() - started >= 0.3


def test_without_a_geocoder_nobody_is_asked():
    (failure,) = geocode_all(GeocodingSettings(), [HOUSE])
    assert failure.code == "geocoding_off"


@pytest.mark.parametrize(
    "wrong",
    [
        {"engine": "oracle"},
        {"engine": "ban", "domain": "user:pw@host"},
        {"engine": "ban", "scheme": "file"},
        {"engine": "ban", "timeout_s": 0},
        {"engine": "nominatim", "user_agent": " "},
    ],
)
def test_settings_that_make_no_sense_are_refused_before_anybody_is_asked(wrong):
    with pytest.raises(MapsSettingsError):
        geocode_all(GeocodingSettings(**wrong), [HOUSE])


def test_the_default_of_ban_is_its_new_address():
    from maps.geocoding import _DOMAINS

    assert _DOMAINS["ban"] == "data.geopf.fr/geocodage"


def test_agreement_ignores_accents_case_and_the_number():
    asked = Address("12, Allée des Érables", "59000", "Lille")
    assert agreement(asked, Found("12", "ALLEE DES ERABLES", "59000", "LILLE")) == 1.0
    assert agreement(asked, Found("12", "Allée des Érables", "59800", "Lille")) == 0.85
    assert agreement(asked, Found()) == 0.0

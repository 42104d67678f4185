import dataclasses

from maps.great_circle import GreatCircleRouter
from maps.places import Place
from maps.source import Source

ESTIMATE = GreatCircleRouter().matrix([Place(0, 0)], "van").source
ROADS = Source("osrm", "truck", estimated=False)


def test_an_estimate_says_so_with_its_assumptions():
    assert ESTIMATE.sentence("fr") == "distances estimées à vol d'oiseau × 1,3, 40 km/h"
    assert ESTIMATE.sentence("en") == "distances estimated as the crow flies × 1.3, 40 km/h"


def test_roads_say_engine_and_vehicle():
    assert ROADS.sentence("fr") == "distances routières OSRM (camion)"
    assert ROADS.sentence("en") == "road distances by OSRM (truck)"


def test_a_server_whose_profile_is_unknown_claims_none():
    assert Source("osrm_server", "", estimated=False).sentence("fr") == "distances routières OSRM"


def test_a_fallback_says_why():
    fallen = dataclasses.replace(ESTIMATE, fallback_reason="service_slow")
    assert fallen.sentence("fr").endswith("(repli : le serveur de routes n'a pas répondu à temps)")
    assert fallen.sentence("en").endswith("(fallback: the road server did not answer in time)")
    unheard_of = dataclasses.replace(ESTIMATE, fallback_reason="MemoryError")
    assert unheard_of.sentence("fr").endswith("(repli : le calcul par la route a échoué)")


def test_places_off_the_road_are_counted():
    one, two = (dataclasses.replace(ROADS, estimated_places=count) for count in (1, 2))
    assert one.sentence("fr").endswith("(camion) ; 1 lieu loin d'une route estimé à vol d'oiseau")
    assert two.sentence("fr").endswith("; 2 lieux loin d'une route estimés à vol d'oiseau")
    assert two.sentence("en").endswith("; 2 places far from a road estimated as the crow flies")


def test_openstreetmap_is_named_where_its_roads_were_used():
    assert ROADS.attribution == "© OpenStreetMap contributors"
    assert ESTIMATE.attribution == ""


def test_a_source_survives_being_stored():
    assert Source.from_dict(ESTIMATE.to_dict()) == ESTIMATE

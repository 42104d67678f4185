"""What waits for a person after an import, and the geocoder that takes some of it away."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.customers.models import Site
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.intake.geocode import place_sites
from dispatch.intake.worklist import close_warning, open_warnings, place_site, to_place
from dispatch.journal import JournalEntry
from tests.intake.files import CUSTOMER, ORDER, PRODUCT, SITE, take_well
from tests.maps.loopback import Loopback

UNPLACED = SITE | {"latitude": "", "longitude": ""}


@pytest.fixture
def company(any_database):
    take_well(any_database, "customers", CUSTOMER)
    take_well(any_database, "products", PRODUCT)
    take_well(
        any_database,
        "sites",
        SITE | {"site": "PLACED"},
        UNPLACED | {"site": "QUIET"},
        UNPLACED | {"site": "BUSY", "address": "9 rue Basse"},
    )
    take_well(any_database, "orders", ORDER | {"site": "BUSY"}, ORDER | {"site": "PLACED", "order": "CF2"})
    return any_database


def test_sites_without_coordinates_wait_those_with_open_lines_first(company):
    with company.reading() as session:
        sites = to_place(session)
    assert [(site.code, site.open_lines, site.suggestion) for site in sites] == [("BUSY", 1, ""), ("QUIET", 0, "")]


def test_a_placed_site_leaves_the_worklist_with_its_warning(company):
    with company.transaction("user:anna") as session:
        place_site(session, "BUSY", 45.2, 5.7)
    with company.reading() as session:
        assert [site.code for site in to_place(session)] == ["QUIET"]
        assert [warning.subject for warning in open_warnings(session)] == ["QUIET"]
        site = session.scalars(select(Site).where(Site.code == "BUSY")).one()
        assert (site.latitude, site.longitude, site.placed_by) == (45.2, 5.7, "user:anna")
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "site.placed")).one()
        assert (entry.subject, entry.actor) == ("BUSY", "user:anna")


def test_places_that_are_none_are_refused(company):
    with company.transaction("a") as session, pytest.raises(NotFoundError):
        place_site(session, "NOWHERE", 45.2, 5.7)
    for latitude, longitude in ((91, 0), (0, 181), (float("nan"), 0)):
        with company.transaction("a") as session, pytest.raises(InvalidInputError):
            place_site(session, "BUSY", latitude, longitude)


def test_a_warning_is_closed_once(company):
    with company.reading() as session:
        warning = open_warnings(session, "site_to_place")[0]
    with company.transaction("user:anna") as session:
        close_warning(session, warning.id)
    with company.reading() as session:
        assert warning.id not in {open_warning.id for open_warning in open_warnings(session)}
    with company.transaction("user:anna") as session, pytest.raises(NotFoundError):
        close_warning(session, warning.id)


def answer(score: float) -> dict:
    """What the Base Adresse Nationale says of a house in Grenoble."""
    properties = {
        "label": "Rue <b>38000 Grenoble",
        "score": score,
        "type": "housenumber",
        "housenumber": "2",
        "postcode": "38000",
    }
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [5.72, 45.18]}, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature]}


@pytest.fixture
def geocoder(monkeypatch):
    """Sure of rue Haute, unsure of rue Basse."""

    def respond(path, _body):
        return answer(0.9 if "Haute" in parse_qs(urlsplit(path).query)["q"][0] else 0.4)

    with Loopback(respond) as server:
        monkeypatch.setenv("DISPATCH_GEOCODER", "ban")
        monkeypatch.setenv("DISPATCH_GEOCODER_DOMAIN", server.url)
        settings.current.cache_clear()
        yield server


def test_sure_answers_are_placed_and_doubtful_ones_are_suggested(company, geocoder):
    for _ in range(2):  # asked again, the suggestion is renewed and not doubled
        report = place_sites(company, "operator")
    assert (report.placed, report.suggested, report.failed) == ((), ("BUSY",), ())
    with company.reading() as session:
        placed = session.scalars(select(Site).where(Site.code == "QUIET")).one()
        assert (placed.latitude, placed.longitude, placed.placed_by) == (45.18, 5.72, "geocoder")
        (waiting,) = to_place(session)
        assert (waiting.code, waiting.suggested_latitude, waiting.suggested_longitude) == ("BUSY", 45.18, 5.72)
        assert "Rue <b>38000 Grenoble" in waiting.suggestion
        assert sorted(warning.code for warning in open_warnings(session)) == ["site_suggested", "site_to_place"]
    with company.transaction("user:anna") as session:
        place_site(session, "BUSY", 45.18, 5.72)
    with company.reading() as session:
        assert open_warnings(session) == []


def test_nobody_is_asked_unless_a_geocoder_is_chosen(company):
    report = place_sites(company, "operator")
    assert (report.placed, report.suggested) == ((), ())
    assert [code for code, _ in report.failed] == ["BUSY", "QUIET"]
    with company.reading() as session:
        assert len(to_place(session)) == 2


def test_a_site_that_somebody_placed_meanwhile_stays_there(company, geocoder, monkeypatch):
    def meanwhile(_done, _all):
        with company.transaction("user:anna") as session:
            if session.scalars(select(Site.latitude).where(Site.code == "QUIET")).one() is None:
                place_site(session, "QUIET", 1.0, 2.0)

    assert place_sites(company, "operator", meanwhile).placed == ()
    with company.reading() as session:
        assert session.scalars(select(Site).where(Site.code == "QUIET")).one().placed_by == "user:anna"

import hashlib
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import maps
from maps.drawing import (
    DayDrawing,
    DepotDrawing,
    StopDrawing,
    TourDrawing,
    UnplannedDrawing,
    draw_day,
    tour_style,
)
from maps.errors import MapsSettingsError
from maps.places import Place
from tests.maps.loopback import Loopback

HOSTILE = [
    "${alert(1)}",
    "<img src=x onerror=alert(2)>",
    "`${alert(3)}`",
    "</script><script>alert(4)</script>",
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; & \"double\" 'single'",
    "-->]]><!-- \u2028\u2029 \\u003c",
    "🥐 مخبز שלום",
    "lone \ud800 surrogate",
]
DEPOT = Place(47.39, 0.69)


def tour(index, names, **more):
    style = tour_style(index)
    stops = tuple(
        StopDrawing(
            number, name, f"{number} rue {name}", "08:00–12:00", "08:30", Place(47.39 + number / 100, 0.7 + index / 50)
        )
        for number, name in enumerate(names, start=1)
    )
    points = (DEPOT, *(stop.place for stop in stops), DEPOT)
    return TourDrawing(style.letter, f"Camion {names[0]}", style.colour, style.dash, stops, points, **more)


def day(*tours, **more):
    return DayDrawing("Tournées du 25/11", (DepotDrawing("Dépôt de Tours", DEPOT),), tours, **more)


PLAIN = day(
    tour(0, ["Boulangerie Martin", "Hôtel du Lac"], summary="2 arrêts · 12 km"),
    tour(1, ["Crèche Arc-en-Ciel"]),
    unplanned=(UnplannedDrawing("Café Sans Adresse", "site sans coordonnées"),),
    source="distances routières OSRM (camion)",
    attribution="© OpenStreetMap contributors",
)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a map from its file; whatever it complains of, asks for or pops up is a failure."""
    trouble, pages = [], []

    def open_it(content, *, expect_requests_to=""):
        path = tmp_path / "day.html"
        path.write_text(content, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-FR")
        pages.append(page)
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: requested(request.url))

        def requested(url):
            if url != path.as_uri() and not (expect_requests_to and url.startswith(expect_requests_to)):
                trouble.append(f"request: {url}")

        page.goto(path.as_uri(), wait_until="load")
        page.wait_for_timeout(150)
        return page

    yield open_it
    for page in pages:
        page.close()
    assert trouble == []


@pytest.mark.browser
def test_the_map_opens_without_a_network_and_shows_the_day(opened):
    page = opened(draw_day(PLAIN))
    assert page.title() == "Tournées du 25/11"
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator(".badge.on-map").all_text_contents() == ["A1", "A2", "B1", "Dépôt"]
    assert page.locator("#day-panel h1").text_content() == "Tournées du 25/11"
    assert page.locator(".tour summary strong").all_text_contents() == [
        "Camion Boulangerie Martin",
        "Camion Crèche Arc-en-Ciel",
    ]
    assert page.locator(".unplanned li").text_content() == "Café Sans Adressesite sans coordonnées"
    assert "distances routières OSRM (camion)" in page.locator("header").text_content()
    assert page.locator(".attribution").text_content() == "© OpenStreetMap contributors"
    assert page.locator(".leaflet-overlay-pane path").count() == 4  # two tours, each with its white edge


@pytest.mark.browser
def test_names_are_text_wherever_they_stand(opened):
    wild = DayDrawing(
        "</title><h1>out</h1>" + HOSTILE[0],
        tuple(DepotDrawing(name, DEPOT) for name in HOSTILE),
        (tour(0, HOSTILE, summary=HOSTILE[1]),),
        tuple(UnplannedDrawing(name, name, Place(47.5, 0.5)) for name in HOSTILE),
        source=HOSTILE[1],
        attribution=HOSTILE[3],
    )
    page = opened(draw_day(wild))
    shown = [name.replace("\ud800", "?") for name in HOSTILE]
    page.locator(".tour summary").click()
    assert page.locator("button.stop .who").all_text_contents() == shown
    assert page.locator(".unplanned strong").all_text_contents() == shown
    assert page.title() == "</title><h1>out</h1>" + HOSTILE[0]
    assert page.locator("h1").count() == 1
    assert page.locator("#day-panel img, .leaflet-pane img, #day-panel script").count() == 0
    for number, name in enumerate(shown):
        page.locator("button.stop").nth(number).click()
        assert page.locator(".leaflet-popup .name").last.text_content() == name


@pytest.mark.browser
def test_markup_that_slipped_into_the_page_would_not_run(opened, browser, tmp_path):
    slipped = draw_day(PLAIN).replace("</aside>", "<img src=x onerror=\"document.title='run'\"></aside>", 1)
    path = tmp_path / "slipped.html"
    path.write_text(slipped, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_timeout(150)
    assert page.title() == "Tournées du 25/11"
    page.close()


@pytest.mark.browser
def test_a_tour_can_be_hidden_and_a_stop_opened_from_the_list(opened):
    page = opened(draw_day(PLAIN))
    page.get_by_label("Afficher la tournée A").uncheck()
    assert page.locator(".badge.on-map").all_text_contents() == ["B1", "Dépôt"]
    page.locator(".tour summary").first.click()
    page.get_by_role("button", name="Hôtel du Lac").click()
    assert page.get_by_label("Afficher la tournée A").is_checked()
    card = page.locator(".leaflet-popup .card").text_content()
    assert "2 rue Hôtel du Lac" in card
    assert "Arrivée prévue 08:30" in card


@pytest.mark.browser
def test_stops_at_one_address_do_not_cover_each_other(opened):
    stops = tuple(StopDrawing(number, f"Étage {number}", "", "", "", Place(47.4, 0.7)) for number in (1, 2, 3))
    page = opened(draw_day(day(TourDrawing("A", "Camion", "#0b5fa5", "", stops))))
    heights = [page.locator(".badge.on-map").nth(number).bounding_box()["y"] for number in range(3)]
    assert min(abs(one - other) for one in heights for other in heights if one != other) >= 20


@pytest.mark.browser
def test_streets_lie_below_the_tours_and_name_where_they_come_from(opened):
    streets = ((Place(47.39, 0.69), Place(47.40, 0.70)), (Place(47.40, 0.70), Place(47.41, 0.71)))
    page = opened(draw_day(day(tour(0, ["Martin"]), streets=streets)))
    assert page.locator(".leaflet-overlay-pane canvas").count() == 1
    assert page.locator(".attribution").text_content() == "© OpenStreetMap contributors"


@pytest.mark.browser
def test_an_empty_day_is_a_map_of_nothing(opened):
    page = opened(draw_day(DayDrawing("Rien", (), ())))
    assert page.locator("#day-panel h1").text_content() == "Rien"
    assert page.locator(".badge").count() == 0


@pytest.mark.browser
def test_a_reader_of_english_gets_english(opened):
    page = opened(draw_day(day(tour(0, ["Bakery"]), unplanned=(UnplannedDrawing("Café", "late"),), language="en")))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h2").all_text_contents() == ["Tours (1)", "Not planned (1)"]


@pytest.mark.browser
def test_tiles_are_asked_only_of_the_server_that_was_set(opened):
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    with Loopback(lambda *_: pixel) as server:
        content = draw_day(PLAIN, tile_url=server.url + "/{z}/{x}/{y}.png")
        opened(content, expect_requests_to=server.url).wait_for_timeout(300)
    assert server.asked


def test_nothing_in_the_file_points_at_another_server():
    content = draw_day(PLAIN)
    assert not re.search(r"<(link|iframe|object|embed|base|script[^>]*\ssrc)\b", content)
    assert not re.search(r"url\(\s*[\"']?(?!#)", content)
    assert "@import" not in content
    assert "sourceMappingURL" not in content


def test_the_same_day_is_the_same_file():
    assert draw_day(PLAIN) == draw_day(PLAIN)


def test_a_day_of_eighty_stops_stays_small():
    content = draw_day(day(*(tour(index, [f"Client {number}" for number in range(10)]) for index in range(8))))
    assert len(content) < 300_000


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//host/{z}", "https://ho st/{z}", "https://a;script-src *"])
def test_an_address_of_tiles_that_is_none_is_refused(url):
    with pytest.raises(MapsSettingsError):
        draw_day(PLAIN, tile_url=url)


@pytest.mark.parametrize("style", [{"colour": "red;}"}, {"colour": "#12345"}, {"dash": "url(x)"}, {"dash": "1,2"}])
def test_a_style_that_is_none_is_refused(style):
    with pytest.raises(MapsSettingsError):
        TourDrawing(**{"letter": "A", "label": "", "colour": "#123456", "dash": "", "stops": ()} | style)


def test_thirty_tours_differ_in_letter_and_neighbours_in_colour_and_dashes():
    styles = [tour_style(index) for index in range(30)]
    assert [style.letter for style in styles[24:28]] == ["Y", "Z", "AA", "AB"]
    assert len({style.letter for style in styles}) == 30
    for one, next_one in pairwise(styles):
        assert one.colour != next_one.colour
        assert one.dash != next_one.dash


def test_what_was_vendored_is_what_the_manifest_says():
    folder = Path(maps.__file__).parent / "assets" / "leaflet"
    manifest = json.loads((folder / "manifest.json").read_text())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }
    assert found == manifest["files"]
    assert "BSD 2-Clause" in (folder / "LICENSE").read_text()

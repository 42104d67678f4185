"""Draw a day as one HTML file that opens without a network: folium's map, Leaflet inlined, names set as text."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from maps.day import (
    DayDrawing,
    DepotDrawing,
    StopDrawing,
    TourDrawing,
    TourStyle,
    UnplannedDrawing,
    tour_style,
)
from maps.errors import MapsSettingsError
from maps.places import Place

__all__ = [
    "DayDrawing",
    "DepotDrawing",
    "StopDrawing",
    "TourDrawing",
    "TourStyle",
    "UnplannedDrawing",
    "draw_day",
    "tour_style",
]

_ASSETS = Path(__file__).parent / "assets"
_WORDS = {
    "fr": {
        "tours": "Tournées",
        "unplanned": "Non planifié",
        "depot": "Dépôt",
        "window": "Plage",
        "eta": "Arrivée prévue",
        "show": "Afficher la tournée",
    },
    "en": {
        "tours": "Tours",
        "unplanned": "Not planned",
        "depot": "Depot",
        "window": "Window",
        "eta": "Expected at",
        "show": "Show tour",
    },
}
_OSM = "© OpenStreetMap contributors"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RISKY = {ord(character): f"&#{ord(character)};" for character in "`${}"}


def draw_day(day: DayDrawing, *, tile_url: str | None = None) -> str:
    """Draw the day.

    Parameters
    ----------
    day
        Names in it may hold anything: they are shown as text.
    tile_url
        Address of background tiles, such as `https://tiles.example/{z}/{x}/{y}.png`. Without it the background is
        plain, and the file asks nobody for anything: its own policy forbids it.

    Returns
    -------
    str
        HTML, the same for the same day.

    Raises
    ------
    MapsSettingsError
        If `tile_url` is not such an address.
    """
    page = _folium_page(tile_url)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(page, tile_url)}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_escaped(day.title)}</title>"
    )
    data = f'<script type="application/json" id="day-data">{_as_json(day)}</script>'
    page = page.replace("<html>", f'<html lang="{day.language}">', 1)
    page = page.replace("<head>", f"<head>{head}", 1)
    return page.replace("<body>", f'<body><aside id="day-panel"></aside>{data}', 1)


def _folium_page(tile_url: str | None) -> str:
    """An empty map with Leaflet and our drawing inlined; nothing of the day is in it."""
    import folium  # heavy: it costs a second or two
    from branca.element import Element, MacroElement
    from folium.template import Template

    class OfflineMap(folium.Map):
        """folium's map without its thirteen links to other people's servers."""

        default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium's own name and type
        default_css: list[tuple[str, str]] = []  # noqa: RUF012

    class Verbatim(Element):
        _template = Template("{{ this.text }}")

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Drawing(MacroElement):
        _template = Template("{% macro script(this, kwargs) %}drawDay({{ this._parent.get_name() }});{% endmacro %}")

    canvas = OfflineMap(location=[46.6, 2.4], zoom_start=5, tiles=None, attribution_control=False, zoom_snap=0.25)
    names = {canvas.get_name(): "map_of_the_day"}
    if tile_url is not None:
        _tile_origin(tile_url)
        tiles = folium.TileLayer(tiles=tile_url, attr=_OSM).add_to(canvas)
        names[tiles.get_name()] = "tiles"
    canvas.add_child(Drawing())  # type: ignore[no-untyped-call]  # branca's own constructor
    figure: Any = canvas.get_root()
    styles = re.sub(r"url\((?!#)[^)]*\)", "none", _asset("leaflet/leaflet.css")) + _asset("day/day.css")
    for script in ("leaflet/leaflet.js", "day/day.js"):
        figure.header.add_child(Verbatim(f"<script>{_asset(script)}</script>"))
    page = str(figure.render()).replace("</head>", f"<style>{styles}</style></head>", 1)
    for random, plain in names.items():
        page = page.replace(random, plain)
    return page


def _policy(page: str, tile_url: str | None) -> str:
    """Only the scripts that stand in the page may run, only tiles may be fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(page)
    )
    images = "data:" if tile_url is None else f"data: {_tile_origin(tile_url)}"
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src {images}; base-uri 'none'"


def _tile_origin(tile_url: str) -> str:
    parts = urlsplit(tile_url)
    host = parts.netloc.replace("{s}", "*")
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?", host):
        raise MapsSettingsError(
            f"{tile_url!r} is no address of tiles.", "Give one such as https://host/{z}/{x}/{y}.png."
        )
    return f"{parts.scheme}://{host}"


def _as_json(day: DayDrawing) -> str:
    values = {
        "title": day.title,
        "source": day.source,
        "attribution": day.attribution or (_OSM if day.streets else ""),
        "words": _WORDS[day.language],
        "streets": [_line(street) for street in day.streets],
        "depots": [{"name": depot.name, "at": _at(depot.place)} for depot in day.depots],
        "tours": [_tour(tour) for tour in day.tours],
        "unplanned": [
            {"name": left.name, "reason": left.reason, "at": _at(left.place) if left.place else None}
            for left in day.unplanned
        ],
    }
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()  # a lone surrogate becomes a question mark


def _tour(tour: TourDrawing) -> dict[str, Any]:
    return {
        "letter": tour.letter,
        "label": tour.label,
        "colour": tour.colour,
        "dash": tour.dash,
        "summary": tour.summary,
        "straight": tour.straight,
        "points": _line(tour.points),
        "stops": [
            {
                "number": stop.number,
                "name": stop.name,
                "address": stop.address,
                "window": stop.window,
                "eta": stop.eta,
                "at": _at(stop.place),
            }
            for stop in tour.stops
        ],
    }


def _line(points: tuple[Place, ...]) -> list[list[float]]:
    return [_at(point) for point in points]


def _at(place: Place) -> list[float]:
    return [round(place.latitude, 5), round(place.longitude, 5)]


def _escaped(text: str) -> str:
    return html.escape(text).translate(_RISKY).encode("utf-8", "replace").decode()


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")

"""The geocoders of geopy behind our own HTTP client, and how to read what each of them answers."""

import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders import BANFrance, Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from maps.addresses import Address, Found, agreement, same_number
from maps.errors import ServiceAnswerError
from maps.http_client import fetch_json
from maps.places import Place

__all__ = ["Find", "Lookup", "build_lookup"]

_MOST_BYTES = 1_000_000
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Find:
    """What a geocoder found: where, how sure (0 to 1), how precise, under which name and postcode."""

    place: Place
    score: float
    precision: str
    label: str
    postcode: str


Lookup = Callable[[Address], Find | None]
"""Looks one address up; None where it is unknown. Raises ServiceError."""


def build_lookup(engine: str, *, domain: str, scheme: str, user_agent: str, timeout_s: float) -> Lookup:
    """Make the lookup of an engine: `ban`, `nominatim` or `photon`."""
    common = {
        "domain": domain,
        "scheme": scheme,
        "user_agent": user_agent,
        "timeout": timeout_s,
        "proxies": {},
        "adapter_factory": functools.partial(_Adapter, shape=list if engine == "nominatim" else dict),
    }
    return {"ban": _ban, "nominatim": _nominatim, "photon": _photon}[engine](common)


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's way to the network, through our client: no redirect, no proxy, a deadline, a small answer."""

    def __init__(self, *, shape: type, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._shape = shape

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        answer = fetch_json(url, deadline=time.monotonic() + timeout, max_bytes=_MOST_BYTES, headers=headers)
        if not isinstance(answer, self._shape) or (isinstance(answer, dict) and "features" not in answer):
            raise ServiceAnswerError("The geocoder answered something else than places.")
        return answer

    def get_text(self, url: str, **_: Any) -> str:
        raise ServiceAnswerError(f"{url} was to be read as text, which no geocoder here needs.")


def _ban(common: Mapping[str, Any]) -> Lookup:
    """Base Adresse Nationale: GeoJSON with its own score and type."""
    geocoder = BANFrance(**common)

    def lookup(address: Address) -> Find | None:
        location = _call(geocoder, address.line[:_LONGEST_QUERY], limit=1)
        if location is None:
            return None
        properties = location.raw["properties"]
        return Find(
            _place(location),
            _score(properties["score"]),
            str(properties["type"]),
            str(properties.get("label", "")),
            str(properties.get("postcode", "")),
        )

    return lookup


def _nominatim(common: Mapping[str, Any]) -> Lookup:
    """Nominatim: a structured question; the score is the agreement of what it names."""
    geocoder = Nominatim(**common)

    def lookup(address: Address) -> Find | None:
        query = {
            "street": address.street,
            "postalcode": address.postcode,
            "city": address.city,
            "country": address.country,
        }
        location = _call(geocoder, {key: value for key, value in query.items() if value}, addressdetails=True)
        if location is None:
            return None
        parts = location.raw["address"]
        town = next((parts[key] for key in ("city", "town", "village", "municipality") if key in parts), "")
        found = _found(parts.get("house_number"), parts.get("road"), parts.get("postcode"), town)
        return _judged(address, found, location, str(location.raw["display_name"]))

    return lookup


def _photon(common: Mapping[str, Any]) -> Lookup:
    """Photon: GeoJSON; the score is the agreement of what it names."""
    geocoder = Photon(**common)

    def lookup(address: Address) -> Find | None:
        location = _call(geocoder, f"{address.line} {address.country}"[:_LONGEST_QUERY])
        if location is None:
            return None
        parts = location.raw["properties"]
        street = parts.get("street") or (parts.get("name") if parts.get("osm_key") == "highway" else "")
        found = _found(parts.get("housenumber"), street, parts.get("postcode"), parts.get("city"))
        return _judged(address, found, location, str(location.address))

    return lookup


def _call(geocoder: Geocoder, query: Any, **options: Any) -> Location | None:
    """Ask, and blame the server for whatever geopy stumbles over."""
    try:
        return geocoder.geocode(query, **options)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ServiceAnswerError(f"{geocoder.domain} answered something else than was asked: {error!r}.") from error


def _judged(address: Address, found: Found, location: Location, label: str) -> Find:
    if found.number and same_number(address, found):
        precision = "housenumber"
    elif found.street:
        precision = "street"
    else:
        precision = "municipality" if found.city else "other"
    return Find(_place(location), agreement(address, found), precision, label, found.postcode)


def _found(*parts: Any) -> Found:
    return Found(*(str(part or "") for part in parts))


def _place(location: Location) -> Place:
    return Place(float(location.latitude), float(location.longitude))


def _score(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1.1:
        raise ServiceAnswerError(f"A score of {value!r} is not between 0 and 1.")
    return min(float(value), 1.0)

"""Look up where addresses are: off unless configured, never an exception out of a batch, doubtful finds to a person."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from maps.addresses import Address, is_plausible
from maps.errors import (
    AddressEmptyError,
    AddressUnknownError,
    GeocodingOffError,
    MapsError,
    MapsSettingsError,
    ServiceAnswerError,
    ServiceDownError,
    ServiceSlowError,
)
from maps.http_client import checked_url
from maps.places import Place

__all__ = ["Address", "GeocodingAnswer", "GeocodingFailure", "GeocodingSettings", "geocode_all"]

GeocodingEngine = Literal["ban", "nominatim", "photon"]

_log = logging.getLogger(__name__)
_SURE = 0.5
_DOMAINS = {
    "ban": "data.geopf.fr/geocodage",
    "nominatim": "nominatim.openstreetmap.org",
    "photon": "photon.komoot.io",
}
_DELAYS_S = {"ban": 0.05, "nominatim": 1.0, "photon": 1.0}
_GIVE_UP_AFTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodingSettings:
    """Whom to ask; the default asks nobody.

    Parameters
    ----------
    engine
        `ban` (Base Adresse Nationale, France), `nominatim`, `photon`; None is off.
    domain
        Host and path of the service, by default the public one. geopy's own default for BAN has been switched off.
    scheme
        `https`, or `http` for a server of one's own.
    user_agent
        Who asks; Nominatim's rules want a name by which the company can be found.
    timeout_s
        For one address.
    min_delay_s
        Between two questions; by default 20 a second for BAN (it admits 50), one a second elsewhere.
    """

    engine: GeocodingEngine | None = None
    domain: str | None = None
    scheme: str = "https"
    user_agent: str = "tournee"
    timeout_s: float = 5.0
    min_delay_s: float | None = None


@dataclass(frozen=True, slots=True)
class GeocodingAnswer:
    """Where an address is.

    Parameters
    ----------
    score
        0 to 1: the service's own, or how well what it names agrees with what was asked.
    precision
        `housenumber`, `street`, `locality`, `municipality` or `other`.
    label
        The address as the service writes it.
    needs_person
        True where the score is below 0.5, no house was found, or it lies in another department.
    """

    address: Address
    place: Place
    score: float
    precision: str
    label: str
    needs_person: bool


@dataclass(frozen=True, slots=True)
class GeocodingFailure:
    """Why an address has no place: the code, detail and hint of an error of `maps.errors`."""

    address: Address
    code: str
    detail: str
    hint: str


def geocode_all(
    settings: GeocodingSettings,
    addresses: Sequence[Address],
    on_progress: Callable[[int, int], None] | None = None,
) -> list[GeocodingAnswer | GeocodingFailure]:
    """Look the addresses up, one after the other, in their order.

    After three addresses in a row for which the service was down or slow, it is not asked any more: the rest fail
    with the same code. `on_progress` is told how many of how many are done.

    Raises
    ------
    MapsSettingsError
        If the settings make no sense, before anything is asked; nothing else is ever raised.
    """
    ask = _asker(settings)
    answers: list[GeocodingAnswer | GeocodingFailure] = []
    for done, address in enumerate(addresses, start=1):
        answers.append(_answer(ask, address))
        if on_progress is not None:
            on_progress(done, len(addresses))
    return answers


def _answer(ask: Callable[[Address], GeocodingAnswer], address: Address) -> GeocodingAnswer | GeocodingFailure:
    if not address.line:
        empty = AddressEmptyError("The address is empty.", "Fill it in, or give coordinates.")
        return GeocodingFailure(address, empty.code, empty.detail, empty.hint)
    try:
        return ask(address)
    except MapsError as error:
        return GeocodingFailure(address, error.code, error.detail, error.hint)
    except Exception as error:  # noqa: BLE001  one address must not take the others with it
        _log.exception("geocoding failed")
        return GeocodingFailure(address, ServiceAnswerError.code, f"The geocoder failed: {error!r}.", "")


def _asker(settings: GeocodingSettings) -> Callable[[Address], GeocodingAnswer]:
    if settings.engine is None:
        return _nobody
    if settings.engine not in _DOMAINS:
        raise MapsSettingsError(f"There is no geocoder {settings.engine!r}.", f"There are {', '.join(_DOMAINS)}.")
    if not settings.timeout_s > 0 or not settings.user_agent.strip():
        raise MapsSettingsError("A geocoder needs a time-out and the name of who asks.", "5 s are usual.")
    from maps.geocoders import build_lookup  # geopy is loaded only where somebody is asked

    domain = settings.domain or _DOMAINS[settings.engine]
    checked_url(f"{settings.scheme}://{domain}")
    lookup = build_lookup(
        settings.engine,
        domain=domain,
        scheme=settings.scheme,
        user_agent=settings.user_agent,
        timeout_s=settings.timeout_s,
    )
    patience = _Patience(_DELAYS_S[settings.engine] if settings.min_delay_s is None else settings.min_delay_s)

    def ask(address: Address) -> GeocodingAnswer:
        with patience:
            find = lookup(address)
        if find is None:
            raise AddressUnknownError(f"{domain} does not know {address.line!r}.", "Place it by hand.")
        if not is_plausible(address, find.place):
            raise ServiceAnswerError(
                f"{domain} puts {address.line!r} at {find.place.latitude}, {find.place.longitude}, outside"
                f" {address.country}.",
                "Place it by hand.",
            )
        elsewhere = find.postcode[:2] != address.postcode[:2] if find.postcode and address.postcode else False
        doubtful = find.score < _SURE or find.precision != "housenumber" or elsewhere
        return GeocodingAnswer(address, find.place, find.score, find.precision, find.label, needs_person=doubtful)

    return ask


def _nobody(_: Address) -> GeocodingAnswer:
    raise GeocodingOffError("No geocoder is configured.", "Set one, or give latitude and longitude.")


class _Patience:
    """Keeps the distance between two questions, and stops asking a service that keeps failing."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._next = 0.0
        self._failures = 0
        self._last: ServiceDownError | ServiceSlowError | None = None

    def __enter__(self) -> None:
        if self._last is not None and self._failures >= _GIVE_UP_AFTER:
            raise type(self._last)(f"Not asked any more: {self._last.detail}", self._last.hint)
        time.sleep(max(self._next - time.monotonic(), 0.0))

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._next = time.monotonic() + self._delay_s
        if isinstance(error, ServiceDownError | ServiceSlowError):
            self._failures, self._last = self._failures + 1, error
        else:
            self._failures = 0

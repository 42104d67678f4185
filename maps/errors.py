"""What can go wrong in `maps`, as a tree of coded errors.

MapsError
├── PlaceError              place_invalid         coordinates that are not on Earth
├── MapsSettingsError       maps_settings         an engine or a URL that cannot be used
├── ServiceError                                  a router or a geocoder over HTTP
│   ├── ServiceDownError    service_down          does not answer, or answers with an error status
│   ├── ServiceSlowError    service_slow          did not finish within its time
│   └── ServiceAnswerError  service_answer        answered nonsense, too much, or a redirect
├── OffRoadError            off_road              some places are too far from any road
├── RoadsMissingError       roads_missing         no road graph has been built for a profile
├── RoadEngineMissingError  road_engine_missing   OSRM is not installed beside this Python
├── RoadsBuildError         roads_build           OSRM refused the extract
├── GeocodingOffError       geocoding_off         no geocoder is configured
├── AddressEmptyError       address_empty         nothing to look up
└── AddressUnknownError     address_unknown       the geocoder knows no such address
"""

from collections.abc import Sequence
from typing import ClassVar

__all__ = [
    "AddressEmptyError",
    "AddressUnknownError",
    "GeocodingOffError",
    "MapsError",
    "MapsSettingsError",
    "OffRoadError",
    "PlaceError",
    "RoadEngineMissingError",
    "RoadsBuildError",
    "RoadsMissingError",
    "ServiceAnswerError",
    "ServiceDownError",
    "ServiceError",
    "ServiceSlowError",
]


class MapsError(Exception):
    """The root: a code for machines, a detail with the numbers in it, a hint on what to do."""

    code: ClassVar[str] = "maps"

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail, hint)
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.detail} {self.hint}".strip()


class PlaceError(MapsError, ValueError):
    """Coordinates that are not on Earth."""

    code = "place_invalid"


class MapsSettingsError(MapsError, ValueError):
    """An engine, a URL or a number that cannot be used."""

    code = "maps_settings"


class ServiceError(MapsError):
    """A router or a geocoder over HTTP did not do its work."""

    code = "service"


class ServiceDownError(ServiceError):
    """The service does not answer, or answers with an error status."""

    code = "service_down"


class ServiceSlowError(ServiceError):
    """The service did not finish within its time."""

    code = "service_slow"


class ServiceAnswerError(ServiceError):
    """The service answered nonsense, too much, or a redirect."""

    code = "service_answer"


class OffRoadError(MapsError):
    """Some places are too far from any road, or no road joins them to the others.

    Attributes
    ----------
    indexes
        Positions of those places in the list that was asked.
    """

    code = "off_road"

    def __init__(self, indexes: Sequence[int], detail: str, hint: str = "Check their coordinates.") -> None:
        super().__init__(detail, hint)
        self.indexes = tuple(indexes)


class RoadsMissingError(MapsError):
    """No road graph has been built for a profile, or it cannot be read."""

    code = "roads_missing"


class RoadEngineMissingError(MapsError):
    """OSRM is not installed beside this Python."""

    code = "road_engine_missing"


class RoadsBuildError(MapsError):
    """OSRM refused the extract."""

    code = "roads_build"


class GeocodingOffError(MapsError):
    """No geocoder is configured."""

    code = "geocoding_off"


class AddressEmptyError(MapsError):
    """An address without a single word."""

    code = "address_empty"


class AddressUnknownError(MapsError):
    """The geocoder knows no such address."""

    code = "address_unknown"

"""Where distances come from, said in one sentence wherever a distance is shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Engine", "Language", "Source"]

Engine = Literal["great_circle", "osrm", "osrm_server", "valhalla", "openrouteservice"]
Language = Literal["fr", "en"]

_ENGINES: dict[str, str] = {
    "osrm": "OSRM",
    "osrm_server": "OSRM",
    "valhalla": "Valhalla",
    "openrouteservice": "openrouteservice",
}
_PROFILES = {"fr": {"van": "utilitaire", "truck": "camion"}, "en": {"van": "van", "truck": "truck"}}
_REASONS = {
    "fr": {
        "service_down": "le serveur de routes ne répond pas",
        "service_slow": "le serveur de routes n'a pas répondu à temps",
        "service_answer": "le serveur de routes a répondu n'importe quoi",
        "off_road": "les lieux sont trop loin d'une route",
        "roads_missing": "le réseau routier n'est pas construit",
        "road_engine_missing": "le moteur de routes n'est pas installé",
        "": "le calcul par la route a échoué",
    },
    "en": {
        "service_down": "the road server does not answer",
        "service_slow": "the road server did not answer in time",
        "service_answer": "the road server answered nonsense",
        "off_road": "the places are too far from a road",
        "roads_missing": "the road graph has not been built",
        "road_engine_missing": "the road engine is not installed",
        "": "the road engine failed",
    },
}


@dataclass(frozen=True, slots=True)
class Source:
    """Engine, profile and honesty of a matrix or a route.

    Parameters
    ----------
    engine
        Who computed it.
    profile
        `van` or `truck`; empty where a server has one profile only and does not say which.
    estimated
        True where no road was looked at.
    detail
        For people who maintain the installation: the server asked, or what went wrong.
    fallback_reason
        Code of the error because of which all (or, with `estimated_places`, some) legs are estimated.
    estimated_places
        How many places of a road matrix have estimated legs, because no road leads there.
    circuity, speed_kmh
        What the estimate assumes: road length over great circle, mean speed.
    """

    engine: Engine
    profile: str
    estimated: bool
    detail: str = ""
    fallback_reason: str | None = None
    estimated_places: int = 0
    circuity: float | None = None
    speed_kmh: float | None = None

    def sentence(self, language: Language = "fr") -> str:
        """Say it to a reader, in French or English."""
        if self.estimated:
            return self._estimate(language) + self._reason(language)
        profile = _PROFILES[language].get(self.profile, self.profile)
        of_whom = f" ({profile})" if profile else ""
        if language == "fr":
            return f"distances routières {_ENGINES[self.engine]}{of_whom}{self._partly(language)}"
        return f"road distances by {_ENGINES[self.engine]}{of_whom}{self._partly(language)}"

    @property
    def attribution(self) -> str:
        """The notice that OpenStreetMap's licence asks for, empty where no road of theirs was used."""
        return "" if self.engine == "great_circle" else "© OpenStreetMap contributors"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, to be stored with a run."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Source":
        """Read back what `to_dict` gave."""
        return cls(**values)

    def _estimate(self, language: Language) -> str:
        circuity, speed = _number(self.circuity or 1.0, language), _number(self.speed_kmh or 0.0, language)
        if language == "fr":
            return f"distances estimées à vol d'oiseau × {circuity}, {speed} km/h"
        return f"distances estimated as the crow flies × {circuity}, {speed} km/h"

    def _reason(self, language: Language) -> str:
        if self.fallback_reason is None:
            return ""
        word = "repli : " if language == "fr" else "fallback: "
        return f" ({word}{_REASONS[language].get(self.fallback_reason, _REASONS[language][''])})"

    def _partly(self, language: Language) -> str:
        count = self.estimated_places
        if not count:
            return ""
        if language == "fr":
            places = "1 lieu loin d'une route estimé" if count == 1 else f"{count} lieux loin d'une route estimés"
            return f" ; {places} à vol d'oiseau"
        places = "1 place" if count == 1 else f"{count} places"
        return f"; {places} far from a road estimated as the crow flies"


def _number(value: float, language: Language) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if language == "fr" else text

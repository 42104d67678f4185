"""A postal address to look up, and how well what a geocoder found agrees with it."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from maps.places import Place

__all__ = ["Address", "Found", "agreement", "is_plausible", "same_number"]

_NUMBER = re.compile(r"\b(\d+)\s?(bis|ter|quater|[a-d])?\b", re.IGNORECASE)
_BOXES = {  # country: south, west, north, east
    "FR": (41.3, -5.3, 51.2, 9.7),
    "MC": (43.70, 7.38, 43.77, 7.45),
    "BE": (49.4, 2.5, 51.6, 6.5),
    "LU": (49.4, 5.7, 50.3, 6.6),
    "CH": (45.8, 5.9, 47.9, 10.6),
}
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody says that goods go.

    Parameters
    ----------
    street
        Number and street, as written.
    country
        ISO 3166 code of two letters.
    """

    street: str
    postcode: str
    city: str
    country: str = "FR"

    @property
    def line(self) -> str:
        """The address in one line, blanks tidied, without the country."""
        return " ".join(f"{self.street} {self.postcode} {self.city}".split())


@dataclass(frozen=True, slots=True)
class Found:
    """The parts of the address that a geocoder found; empty where it named none."""

    number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


def agreement(asked: Address, found: Found) -> float:
    """Score a find between 0 (nothing agrees) and 1 (all does), for geocoders that give no score of their own.

    Half is the street's name, three tenths the postcode (half of that for the same department), two tenths the town.
    """
    street = _similar(_NUMBER.sub(" ", asked.street), _NUMBER.sub(" ", found.street))
    town = _similar(asked.city, found.city)
    same_department = bool(found.postcode) and asked.postcode[:2] == found.postcode[:2]
    postcode = (same_department + (same_department and asked.postcode == found.postcode)) / 2
    return round(0.5 * street + 0.3 * postcode + 0.2 * town, 3)


def same_number(asked: Address, found: Found) -> bool:
    """Whether the house found has the number that was asked for."""
    wanted, got = _NUMBER.search(asked.street), _NUMBER.search(found.number)
    return bool(wanted and got) and _number(wanted) == _number(got)


def is_plausible(address: Address, place: Place) -> bool:
    """Whether a place lies in the address's country: what unmasks swapped coordinates.

    True for countries that are not known here, and for French postcodes overseas.
    """
    box = _BOXES.get(address.country.upper())
    if box is None or (address.country.upper() == "FR" and address.postcode.startswith(_OVERSEAS)):
        return True
    south, west, north, east = box
    return south <= place.latitude <= north and west <= place.longitude <= east


def _similar(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() if other else 0.0


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _number(match: "re.Match[str] | None") -> str:
    return "" if match is None else "".join(part or "" for part in match.groups()).casefold()

"""What there is to draw on the map of a day: depots, tours with their stops, what stays unplanned."""

import re
from dataclasses import dataclass

from maps.errors import MapsSettingsError
from maps.places import Place
from maps.source import Language

__all__ = [
    "DayDrawing",
    "DepotDrawing",
    "StopDrawing",
    "TourDrawing",
    "TourStyle",
    "UnplannedDrawing",
    "tour_style",
]

_COLOURS = ("#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#0f766e", "#b91c1c", "#854d0e", "#334155")
_DASHES = ("", "12 6", "2 7", "14 5 3 5")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DASH = re.compile(r"(\d{1,2}( \d{1,2})*)?")


@dataclass(frozen=True, slots=True)
class TourStyle:
    """How a tour is told from the others: by letter, by colour, and without colour by its dashes."""

    letter: str
    colour: str
    dash: str


def tour_style(index: int) -> TourStyle:
    """Give the style of the tour with that number, counted from 0: letters A to Z, then AA, AB and so on.

    Eight colours of enough contrast on white, each with four patterns of dashes; neighbours differ in both.
    """
    letters, left = "", index + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return TourStyle(letters, _COLOURS[index % len(_COLOURS)], _DASHES[index % len(_DASHES)])


@dataclass(frozen=True, slots=True)
class DepotDrawing:
    """Where tours begin."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class StopDrawing:
    """One stop: its number on the tour, whom it serves, and when, in words ready to be read."""

    number: int
    name: str
    address: str
    window: str
    eta: str
    place: Place


@dataclass(frozen=True, slots=True)
class TourDrawing:
    """One tour.

    Parameters
    ----------
    letter, colour, dash
        As `tour_style` gives them: colour `#rrggbb`, dash an SVG pattern such as `12 6`, empty for a full line.
    label
        Vehicle and driver, say.
    points
        The line to draw, empty for none.
    summary
        Stops, kilometres, hours, in words ready to be read.
    straight
        True where the line is as the crow flies: it is drawn thinner.
    """

    letter: str
    label: str
    colour: str
    dash: str
    stops: tuple[StopDrawing, ...]
    points: tuple[Place, ...] = ()
    summary: str = ""
    straight: bool = False

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.colour) or not _DASH.fullmatch(self.dash):
            raise MapsSettingsError(
                f"{self.colour!r} with dashes {self.dash!r} is no style.", "Take one of maps.day.tour_style."
            )


@dataclass(frozen=True, slots=True)
class UnplannedDrawing:
    """What no tour serves, and why; without a place it stands in the list only."""

    name: str
    reason: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class DayDrawing:
    """A day.

    Parameters
    ----------
    source
        The sentence that says where distances come from.
    attribution
        Whose roads they are: `Source.attribution`.
    streets
        Lines drawn thin and grey below the tours, where a road graph gives them.
    """

    title: str
    depots: tuple[DepotDrawing, ...]
    tours: tuple[TourDrawing, ...]
    unplanned: tuple[UnplannedDrawing, ...] = ()
    source: str = ""
    attribution: str = ""
    language: Language = "fr"
    streets: tuple[tuple[Place, ...], ...] = ()

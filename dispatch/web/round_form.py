"""The form of a usual round: as it is kept, as it was typed, and what is wrong at which field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import request

from dispatch.tours.round_choices import RoundChoices
from dispatch.tours.rounds import MOST_WEEKS, RoundFields, RoundRow
from dispatch.web.language import gettext as _

NEXT_TRIP = "-"
"""Stands among the sites where the truck comes back to load."""


@dataclass(slots=True)
class RoundForm:
    """What the page shows; `stops` are site ids, 0 where a new trip begins."""

    name: str = ""
    vehicle_id: int = 0
    stops: list[int] = field(default_factory=list)
    weekdays: tuple[int, ...] = ()
    every_weeks: str = "1"
    first_on: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: RoundRow) -> RoundForm:
        """A round as it is kept."""
        stops = [stop for trip in row.trips for stop in (0, *trip)][1:]
        first_on = row.first_on.isoformat() if row.first_on else ""
        return cls(row.name, row.vehicle_id, stops, row.weekdays, str(row.every_weeks), first_on)

    @classmethod
    def typed(cls, choices: RoundChoices) -> RoundForm:
        """What came with the request, and what is wrong with it."""
        form = request.form
        found = cls(
            form.get("name", "").strip()[:255],
            _whole(form.get("vehicle", "")),
            [0 if one == NEXT_TRIP else _whole(one) for one in form.getlist("site")[:500]],
            tuple(sorted({_whole(one) for one in form.getlist("weekday")} & set(range(1, 8)))),
            form.get("every_weeks", "1").strip()[:4],
            form.get("first_on", "")[:10],
        )
        found.stops = [stop for stop in found.stops if stop == 0 or stop in choices.sites]
        found._check(choices)
        return found

    @property
    def trips(self) -> tuple[tuple[int, ...], ...]:
        """Site ids per trip."""
        found: list[list[int]] = [[]]
        for stop in self.stops:
            if stop:
                found[-1].append(stop)
            else:
                found.append([])
        return tuple(tuple(trip) for trip in found if trip)

    @property
    def fields(self) -> RoundFields:
        """For the service; only where nothing is wrong."""
        first = date.fromisoformat(self.first_on) if self.first_on else None
        return RoundFields(self.name, self.vehicle_id, self.trips, self.weekdays, int(self.every_weeks), first)

    def _check(self, choices: RoundChoices) -> None:
        if not self.name:
            self.wrong["name"] = _("Donnez-lui un nom.")
        if self.vehicle_id not in dict(choices.vehicles):
            self.wrong["vehicle"] = _("Choisissez un véhicule.")
        if not self.trips:
            self.wrong["sites"] = _("Ajoutez au moins un site.")
        elif any(len(set(trip)) < len(trip) for trip in self.trips):
            self.wrong["sites"] = _("Un site est deux fois dans le même voyage.")
        if not 1 <= _whole(self.every_weeks) <= MOST_WEEKS:
            self.wrong["every_weeks"] = _("De 1 à %(most)d semaines.", most=MOST_WEEKS)
        if self.first_on and _day(self.first_on) is None:
            self.wrong["first_on"] = _("Ce n’est pas une date.")
        elif not self.first_on and _whole(self.every_weeks) > 1:
            self.wrong["first_on"] = _("Dites à partir de quelle semaine compter.")


def _whole(text: str) -> int:
    """0 for what is no whole number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""What a planner's hand does to a day: a pure function from the order of halts to another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dispatch.errors import InvalidInputError, RefusedError
from dispatch.planning.edits_timing import Halt, Layout, Trips


class LockedStopError(RefusedError):
    """A locked stop is to be moved or taken off."""

    code = "locked_stop"


class LockedTourError(RefusedError):
    """A locked tour is to be changed."""

    code = "locked_tour"


class NothingToPlanError(RefusedError):
    """Nothing of an order can be planned on the day."""

    code = "nothing_to_plan"


Kind = Literal["move", "off", "later", "insert", "lock", "unlock"]
KINDS: tuple[Kind, ...] = ("move", "off", "later", "insert", "lock", "unlock")
"""`later`: taken off, to be delivered on the next working day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where halts go: before a stop of a tour (its number as the planner sees it), or last on one of its trips."""

    vehicle: int
    """The solver's number."""
    trip: int
    """1, 2 …; one more than there are opens a new trip."""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One edit: of stops of one vehicle, by their numbers, or of an order that is not planned."""

    kind: Kind
    vehicle: int | None = None
    stops: tuple[int, ...] = ()
    order: str = ""
    to: Place | None = None


Numbered = list[list[tuple[int, Halt]]]


def moved(layout: Layout, move: Move, new: Halt | None = None) -> Layout:
    """The trips of the vehicles that the edit touches, as they would be; untouched vehicles are not in it.

    Parameters
    ----------
    new
        What is inserted.

    Raises
    ------
    LockedStopError
        When a stop to be moved or taken off is locked.
    InvalidInputError
        When a stop or place is not there.
    """
    if move.kind == "insert":
        if new is None or move.to is None:
            raise InvalidInputError("Nothing is given to be planned, or no place for it.", "Reload the day.")
        return {move.to.vehicle: _plain(_put(_numbered(layout.get(move.to.vehicle, ())), move.to, [new]))}
    assert move.vehicle is not None
    source = _numbered(layout.get(move.vehicle, ()))
    chosen = [halt for trip in source for number, halt in trip if number in move.stops]
    if not chosen or len(chosen) != len(set(move.stops)):
        raise InvalidInputError("A stop that is not there cannot be edited.", "Reload the day.")
    if move.kind in ("lock", "unlock"):
        held = move.kind == "lock"
        return {
            move.vehicle: tuple(
                tuple(replace(halt, locked=held) if number in move.stops else halt for number, halt in trip)
                for trip in source
            )
        }
    if any(halt.locked for halt in chosen):
        raise LockedStopError("A locked stop keeps its vehicle, its trip and its order.", "Unlock it first.")
    if move.kind in ("off", "later"):
        return {move.vehicle: _plain(_without(source, move.stops))}
    if move.to is None:
        raise InvalidInputError("No place is given to move to.", "Reload the day.")
    if move.to.vehicle == move.vehicle:
        before = _next_staying(source, move)
        rest = _put(_without(source, move.stops), replace(move.to, before=before), chosen)
        return {move.vehicle: _plain(rest)}
    target = _numbered(layout.get(move.to.vehicle, ()))
    return {
        move.vehicle: _plain(_without(source, move.stops)),
        move.to.vehicle: _plain(_put(target, move.to, chosen)),
    }


def _next_staying(source: Numbered, move: Move) -> int | None:
    """The stop before which the moved ones go, where that is one of the moved ones itself: the next that stays."""
    assert move.to is not None
    if move.to.before is None or move.to.before not in move.stops:
        return move.to.before
    trip = next((trip for trip in source if any(number == move.to.before for number, _ in trip)), [])
    return next((n for n, _ in trip if n > move.to.before and n not in move.stops), None)


def _numbered(trips: Trips) -> Numbered:
    found, number = [], 0
    for trip in trips:
        row = []
        for halt in trip:
            number += 1
            row.append((number, halt))
        found.append(row)
    return found


def _without(trips: Numbered, numbers: Sequence[int]) -> Numbered:
    return [[entry for entry in trip if entry[0] not in numbers] for trip in trips]


def _put(trips: Numbered, place: Place, halts: Sequence[Halt]) -> Numbered:
    new = [(0, halt) for halt in halts]
    if place.before is not None:
        for trip in trips:
            at = next((n for n, (number, _) in enumerate(trip) if number == place.before), None)
            if at is not None:
                trip[at:at] = new
                return trips
        raise InvalidInputError(f"There is no stop {place.before} to go before.", "Reload the day.")
    if not 1 <= place.trip <= len(trips) + 1:
        raise InvalidInputError(f"There is no trip {place.trip}.", "Reload the day.")
    if place.trip == len(trips) + 1:
        return [*trips, list(new)]
    trips[place.trip - 1].extend(new)
    return trips


def _plain(trips: Numbered) -> Trips:
    return tuple(tuple(halt for _, halt in trip) for trip in trips if trip)

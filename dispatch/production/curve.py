"""The supply curve of one product: how much of it can have left by when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Leaving = tuple[datetime, int]
"""Instant and quantity in milli-units."""


@dataclass(frozen=True, slots=True)
class SupplyCurve:
    """Cumulative quantity by instant, never falling.

    Parameters
    ----------
    steps
        (instant, cumulative milli-units), by instant; before the first nothing is there.
    leavings_from
        What left on tours since the morning of this day is not yet taken off; None: nothing was ever counted, so
        everything that ever left counts.
    """

    product_id: int
    steps: tuple[Leaving, ...]
    leavings_from: date | None = None

    def at(self, instant: datetime) -> int:
        """What can have left by an instant, in milli-units."""
        index = bisect_right(self.steps, instant, key=lambda step: step[0])
        return self.steps[index - 1][1] if index else 0

    @property
    def total(self) -> int:
        """What can have left by the end of the curve."""
        return self.steps[-1][1] if self.steps else 0

    def first_with(self, quantity: int) -> datetime | None:
        """The first instant by which so much can have left; None when it never can."""
        return next((instant for instant, cumulative in self.steps if cumulative >= quantity), None)

    def plus(self, makings: Iterable[Leaving]) -> SupplyCurve:
        """The curve with more production in it."""
        return SupplyCurve(self.product_id, cumulate([*increments(self.steps), *makings]), self.leavings_from)

    def minus(self, leavings: Iterable[Leaving]) -> SupplyCurve:
        """What is left for others when these leavings must stay possible.

        At `t` others may have taken at most min over `t' ≥ t` of supply(`t'`) − leavings(`t'`): what leaves later
        needs its goods as well. Never below zero, even where too much has already been given away.
        """
        taken = cumulate(leavings)
        if not taken:
            return self
        instants = sorted({instant for instant, _ in (*self.steps, *taken)})
        given = SupplyCurve(self.product_id, taken)
        rests = [self.at(instant) - given.at(instant) for instant in instants]
        for index in range(len(rests) - 2, -1, -1):
            rests[index] = min(rests[index], rests[index + 1])
        steps = [(instant, max(rest, 0)) for instant, rest in zip(instants, rests, strict=True)]
        return SupplyCurve(self.product_id, _lean(steps), self.leavings_from)

    def overdrawn(self, leavings: Iterable[Leaving]) -> tuple[datetime, int] | None:
        """The first instant at which more has left than there was, and how much more; None when it never happens."""
        for instant, cumulative in cumulate(leavings):
            if cumulative > self.at(instant):
                return instant, cumulative - self.at(instant)
        return None


def cumulate(amounts: Iterable[Leaving]) -> tuple[Leaving, ...]:
    """Running totals by instant, one step for each instant."""
    total, steps = 0, dict[datetime, int]()
    for instant, amount in sorted(amounts):
        total += amount
        steps[instant] = total
    return tuple(steps.items())


def increments(steps: Sequence[Leaving]) -> list[Leaving]:
    """The amounts behind running totals."""
    befores = [0, *(cumulative for _, cumulative in steps)]
    return [(instant, cumulative - before) for (instant, cumulative), before in zip(steps, befores, strict=False)]


def _lean(steps: Iterable[Leaving]) -> tuple[Leaving, ...]:
    kept: list[Leaving] = []
    for instant, cumulative in steps:
        if not kept or cumulative != kept[-1][1]:
            kept.append((instant, cumulative))
    return tuple(kept)

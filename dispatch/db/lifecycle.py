"""A life cycle is a table of allowed steps and one `advance`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from dispatch.errors import LifeCycleError


class Stateful(Protocol):
    """A row with a state, and who brought it there when."""

    state: str
    state_at: datetime
    state_by: str


class LifeCycle:
    """The allowed steps of one kind of thing.

    Parameters
    ----------
    name
        What the thing is called in messages.
    steps
        For each state the states that may follow it; a state that nothing follows is final.
    """

    def __init__(self, name: str, steps: Mapping[str, tuple[str, ...]]) -> None:
        self.name = name
        self.steps = dict(steps)

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order of the table."""
        return tuple(self.steps)

    def allows(self, before: str, after: str) -> bool:
        """Whether the step is in the table."""
        return after in self.steps.get(before, ())

    def advance(self, row: Stateful, to: str, *, at: datetime, by: str) -> None:
        """Take one step and store who took it when.

        Raises
        ------
        LifeCycleError
            When the table has no such step.
        """
        if not self.allows(row.state, to):
            allowed = ", ".join(self.steps.get(row.state, ())) or "nothing: it is final"
            raise LifeCycleError(
                f"{self.name} is {row.state} and cannot become {to}.", f"From {row.state} it may become {allowed}."
            )
        row.state, row.state_at, row.state_by = to, at, by

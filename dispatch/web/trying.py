"""Changes tried before they are kept: made in a transaction, looked at, and undone unless all of them are wanted and taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from dispatch.errors import DispatchError
from dispatch.web.shell import transaction


class Tried(Protocol):
    """What became of one row."""

    @property
    def refused(self) -> bool:
        """Whether it stays as it was against the asker's will."""


T = TypeVar("T", bound=Tried)


class _OnlyLookingError(DispatchError):
    """Undoes what was made to be shown."""


def tried(make: Callable[[Session], tuple[T, ...]], *, keep: bool) -> tuple[T, ...]:
    """What the changes give; they are kept where that is asked and none is refused."""
    changes: tuple[T, ...] = ()
    try:
        with transaction() as session:
            changes = make(session)
            _leave_unless(keep=keep and not any(one.refused for one in changes))
    except _OnlyLookingError:
        pass
    return changes


def _leave_unless(*, keep: bool) -> None:
    if not keep:
        raise _OnlyLookingError("Nothing is kept.")

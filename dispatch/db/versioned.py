"""Rows that people edit on pages: each change raises the version, and says when it was and who made it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import Mapped, mapped_column, object_session

from dispatch import clock
from dispatch.db.engine import actor_of
from dispatch.db.types import UtcInstant


class Versioned:
    """Columns of a row whose page shows a version and is refused when somebody else saved meanwhile."""

    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    changed_by: Mapped[str] = mapped_column(String(255), default="")


@event.listens_for(Versioned, "before_update", propagate=True)
def _raise_version(_mapper: Any, _connection: Any, row: Versioned) -> None:
    session = object_session(row)
    if session is not None and session.is_modified(row, include_collections=False):
        row.version += 1
        row.changed_at, row.changed_by = clock.now(), actor_of(session)

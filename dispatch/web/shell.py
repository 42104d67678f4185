"""What every view reaches: the database, the settings, who is asking, and one transaction in their name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy.orm import Session

from dispatch.accounts.permissions import may
from dispatch.accounts.sessions import SignedIn
from dispatch.db import Database
from dispatch.documents.store import DocumentStore
from dispatch.errors import ForbiddenError
from dispatch.settings import Settings


@dataclass(frozen=True)
class Shell:
    """What one application stands on."""

    database: Database
    settings: Settings

    @property
    def store(self) -> DocumentStore:
        """Where papers lie."""
        return DocumentStore(self.settings.folder / "documents")


def shell() -> Shell:
    """The shell of the application that serves this request."""
    found: Shell = current_app.extensions["dispatch"]
    return found


def asker() -> SignedIn | None:
    """Who is asking; None before log-in."""
    found: SignedIn | None = g.get("asker")
    return found


def me() -> SignedIn:
    """Who is asking, in views that nobody reaches without log-in."""
    found = asker()
    if found is None:
        raise ForbiddenError("Nobody is logged in.", "Log in.")
    return found


def i_may(capability: str) -> bool:
    """Whether whoever asks has this capability."""
    found = asker()
    return found is not None and may(found.role, capability)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that never commits."""
    with shell().database.reading() as session:
        yield session


@contextmanager
def transaction() -> Iterator[Session]:
    """A transaction in the name of whoever asks."""
    with shell().database.transaction(actor=me().actor) as session:
        yield session

"""What a worker knows how to do: per kind of job the function that a child process runs, and what to do when a job has ended badly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from dispatch.jobs.models import Job

if TYPE_CHECKING:
    from dispatch.jobs.context import JobContext

Run = Callable[["JobContext"], "Mapping[str, Any] | None"]
"""A top-level function (it is pickled by name); what it returns becomes the job's result."""
Ended = Callable[[Session, Job], None]
"""Called in the transaction that ends a job as failed or cancelled, or puts it back in the queue."""
Due = Callable[[Session], bool]


@dataclass(frozen=True, slots=True)
class Handler:
    """A kind of job whose rows elsewhere must follow the job's own end."""

    run: Run
    ended: Ended | None = None
    due: Due | None = None
    """Says whether there is such work to do that nobody has asked for; a worker then asks for it."""


Handlers = Mapping[str, "Handler | Run"]


def handler_of(handlers: Handlers, kind: str) -> Handler:
    """The handler of a kind, a bare function included."""
    found = handlers[kind]
    return found if isinstance(found, Handler) else Handler(found)

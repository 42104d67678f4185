"""Work for children: importable by name, as spawned processes need it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from dispatch.errors import RefusedError
from dispatch.jobs.context import JobContext


def add(context: JobContext) -> dict[str, Any]:
    context.progress({"half": True}, now=True)
    return {"sum": sum(context.params["numbers"])}


def refuse(context: JobContext) -> None:
    raise RefusedError("There is nothing to plan.", "Import orders.")


def die_once(context: JobContext) -> dict[str, Any]:
    """Dies like a process that the system kills, unless the marker file stands."""
    marker = Path(context.params["marker"])
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), 9)
    return {"alive": True}


def die_always(context: JobContext) -> None:
    os.kill(os.getpid(), 9)


def sleep_long(context: JobContext) -> dict[str, Any]:
    """Sleeps until told to stop; says under which process id."""
    context.progress({"pid": os.getpid()}, now=True)
    while not (context.stop_requested() and not context.cancel_requested()):
        time.sleep(0.1)
    return {"stopped": True}


def deaf(context: JobContext) -> None:
    """Hears no request at all."""
    context.progress({"pid": os.getpid()}, now=True)
    time.sleep(60)


def lose_the_database_once(context: JobContext) -> dict[str, Any]:
    marker = Path(context.params["marker"])
    if not marker.exists():
        marker.touch()
        raise OperationalError("SELECT 1", {}, ConnectionError("server closed the connection"))
    return {"found_again": True}

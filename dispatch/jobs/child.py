"""The child process of one job: runs its function, stores the result, and leaves when its supervisor is gone."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Mapping
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any

from sqlalchemy.exc import DBAPIError

from dispatch.db import Database
from dispatch.db.stored import use_stored
from dispatch.errors import DispatchError
from dispatch.jobs import claims
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Run

REFUSED = 3
"""Exit code of a child whose work ended in an error that would come again."""
EVERY_ROOM = "dispatch.models"
"""Imported by name, since it stands above: a child knows every table, and hears every transaction, as its parent does."""
LOST_DATABASE = 4
"""Exit code of a child that could not reach its database: another attempt may."""

log = logging.getLogger(__name__)


def main(url: str, job_id: int, worker: str, params: Mapping[str, Any], actor: str, run: Run) -> None:
    """Run one claimed job. Its outcome is in the jobs table, or the supervisor finds that there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    import_module(EVERY_ROOM)
    database = Database(url)
    try:
        use_stored(database)
        result = run(JobContext(database, job_id, worker, params, actor))
        with database.transaction(actor) as session:
            claims.complete(session, job_id, worker, result)
    except DispatchError as error:
        _remember(database, job_id, worker, f"{error.code}: {error}")
        raise SystemExit(REFUSED) from None
    except DBAPIError as error:
        log.warning("job %s lost its database and is to be begun again: %s", job_id, error)
        raise SystemExit(LOST_DATABASE) from None
    except Exception:  # noqa: BLE001  whatever it was, whoever asked is told
        _remember(database, job_id, worker, traceback.format_exc(limit=-8))
        raise SystemExit(REFUSED) from None
    finally:
        database.dispose()


def _remember(database: Database, job_id: int, worker: str, error: str) -> None:
    """Leave the error with the job; ending it is the supervisor's, together with what hangs on it."""
    with database.transaction(worker) as session:
        claims.note_error(session, job_id, worker, error)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

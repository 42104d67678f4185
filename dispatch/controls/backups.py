"""Backups from the console: made and verified by a worker, in one folder, and listed with what their last check said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.controls.archive import reading
from dispatch.controls.backup import backup
from dispatch.documents.register import installed_store
from dispatch.errors import NotFoundError
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handlers
from dispatch.jobs.models import Job
from dispatch.jobs.queue import enqueue

MAKE, CHECK = "backup", "backup_check"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file of the folder; `checked` is empty, `whole`, `damaged` or `running`."""

    name: str
    size_bytes: int
    made_at: datetime
    checked: str
    checked_at: datetime | None
    detail: str


def backup_folder() -> Path:
    """Where backups made from the console lie."""
    chosen = settings.current()
    return chosen.backup_dir or chosen.folder / "backups"


def backup_files(session: Session) -> tuple[BackupFile, ...]:
    """The files of the folder, the latest first."""
    folder, checks = backup_folder(), _checks(session)
    found = []
    for path in folder.glob("*.zip") if folder.is_dir() else ():
        job, facts = checks.get(path.name), path.stat()
        state = "" if job is None else {"done": "whole", "failed": "damaged"}.get(job.state, "running")
        made_at = datetime.fromtimestamp(facts.st_mtime, UTC)
        found.append(
            BackupFile(
                path.name, facts.st_size, made_at, state, job.state_at if job else None, job.error if job else ""
            )
        )
    return tuple(sorted(found, key=lambda one: (one.made_at, one.name), reverse=True))


def ask_backup(session: Session) -> None:
    """Have a backup made."""
    enqueue(session, MAKE, {"name": f"tournee-{clock.real_now():%Y%m%d-%H%M%S}.zip"})


def ask_check(session: Session, name: str) -> None:
    """Have every byte of a backup checked.

    Raises
    ------
    NotFoundError
        There is no such file in the folder.
    """
    if name not in {one.name for one in backup_files(session)}:
        raise NotFoundError(f"There is no backup {name[:80]}.", "Look in the list of backups.")
    enqueue(session, CHECK, {"name": name})


def _checks(session: Session) -> dict[str, Job]:
    """File → its latest check."""
    rows = session.scalars(select(Job).where(Job.kind == CHECK).order_by(Job.id))
    return {str(job.params.get("name", "")): job for job in rows}


def _make(context: JobContext) -> dict[str, Any]:
    report = backup(context.database, installed_store(), backup_folder() / context.params["name"])
    return {"rows": report.rows, "documents": report.documents, "damaged": len(report.damaged)}


def _check(context: JobContext) -> dict[str, Any]:
    with reading(backup_folder() / context.params["name"]) as archive:
        return {"members": len(archive.names), "taken_at": str(archive.manifest["taken_at"])}


HANDLERS: Handlers = {MAKE: _make, CHECK: _check}
"""What a worker knows how to do for this room."""

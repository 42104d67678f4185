"""Importing a file: all or nothing; the same file twice changes nothing."""

from __future__ import annotations

import hashlib

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.db import Database
from dispatch.db.engine import actor_of
from dispatch.errors import RefusedError
from dispatch.intake.columns import Decision, Incoming
from dispatch.intake.findings import ImportReport
from dispatch.intake.kinds import kind_named
from dispatch.intake.models import ImportBatch, ImportNotice
from dispatch.intake.rows import read_rows
from dispatch.intake.worklist import close_settled, not_yet_listed

ATTEMPTS = 3
"""How often a file is compared anew when another import of the same rows was faster."""


def run_import(
    database: Database,
    actor: str,
    kind: str,
    data: bytes,
    file_name: str,
    dry_run: bool = False,
    language: str | None = None,
) -> ImportReport:
    """Import a file in a transaction of its own; the file is read and checked before the transaction opens.

    Parameters
    ----------
    dry_run
        Check and compare only.
    language
        Of the problems' texts, `fr` or `en`; the installation's by default.

    Raises
    ------
    RefusedError
        When somebody changed an order between the check and the writing; nothing is written then either.
    """
    for attempt in range(1, ATTEMPTS + 1):
        incoming = _read(kind, data, file_name, language)
        try:
            if dry_run or incoming.findings.errors:
                with database.reading() as session:
                    return _take(session, incoming, dry_run)
            with database.transaction(actor) as session:
                return _take(session, incoming, dry_run=False)
        except IntegrityError as error:  # somebody stored the same rows between our look and our writing
            if attempt == ATTEMPTS:
                raise RefusedError("Others keep importing the same rows.", "Import the file again.") from error
    raise AssertionError("every attempt returns or raises")


def import_file(
    session: Session, kind: str, data: bytes, file_name: str, *, dry_run: bool = False, language: str | None = None
) -> ImportReport:
    """Import a file within the caller's transaction; with errors, or on a dry run, nothing is written."""
    return _take(session, _read(kind, data, file_name, language), dry_run)


def _read(kind: str, data: bytes, file_name: str, language: str | None) -> Incoming:
    digest = hashlib.sha256(data).hexdigest()
    return read_rows(kind_named(kind), data, file_name, digest, language or settings.current().language)


def _take(session: Session, incoming: Incoming, dry_run: bool) -> ImportReport:
    findings = incoming.findings
    decision = incoming.kind.decide(session, incoming)
    if findings.errors:
        return _report(incoming, None, dry_run)
    if dry_run:
        return _report(incoming, decision, dry_run)
    decision.apply(session)
    batch_id = _keep(session, incoming, decision)
    return _report(incoming, decision, dry_run, batch_id)


def _keep(session: Session, incoming: Incoming, decision: Decision) -> int:
    """Store that the file came in, and its warnings that nobody has seen yet."""
    batch = ImportBatch(
        kind=incoming.kind.name,
        file_name=incoming.file_name[:255],
        sha256=incoming.sha256,
        imported_at=clock.now(),
        imported_by=actor_of(session),
        row_count=incoming.row_count,
        created_count=decision.created,
        changed_count=decision.changed,
        unchanged_count=decision.unchanged,
    )
    session.add(batch)
    session.flush()
    close_settled(session, incoming)
    warnings = not_yet_listed(session, incoming.findings.warnings)
    if warnings:
        session.execute(
            insert(ImportNotice),
            [
                {
                    "batch_id": batch.id,
                    "code": warning.code,
                    "row_no": warning.row,
                    "column": warning.column[:64],
                    "value": warning.value,
                    "subject": warning.subject,
                    "reason": warning.reason,
                    "remedy": warning.remedy,
                }
                for warning in warnings
            ],
        )
    journal.record(
        session,
        "import.received",
        incoming.file_name[:128],
        file_kind=incoming.kind.name,
        sha256=incoming.sha256,
        rows=incoming.row_count,
        created=decision.created,
        changed=decision.changed,
        unchanged=decision.unchanged,
        warnings=len(warnings),
    )
    return batch.id


def _report(incoming: Incoming, decision: Decision | None, dry_run: bool, batch_id: int | None = None) -> ImportReport:
    findings = incoming.findings
    return ImportReport(
        kind=incoming.kind.name,
        file_name=incoming.file_name,
        row_count=incoming.row_count,
        created=decision.created if decision else 0,
        changed=decision.changed if decision else 0,
        unchanged=decision.unchanged if decision else 0,
        errors=tuple(sorted(findings.errors, key=lambda problem: problem.row)),
        warnings=tuple(sorted(findings.warnings, key=lambda problem: problem.row)),
        dry_run=dry_run,
        batch_id=batch_id,
    )

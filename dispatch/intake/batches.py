"""What came in lately: the last files, as the page of imports lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.intake.models import ImportBatch, ImportNotice


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One file that was imported."""

    id: int
    kind: str
    file_name: str
    imported_at: datetime
    imported_by: str
    row_count: int
    created_count: int
    changed_count: int
    unchanged_count: int
    open_warnings: int


def recent_batches(session: Session, limit: int = 15) -> tuple[BatchRow, ...]:
    """The last files, newest first."""
    waiting = (
        select(func.count(ImportNotice.id))
        .where(ImportNotice.batch_id == ImportBatch.id, ImportNotice.closed_at.is_(None))
        .correlate(ImportBatch)
        .scalar_subquery()
    )
    rows = session.execute(select(ImportBatch, waiting).order_by(ImportBatch.id.desc()).limit(limit))
    return tuple(
        BatchRow(
            id=batch.id,
            kind=batch.kind,
            file_name=batch.file_name,
            imported_at=batch.imported_at,
            imported_by=batch.imported_by,
            row_count=batch.row_count,
            created_count=batch.created_count,
            changed_count=batch.changed_count,
            unchanged_count=batch.unchanged_count,
            open_warnings=open_,
        )
        for batch, open_ in rows
    )

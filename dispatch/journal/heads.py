"""The journal's head, exported day by day to a place beside the database: a tail that is cut later no longer fits it.

One line of JSON per export, appended and synced: ``{"at": …, "day": …, "hash": …, "seq": …}``. Whoever can rewrite the
database does not have to reach the folder (`DISPATCH_JOURNAL_HEAD_DIR`) or the mailbox where the same line arrives.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.errors import InvalidInputError
from dispatch.journal.models import JournalEntry, JournalHead

FILE_NAME = "heads.jsonl"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at one moment, as it was exported for a business day (ISO)."""

    day: str
    seq: int
    hash: str
    at: str

    @property
    def line(self) -> str:
        """The one text of it."""
        return json.dumps(asdict(self), sort_keys=True)


def head_file() -> Path:
    """Where heads are exported to."""
    chosen = settings.current()
    return (chosen.journal_head_dir or chosen.folder / "journal-heads") / FILE_NAME


def current_head(session: Session, day: date | None = None) -> Head | None:
    """The head now; None while the journal is empty."""
    found = session.get(JournalHead, 1)
    if found is None:
        return None
    return Head((day or clock.today()).isoformat(), found.seq, found.hash, clock.real_now().isoformat())


def export_head(head: Head, path: Path) -> None:
    """Append a head to the file, and see it on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(head.line + "\n")
        file.flush()
        os.fsync(file.fileno())


def exported_heads(path: Path) -> Iterator[Head]:
    """The heads of a file, as they were exported.

    Raises
    ------
    InvalidInputError
        A line of it is none; its number is named.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield read_head(line, f"{path.name}, line {number}")


def read_head(text: str, where: str = "the head") -> Head:
    """A head from its line, or from ``seq:hash`` as it was noted on paper.

    Raises
    ------
    InvalidInputError
        It is neither.
    """
    try:
        if text.lstrip().startswith("{"):
            found = json.loads(text)
            return Head(str(found["day"]), int(found["seq"]), str(found["hash"]), str(found["at"]))
        seq, _, digest = text.strip().partition(":")
        return Head("", int(seq), _whole(digest), "")
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(f"{where} is no head of a journal: {error}.", "Write 123:hash, or its line.") from None


def misfits(session: Session, heads: Iterable[Head]) -> Iterator[tuple[int, str]]:
    """Heads that the journal no longer contains: the entry's number, and what is wrong."""
    now = session.get(JournalHead, 1)
    end = now.seq if now is not None else 0
    for head in heads:
        found = session.scalars(select(JournalEntry.hash).where(JournalEntry.seq == head.seq)).one_or_none()
        when = f"exported for {head.day}" if head.day else "given"
        if found is None:
            yield head.seq, f"the head {when} names entry {head.seq}, the journal ends at {end}: its tail was cut"
        elif found != head.hash:
            yield head.seq, f"the head {when} says {head.hash[:16]}…, entry {head.seq} says {found[:16]}…: rewritten"


def _whole(digest: str) -> str:
    if len(digest) != 64:
        raise ValueError(f"a hash has 64 characters, not {len(digest)}")
    return digest

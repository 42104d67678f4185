"""Kill a process at many points of a piece of work, and count what is wrong with the installation afterwards.

Run as ``python -m tests.faults.killed FOLDER POINTS``. One child per point, each on its own copy of the installation,
killed with SIGKILL before the n-th thing it does: a line of a watched module, or an SQL statement anywhere. The points are
spread evenly over the work. Prints counts per work as
JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event, select, text

import dispatch.models  # noqa: F401  the mappers of every room
from dispatch import clock, journal, settings
from dispatch.db import Database
from dispatch.db.schema import upgrade
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.delivery.receipts import receive
from dispatch.delivery.reserves import Difference
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.phone import take
from dispatch.invoicing.trigger import raise_for
from dispatch.journal import JournalEntry
from dispatch.orders.models import OrderLine
from tests.delivery.builders import released
from tests.delivery.phone import delivery, drawn

SCAN = b"a scan of a signed note " * 5_000
ABOUT = {"kind": "scan", "title": "Scan", "media_type": "image/png", "subject_kind": "note", "subject_key": "BL"}
NOTE = "BL-2026-000001"
WRONG = [Difference(1, "damaged", refused_qty=1_000)]


def keep_scan(database: Database, store: DocumentStore) -> None:
    with database.transaction("user:anna") as session:
        keep(session, store, SCAN, **ABOUT)


def row_before_bytes(database: Database, store: DocumentStore) -> None:
    """The negative control of `keep_scan`: the row that names the document is committed before its bytes are safe."""
    sha256 = hashlib.sha256(SCAN).hexdigest()
    with database.transaction("user:anna") as session:
        if session.scalars(select(Document)).first() is None:
            row = Document(**ABOUT, sha256=sha256, size_bytes=len(SCAN), created_at=clock.now(), created_by="user:anna")
            session.add(row)
            journal.record(session, "document.kept", "BL")
    store.put(SCAN)


def confirm_note(database: Database, store: DocumentStore) -> None:
    with database.transaction("user:anna") as session:
        confirm(session, NOTE, request_key="k1", differences=WRONG)


def receipt_then_trigger(database: Database, store: DocumentStore) -> None:
    """The negative control of `confirm_note`: two transactions where one belongs."""
    with database.transaction("user:anna") as session:
        receive(session, NOTE, request_key="k1", differences=WRONG)
    with database.transaction("user:anna") as session:
        raise_for(session, session.scalars(select(Receipt)).one())


def deliver_by_phone(database: Database, store: DocumentStore) -> None:
    """A delivery signed on a phone, the day after: bytes of the signature, receipt, trigger and evidence."""
    os.environ["DISPATCH_NOW"] = "2026-11-25T09:00:00+01:00"
    settings.current.cache_clear()
    take(database, "phone:DR1", store, 1, delivery(database, NOTE), drawn())


WORKS: dict[str, tuple[Callable[[Database, DocumentStore], None], tuple[str, ...]]] = {
    "keep_scan": (keep_scan, ("documents/store.py", "documents/register.py", "db/engine.py", "journal/record.py")),
    "row_before_bytes": (row_before_bytes, ("documents/store.py", "db/engine.py")),
    "confirm_note": (
        confirm_note,
        ("invoicing/confirm.py", "invoicing/trigger.py", "db/engine.py", "journal/record.py"),
    ),
    "deliver_by_phone": (
        deliver_by_phone,
        ("invoicing/phone.py", "delivery/phone_events.py", "documents/store.py", "db/engine.py", "journal/record.py"),
    ),
    "receipt_then_trigger": (receipt_then_trigger, ("db/engine.py",)),
}
"""What is done, and the modules whose every line is a point at which it may end."""


def state(database: Database) -> dict[str, Any]:
    """Everything that the works may change, without the instants."""
    with database.reading() as session:
        lines = select(OrderLine.delivered_qty, OrderLine.backlog_qty, OrderLine.planned_qty).order_by(OrderLine.id)
        return {
            "events": list(session.execute(select(PhoneEvent.sequence, PhoneEvent.outcome))),
            "documents": list(session.scalars(select(Document.sha256))),
            "notes": list(session.scalars(select(DeliveryNote.state).order_by(DeliveryNote.id))),
            "receipts": list(session.scalars(select(Receipt.request_key))),
            "triggers": list(session.scalars(select(InvoiceTrigger.net_cents))),
            "lines": [tuple(row) for row in session.execute(lines)],
            "journal": list(session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq))),
        }


def faults(database: Database, store: DocumentStore) -> list[str]:
    """What no death may leave behind."""
    found = ["store" for _ in store.verify()]
    with database.reading() as session:
        if session.scalar(text("PRAGMA integrity_check")) != "ok":
            found.append("database")
        found += ["journal" for _ in journal.verify_chain(session)]
        for sha256 in session.scalars(select(Document.sha256)):
            try:
                store.get(sha256)
            except IntegrityError:
                found.append("document without bytes")
        receipts = session.scalars(select(Receipt)).all()
        if len(receipts) != len(session.scalars(select(InvoiceTrigger)).all()):
            found.append("receipt without trigger")
        if len(receipts) != len(session.scalars(select(DeliveryNote).where(DeliveryNote.state == "received")).all()):
            found.append("receipt beside its note")
        for line in session.scalars(select(OrderLine)):
            if line.ordered_qty != line.delivered_qty + line.backlog_qty + line.planned_qty + line.cancelled_qty:
                found.append("conservation")
    return found


def watch(database: Database, files: tuple[str, ...], point: Callable[[], None]) -> None:
    """Call `point` before each line of those files and before each SQL statement."""

    def trace(frame: FrameType, kind: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.endswith(files):
            return None
        if kind == "line":
            point()
        return trace

    event.listen(database.engine, "before_cursor_execute", lambda *_: point())
    sys.settrace(trace)


def die_at(number: int) -> Callable[[], None]:
    """What kills this process the n-th time it is called."""
    seen = 0

    def point() -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return point


def opened(folder: Path) -> tuple[Database, DocumentStore]:
    """The installation in a folder (its database opens no file before it is used)."""
    return Database(f"sqlite:///{folder / 'dispatch.db'}"), DocumentStore(folder / "documents")


def installation(folder: Path) -> Path:
    """A released day, closed, to be copied; and the answer that an undisturbed run of the work gives."""
    folder.mkdir()
    database, _ = opened(folder)
    upgrade(database)
    assert NOTE in released(database)
    database.dispose()
    return folder


def murders(name: str, template: Path, folder: Path, most: int) -> dict[str, int]:
    """Try the points of one work; count what was found."""
    work, files = WORKS[name]
    database, store = opened(folder)  # one engine for all points: children inherit its compiled statements
    shutil.copytree(template, folder, dirs_exist_ok=True)
    points: list[None] = []
    watch(database, files, lambda: points.append(None))
    work(database, store)
    sys.settrace(None)
    expected, total = state(database), len(points)
    found = {"killed": 0, "faults": 0, "acknowledged_and_lost": 0, "retry_differs": 0}
    for place in range(most + 1):  # the last one survives
        database.dispose()
        shutil.rmtree(folder)
        shutil.copytree(template, folder)
        if os.fork() == 0:
            watch(database, files, die_at(1 + place * total // most))
            work(database, store)
            sys.settrace(None)
            (folder / "acknowledged").touch()
            os._exit(0)
        found["killed"] += os.WIFSIGNALED(os.wait()[1])
        found["faults"] += bool(faults(database, store))
        found["acknowledged_and_lost"] += (folder / "acknowledged").exists() and state(database) != expected
        work(database, store)
        found["retry_differs"] += state(database) != expected or bool(faults(database, store))
    return found


def main(root: Path, most: int) -> dict[str, dict[str, int]]:
    """Try all works."""
    template = installation(root / "template")
    return {name: murders(name, template, root / name, most) for name in WORKS}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201

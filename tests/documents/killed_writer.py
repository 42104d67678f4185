"""Kill a writer at each line it runs, and say what the store is worth afterwards.

Run as ``python killed_writer.py STORE ROOT``. STORE is ``real`` or ``careless`` (writes in place, in two halves: the negative control). One child per line of code, killed
with SIGKILL just before that line. Prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from dispatch.documents import store as store_module
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError

DATA = b"BL-2026-000147 " * 20_000


class CarelessStore(DocumentStore):
    """What the store would be without tmp, sync and rename."""

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb", buffering=0) as file:
            file.write(data[:1000])
            file.write(data[1000:])
        return name


def die_before_line(number: int, file: str) -> None:
    """Let this process be killed before the n-th line it runs in that file."""
    seen = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal seen
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def main(kind: str, root: Path) -> dict[str, int]:
    """Try every line; count what was found."""
    found = {"killed": 0, "faults": 0, "lost_after_return": 0, "retry_failed": 0, "half_served": 0}
    file = str(store_module.__file__) if kind == "real" else __file__
    number = 0
    while True:
        number += 1
        folder = root / str(number)
        store = DocumentStore(folder) if kind == "real" else CarelessStore(folder)
        committed = root / f"{number}.committed"
        child = os.fork()
        if child == 0:
            die_before_line(number, file)
            name = store.put(DATA)
            sys.settrace(None)
            committed.write_text(name)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found["killed"] += os.WIFSIGNALED(status)
        found["faults"] += len(store.verify())
        name = hashlib.sha256(DATA).hexdigest()
        try:
            found["half_served"] += store.get(name) != DATA
        except IntegrityError:
            found["lost_after_return"] += committed.exists()
        found["retry_failed"] += store.put(DATA) != name or store.get(name) != DATA or bool(store.verify())
        if not os.WIFSIGNALED(status):
            return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201

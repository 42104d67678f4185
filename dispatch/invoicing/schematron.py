"""The official schematrons, really run: the line to the child process that holds Saxon, and what its verdict means."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Self

from dispatch.errors import EInvoiceError

PATIENCE_S = 60.0


class Schematrons:
    """A running child; one for as many invoices as there are, since it compiles the rules once.

    Use it as a context manager. It is for one thread.
    """

    def __init__(self, command: tuple[str, ...] = ("-m", "dispatch.invoicing.schematron_child")) -> None:
        self._child = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8",
        )  # fmt: skip
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close() if pipe is self._child.stdin else None
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def complaints(self, xml: bytes, profile: str) -> tuple[str, ...]:
        """What the rules of a profile, and the French ones, find wrong; empty when all hold.

        Raises
        ------
        EInvoiceError
            A stylesheet fired no rule at all (it checked nothing), or the child died or is silent.
        """
        return judged(self._ask(xml, profile))

    def _ask(self, xml: bytes, profile: str) -> list[dict[str, Any]]:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps({"profile": profile, "xml": xml.decode()}) + "\n")
            self._child.stdin.flush()
            answer = self._answers.get(timeout=PATIENCE_S)
        except (OSError, queue.Empty):
            answer = ""
        if not answer:
            self._child.kill()
            raise EInvoiceError("The schematron process gave no answer.", "Nothing was kept; ask again.")
        found: list[dict[str, Any]] = json.loads(answer)
        return found

    def _listen(self) -> None:
        assert self._child.stdout is not None
        with contextlib.suppress(ValueError):  # closed meanwhile
            for line in self._child.stdout:
                self._answers.put(line)
        self._answers.put("")


def judged(verdicts: list[dict[str, Any]]) -> tuple[str, ...]:
    """The findings of all stylesheets; a stylesheet in which nothing fired has checked nothing, and that is an error."""
    for one in verdicts:
        if not one["fired"]:
            raise EInvoiceError(f"{one['name']} checked nothing: no rule fired.", "The file is not a CII invoice.")
    return tuple(words for one in verdicts for words in one["failed"])

"""A killable child process that hands over its best answer as it goes.

The heavy engines (OR-Tools, PyVRP) cannot be trusted with a deadline of their own: their local searches may run on, or
never come back. They therefore run here, in a spawned process that the parent may kill at any moment without losing
what the child has already said::

    def work(payload, line):                  # importable by name; payload and answers picklable
        line.say(first_answer(payload))       # as often as there is something better
        return last_answer                    # said as well

    with Child(work, payload) as child:
        while child.running and time.monotonic() < deadline:
            child.wait(min(deadline - time.monotonic(), 0.1))
    child.answer                              # the last thing said, None if nothing was

A child that serves many small tasks loops over ``line.hear()``; the parent gives it tasks with :meth:`Child.tell`.
Children ignore Ctrl-C (the parent decides) and end by themselves when the parent is gone.
"""

import atexit
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

Work = Callable[[Any, "Line"], Any]

_living: "weakref.WeakSet[Child]" = weakref.WeakSet()


class Line:
    """The child's end of the line to its parent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def say(self, answer: object) -> None:
        """Hand an answer to the parent; it survives whatever becomes of this process."""
        self._connection.send(("answer", answer))

    def hear(self) -> Any:
        """Wait for the parent's next task; EOFError when there will be none."""
        return self._connection.recv()


class Child:
    """One spawned process at ``work(payload, line)``.

    Attributes
    ----------
    answer
        The last answer said (or returned), None while there is none.
    answers
        How many answers have arrived.
    error
        Why the child ended badly (its traceback, or how it died), None otherwise.
    """

    def __init__(self, work: Work, payload: object) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(work, payload, theirs, os.getpid()))
        self.answer: Any = None
        self.answers = 0
        self.error: str | None = None
        self.running = True
        self._process.start()
        theirs.close()
        _living.add(self)

    def tell(self, task: object) -> None:
        """Give the child a task; silently nothing when it is no longer there (``running`` says so at the next wait)."""
        with contextlib.suppress(OSError):
            self._connection.send(task)

    def wait(self, timeout_s: float) -> bool:
        """Wait up to so many seconds for news; True when a new answer has arrived. Takes in all that is there."""
        if not self.running:
            return False
        before = self.answers
        deadline = time.monotonic() + max(timeout_s, 0.0)
        while self._connection.poll(max(0.0, deadline - time.monotonic())):
            if not self._take():
                break
            deadline = 0.0
        return self.answers > before

    def kill(self) -> None:
        """End the process now; answers that have already been said stay."""
        if self.running:
            self.wait(0.0)
        self.running = False
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._connection.close()
        _living.discard(self)

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def _take(self) -> bool:
        """Take one message in; whether more may follow."""
        try:
            kind, value = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(1.0)
            self.running = False
            self.error = f"the solver process died (exit code {self._process.exitcode})"
            return False
        if kind == "failed":
            self.error = value
        elif value is not None:
            self.answer = value
            self.answers += 1
        self.running = kind == "answer"
        return self.running


def wait_any(children: Sequence[Child], timeout_s: float) -> list[Child]:
    """Wait until one of the running children has news, at most so long; those that have given a new answer."""
    running = {child._connection: child for child in children if child.running}  # noqa: SLF001  same module
    if not running:
        return []
    ready = multiprocessing.connection.wait(list(running), max(timeout_s, 0.0))
    return [child for connection, child in running.items() if connection in ready and child.wait(0.0)]


def _run(work: Work, payload: object, connection: Connection, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(parent,), daemon=True).start()
    try:
        message = ("done", work(payload, Line(connection)))
    except EOFError:
        return
    except BaseException:  # noqa: BLE001  whatever it was, the parent is told
        message = ("failed", traceback.format_exc())
    with contextlib.suppress(OSError):
        connection.send(message)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


@atexit.register
def _kill_all() -> None:
    for child in list(_living):
        child.kill()

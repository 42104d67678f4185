"""A crew of killable children that search the parts of a round side by side."""

import time
from collections.abc import Sequence
from types import TracebackType

from dispatch.solver.engines.child import Child, Line, wait_any
from dispatch.solver.engines.plain.search import Answer, Task, search

GRACE_S = 0.4
"""How long after its deadline a search may still answer before its child is killed and replaced."""


class Crew:
    """So many children, each serving one task after the other; a child that hangs or dies is replaced."""

    def __init__(self, count: int) -> None:
        self.children = [Child(_serve, None) for _ in range(count)]
        self.errors: list[str] = []
        self._heard = [0] * count
        self._tasks: list[Task] = []

    def give(self, tasks: Sequence[Task]) -> None:
        """Begin a round of at most as many tasks as there are children."""
        self._tasks = list(tasks)
        for number, task in enumerate(tasks):
            self._heard[number] = self.children[number].answers
            self.children[number].tell(task)

    def collect(self) -> list[Answer | None]:
        """End the round: one answer per task, None where there was none in time."""
        last = max((task.deadline for task in self._tasks), default=0.0) + GRACE_S
        while (pending := self._pending()) and time.monotonic() < last:
            wait_any(pending, last - time.monotonic())
        answers: list[Answer | None] = []
        for number in range(len(self._tasks)):
            child = self.children[number]
            answers.append(child.answer[0] if child.answers > self._heard[number] else None)
            if not child.running or child.answers == self._heard[number]:
                self._replace(number)
        return answers

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in self.children:
            child.kill()

    def _pending(self) -> list[Child]:
        return [
            child
            for child, heard, _ in zip(self.children, self._heard, self._tasks, strict=False)
            if child.running and child.answers == heard
        ]

    def _replace(self, number: int) -> None:
        child = self.children[number]
        child.kill()
        self.errors.append(child.error or "a search did not come back and was ended")
        self.children[number] = Child(_serve, None)
        self._heard[number] = 0


def _serve(payload: None, line: Line) -> None:  # noqa: ARG001  a crew's children are given everything as tasks
    while True:
        line.say((search(line.hear(), lambda _: None),))

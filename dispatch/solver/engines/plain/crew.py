"""A crew of killable children that search the parts of a round side by side."""

import time
from collections.abc import Sequence
from types import TracebackType

from dispatch.solver.engines.child import Child, Line, wait_any
from dispatch.solver.engines.plain.search import Answer, Task, search

GRACE_S = 0.4
"""How long after its deadline a search may still answer before its child is killed and replaced."""


class Crew:
    """So many children, each serving one task after the other; a child that hangs or dies is replaced.

    A new child takes a moment to start (much longer on a busy machine) and is given nothing before it has said so.
    """

    def __init__(self, count: int) -> None:
        self.children = [Child(_serve, None) for _ in range(count)]
        self.errors: list[str] = []
        self._round: list[tuple[Child, Task, int]] = []

    def ready(self, deadline: float, *, everyone: bool) -> int:
        """How many children can be given a task now; waits for the first of them, or for everyone."""
        while True:
            for child in self.children:
                child.wait(0.0)
            for number, child in enumerate(self.children):
                if not child.running:
                    self._replace(number)
            count = sum(1 for child in self.children if child.answers)
            enough = count == len(self.children) if everyone else count > 0
            if enough or time.monotonic() >= deadline:
                return count
            starting = [child for child in self.children if not child.answers]
            wait_any(starting, min(0.2, deadline - time.monotonic()))

    def give(self, tasks: Sequence[Task]) -> None:
        """Begin a round of at most as many tasks as there are children ready."""
        free = [child for child in self.children if child.answers]
        self._round = [(child, task, child.answers) for child, task in zip(free, tasks, strict=False)]
        for child, task, _ in self._round:
            child.tell(task)

    def collect(self) -> list[Answer | None]:
        """End the round: one answer per task given, None where there was none in time."""
        for child, _, _ in self._round:
            child.wait(0.0)  # what came while this process was busy counts, even when it is late now
        last = max((task.deadline for _, task, _ in self._round), default=0.0) + GRACE_S
        while (pending := [child for child, _, heard in self._round if child.running and child.answers == heard]) and (
            time.monotonic() < last
        ):
            wait_any(pending, last - time.monotonic())
        answers: list[Answer | None] = []
        for child, _, heard in self._round:
            answers.append(child.answer[0] if child.answers > heard else None)
            if child.answers == heard:
                self._replace(self.children.index(child))
        return answers

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in self.children:
            child.kill()

    def _replace(self, number: int) -> None:
        child = self.children[number]
        child.kill()
        self.errors.append(child.error or "a search did not come back and was ended")
        self.children[number] = Child(_serve, None)


def _serve(payload: None, line: Line) -> None:  # noqa: ARG001  a crew's children are given everything as tasks
    line.say((None,))
    while True:
        line.say((search(line.hear(), lambda _: None),))

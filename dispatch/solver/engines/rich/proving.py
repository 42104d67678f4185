"""Proofs shared among children: each says what it has proved as it goes, and is killed when the time is up."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from dispatch.solver.allow import Allow
from dispatch.solver.engines.child import Child, Work, wait_any
from dispatch.solver.plan import Plan, Unassigned
from dispatch.solver.problem import Problem

GRACE_S = 0.3


@dataclass(frozen=True, slots=True)
class ProofTask:
    """A share: numbered items of a plan, when to end on the monotonic clock, what may change."""

    problem: Problem
    plan: Plan
    items: tuple[tuple[int, Unassigned], ...]
    until: float
    allow: Allow


Proved = tuple[tuple[int, Unassigned], ...]


def in_children(work: Work, tasks: Sequence[ProofTask], until: float) -> Proved:
    """Run each task in a child of its own; what they have proved, by all of them or by the time it is up.

    A child says all that it has proved each time: only its last word is kept.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(Child(work, task)) for task in tasks if task.items]
        while any(child.running for child in children) and time.monotonic() < until + GRACE_S:
            wait_any(children, 0.1)
        said: list[Any] = [child.answer for child in children if child.answer is not None]
    return tuple(entry for answer in said for entry in answer)

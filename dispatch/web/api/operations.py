"""The table of operations, filled by a decorator that reads what it needs from each function's signature.

A function takes `session` and, where it wants them, parameters of the address by name, `query` and `body` (shapes), `call`
(who asks); it returns the shape of its answer, or that with a status and headers.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from dispatch.accounts.api_tokens import TokenHolder
from dispatch.web.api.shapes import Shape

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks, and under which key."""

    holder: TokenHolder
    key: str = ""
    """The idempotency key of a call that changes something."""

    @property
    def request_key(self) -> str:
        """The key as services keep it: other programs may use the same."""
        return hashlib.sha256(f"{self.holder.token_id}:{self.key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the table."""

    name: str
    method: str
    path: str
    """With parameters as Flask writes them: `/orders/<reference>`."""
    summary: str
    status: int
    query: type[Shape] | None
    body: type[Shape] | None
    answer: Any
    """The shape of the answer; generic pages are no class."""
    parameters: dict[str, type]
    """Parameters of the address and their type, `str` or `int`."""
    guarded: bool
    """Whether it wants `If-Match`: what it changes has an entity tag."""
    paper: Function | None
    """Draws the same thing as a PDF, for those who accept that rather than JSON."""
    run: Function = field(repr=False)

    @property
    def endpoint(self) -> str:
        """Its name in the permission table."""
        return f"api.{self.name}"

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


OPERATIONS: dict[str, Operation] = {}
"""All operations by name."""
_NOT_IN_THE_ADDRESS = ("session", "query", "body", "call", "return")


def operation(
    method: str, path: str, *, status: int = 200, guarded: bool = False, paper: Function | None = None
) -> Callable[[Function], Function]:
    """Make an operation of a function; its name is the function's, its summary the first line of the docstring."""

    def enter(run: Function) -> Function:
        hints = get_type_hints(run, include_extras=True)
        assert run.__name__ not in OPERATIONS
        OPERATIONS[run.__name__] = Operation(
            name=run.__name__,
            method=method,
            path=path,
            summary=(inspect.getdoc(run) or "").splitlines()[0],
            status=status,
            query=hints.get("query"),
            body=hints.get("body"),
            answer=hints["return"],
            parameters={name: kind for name, kind in hints.items() if name not in _NOT_IN_THE_ADDRESS},
            guarded=guarded,
            paper=paper,
            run=run,
        )
        return run

    return enter

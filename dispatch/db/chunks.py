"""Long lists of keys, cut so that one statement does not carry more parameters than an engine takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def chunks(keys: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Pieces of at most `size`, in order."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]

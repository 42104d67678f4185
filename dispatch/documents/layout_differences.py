"""What differs between two layouts on one kind of document, one row each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import Layout


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same.

    Attributes
    ----------
    what
        `accent`, `letters`, `logo`, `footer`, `copies`, `text_fr`, `text_en`, or `column`, `panel`, `block` with a key.
    how
        `changed`, `added`, `removed`, `moved` or `width`.
    """

    what: str
    how: str
    key: str = ""
    before: str = ""
    after: str = ""


def layout_differences(kind: str, first: Layout, second: Layout) -> tuple[Difference, ...]:
    """What the second has otherwise than the first, where it shows on that kind of document."""
    return tuple(_differences(kind, first, second))


def _differences(kind: str, first: Layout, second: Layout) -> Iterator[Difference]:
    yield from _changed("accent", first.accent, second.accent)
    yield from _changed("letters", str(first.letters_percent), str(second.letters_percent))
    yield from _changed("logo", _short(first.logo), _short(second.logo))
    yield from _changed("footer", first.legal_footer, second.legal_footer)
    if kind == "note":
        yield from _changed("copies", *(" ".join(copy.value for copy in one.copies) for one in (first, second)))
    known = KINDS[kind]
    before, after = (known.filled(one.of(known.adopted_as)) for one in (first, second))
    widths = {one.key: one.width for one in before.columns}
    keys = [one.key for one in before.columns], [one.key for one in after.columns]
    yield from _listed("column", *keys)
    for one in after.columns:
        if one.key in widths and widths[one.key] != one.width:
            yield Difference("column", "width", one.key, _points(widths[one.key]), _points(one.width))
    yield from _listed("panel", before.panels, after.panels)
    yield from _listed("block", before.blocks, after.blocks)
    yield from _changed("text_fr", before.text_fr, after.text_fr)
    yield from _changed("text_en", before.text_en, after.text_en)


def _changed(what: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(what, "changed", before=before, after=after)


def _listed(what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    for key in before:
        if key not in after:
            yield Difference(what, "removed", key, str(before.index(key) + 1))
    for key in after:
        if key not in before:
            yield Difference(what, "added", key, after=str(after.index(key) + 1))
    kept = [key for key in before if key in after]
    for place, key in enumerate(key for key in after if key in before):
        if kept[place] != key:
            kept.remove(key)
            kept.insert(place, key)
            yield Difference(what, "moved", key, str(before.index(key) + 1), str(after.index(key) + 1))


def _short(logo: bytes | None) -> str:
    return hashlib.sha256(logo).hexdigest()[:8] if logo is not None else ""


def _points(width: float | None) -> str:
    return f"{width:g}" if width is not None else ""

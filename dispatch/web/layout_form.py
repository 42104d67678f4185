"""The form of a layout: what it asks becomes a layout again, and a part that moves up or down changes places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from werkzeug.datastructures import FileStorage, MultiDict

from dispatch.documents.kinds import ADOPTED, KINDS
from dispatch.documents.layout import Arrangement, ColumnChoice, Copy, Layout
from dispatch.documents.layout_rules import LARGEST_LOGO

PARTS = ("column", "panel", "block")
UNREADABLE = -1.0
"""A width that is no number; the rules name it."""


def read_layout(form: MultiDict[str, str], files: MultiDict[str, FileStorage], kind: str, base: Layout) -> Layout:
    """The layout that the form describes; other kinds of documents, and a logo that is not sent again, stay as in `base`.

    A kind without parts to choose leaves the arrangements as they are.
    """
    known = KINDS[kind]
    keys = {part: moved(form.getlist(part), part, form.get("move", "")) for part in PARTS}
    shown = {part: [key for key in keys[part] if form.get(f"shown_{part}_{key}")] for part in PARTS}
    wanted = Arrangement(
        columns=tuple(ColumnChoice(key, _width(form.get(f"width_{key}", ""))) for key in shown["column"]),
        panels=tuple(shown["panel"]),
        blocks=tuple(shown["block"]),
        text_fr=_text(form, "text_fr"),
        text_en=_text(form, "text_en"),
    )
    others = tuple(pair for pair in base.arrangements if pair[0] != known.adopted_as)
    arranged = sorted((*others, (known.adopted_as, wanted)), key=lambda pair: ADOPTED.index(pair[0]))
    return replace(
        base,
        accent=form.get("accent", base.accent).strip().lower(),
        logo=_logo(form, files, base.logo),
        legal_footer=_text(form, "footer"),
        copies=tuple(copy for copy in Copy if form.get(f"copy_{copy.value}")) if kind == "note" else base.copies,
        letters_percent=_whole(form.get("letters", "")),
        arrangements=tuple(arranged) if known.blocks else base.arrangements,
    )


def moved(keys: Sequence[str], part: str, move: str) -> list[str]:
    """Keys in the order of the form, after ``column:price:up`` or ``…:down``."""
    found = list(keys)
    what, _, rest = move.partition(":")
    key, _, way = rest.rpartition(":")
    if what != part or key not in found:
        return found
    at = found.index(key)
    to = min(max(at + (-1 if way == "up" else 1), 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found


def offered(part: str, kind: str, layout: Layout, order: Sequence[str] = ()) -> list[tuple[str, bool, float | None]]:
    """The rows of one part of the form: key, whether it is shown, width; those that are not shown keep their place."""
    known = KINDS[kind]
    whole = known.filled(layout.of(known.adopted_as))
    widths = {one.key: one.width for one in whole.columns}
    shown = {"column": tuple(widths), "panel": whole.panels, "block": whole.blocks}[part]
    every = {"column": known.columns, "panel": known.panels, "block": known.blocks}[part]
    if sorted(order) != sorted(every):
        order = _merged(shown, every)
    return [(key, key in shown, widths.get(key)) for key in order]


def _merged(shown: Sequence[str], every: Sequence[str]) -> list[str]:
    """Those shown in their order, each of the others behind the one that usually precedes it."""
    order = [key for key in shown if key in every]
    for place, key in enumerate(every):
        if key not in order:
            before = next((one for one in reversed(every[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order


def _logo(form: MultiDict[str, str], files: MultiDict[str, FileStorage], before: bytes | None) -> bytes | None:
    if form.get("no_logo"):
        return None
    sent = files.get("logo")
    data = sent.read(LARGEST_LOGO + 1) if sent is not None and sent.filename else b""
    return data or before


def _width(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    if not text:
        return None
    return float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else UNREADABLE


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _text(form: MultiDict[str, str], name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n").strip()

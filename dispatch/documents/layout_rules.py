"""Which layouts make sense: a colour that survives a photocopier, columns that fit, every part known and named once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch.documents.blocks import LINES
from dispatch.documents.kinds import ADOPTED, KINDS
from dispatch.documents.layout import Arrangement, Layout
from dispatch.documents.logo import read_logo
from dispatch.errors import InvalidInputError

PALEST = 140
"""The lightest grey, of 255, that titles may have when they are copied in black and white."""
LETTERS = (80, 130)
WIDTHS = (20, 300)
MOST_FIXED = 380
"""Points that columns of a fixed width may take together; the designation needs the rest."""
LONGEST_TEXT = 2_000
LARGEST_LOGO = 500_000
"""Bytes."""
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


@dataclass(frozen=True)
class LayoutFault:
    """One thing that is wrong.

    Attributes
    ----------
    field
        Where: `accent`, `letters`, `logo`, `footer`, `copies`, `columns`, `panels`, `blocks`, `text`.
    code
        What: the reader's words are found by it.
    facts
        Numbers and keys for these words.
    """

    field: str
    code: str
    facts: tuple[str, ...] = ()


def faults(layout: Layout) -> tuple[LayoutFault, ...]:
    """Everything that is wrong with a layout, in the order of its form."""
    return tuple(_faults(layout))


def refuse_faulty(layout: Layout) -> None:
    """Let a layout pass that makes sense.

    Raises
    ------
    InvalidInputError
        Naming the first fault.
    """
    for fault in _faults(layout):
        said = " ".join(fault.facts)
        raise InvalidInputError(f"The layout is wrong at {fault.field}: {fault.code} {said}.".replace(" .", "."))


def _faults(layout: Layout) -> Iterator[LayoutFault]:
    if not _COLOUR.match(layout.accent):
        yield LayoutFault("accent", "colour_unknown", (layout.accent,))
    elif (grey := _grey(layout.accent)) > PALEST:
        yield LayoutFault("accent", "colour_pale", (str(grey), str(PALEST)))
    if not LETTERS[0] <= layout.letters_percent <= LETTERS[1]:
        yield LayoutFault("letters", "letters_range", (str(layout.letters_percent), *map(str, LETTERS)))
    yield from _logo_faults(layout.logo)
    if len(layout.legal_footer) > LONGEST_TEXT:
        yield LayoutFault("footer", "text_long", (str(LONGEST_TEXT),))
    if not layout.copies:
        yield LayoutFault("copies", "copies_none")
    for kind, wanted in layout.arrangements:
        if kind not in ADOPTED:
            yield LayoutFault("columns", "kind_unknown", (kind,))
            continue
        yield from _arrangement_faults(kind, wanted)


def _logo_faults(logo: bytes | None) -> Iterator[LayoutFault]:
    if logo is None:
        return
    if len(logo) > LARGEST_LOGO:
        yield LayoutFault("logo", "logo_heavy", (str(LARGEST_LOGO // 1000),))
        return
    try:
        read_logo(logo)
    except InvalidInputError as error:
        yield LayoutFault("logo", "logo_unreadable", (error.detail,))


def _arrangement_faults(kind: str, wanted: Arrangement) -> Iterator[LayoutFault]:
    known = KINDS[kind]
    keys = [one.key for one in wanted.columns]
    yield from _key_faults("columns", keys, known.columns)
    if keys and "designation" not in keys:
        yield LayoutFault("columns", "designation_wanted")
    fixed = [one.width for one in wanted.columns if one.width is not None]
    for width in fixed:
        if not WIDTHS[0] <= width <= WIDTHS[1]:
            yield LayoutFault("columns", "width_range", (f"{width:g}", *map(str, WIDTHS)))
    if sum(fixed) > MOST_FIXED:
        yield LayoutFault("columns", "width_sum", (f"{sum(fixed):g}", str(MOST_FIXED)))
    yield from _key_faults("panels", wanted.panels, known.panels)
    yield from _key_faults("blocks", wanted.blocks, known.blocks)
    if wanted.blocks and LINES not in wanted.blocks:
        yield LayoutFault("blocks", "lines_wanted")
    if max(len(wanted.text_fr), len(wanted.text_en)) > LONGEST_TEXT:
        yield LayoutFault("text", "text_long", (str(LONGEST_TEXT),))


def _key_faults(field: str, given: Sequence[str], known: Sequence[str]) -> Iterator[LayoutFault]:
    for key in given:
        if key not in known:
            yield LayoutFault(field, "key_unknown", (key,))
    if len(set(given)) < len(given):
        yield LayoutFault(field, "key_twice")


def _grey(colour: str) -> int:
    """What a black-and-white copier makes of a colour (ITU-R BT.601 luma), 0 black to 255 white."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (299 * red + 587 * green + 114 * blue + 500) // 1000

"""The kinds of documents that a layout arranges: which columns, panels and blocks each has, and what it must not go without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.documents.acknowledgement_paper import (
    ACKNOWLEDGEMENT_BLOCKS,
    ACKNOWLEDGEMENT_FIELDS,
    ACKNOWLEDGEMENT_PANELS,
)
from dispatch.documents.fields import Field
from dispatch.documents.invoice_fields import INVOICE_FIELDS
from dispatch.documents.invoice_head import INVOICE_PANELS
from dispatch.documents.invoice_paper import INVOICE_BLOCKS
from dispatch.documents.layout import Arrangement, ColumnChoice
from dispatch.documents.note_fields import NOTE_FIELDS
from dispatch.documents.note_head import NOTE_PANELS
from dispatch.documents.note_paper import NOTE_BLOCKS
from dispatch.documents.paper_mentions import PAPER_MENTIONS, PaperMention
from dispatch.documents.quote_paper import QUOTE_BLOCKS, QUOTE_FIELDS, QUOTE_PANELS


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    Attributes
    ----------
    columns, panels, blocks
        Keys of all there are, in the usual order.
    usual_columns
        Those that stand on the paper where a layout does not choose.
    mentions
        What the paper must say, by the part that says it.
    """

    code: str
    columns: tuple[str, ...]
    usual_columns: tuple[str, ...]
    panels: tuple[str, ...]
    blocks: tuple[str, ...]
    mentions: tuple[PaperMention, ...]

    def filled(self, wanted: Arrangement) -> Arrangement:
        """The arrangement with what is as usual written out."""
        return Arrangement(
            wanted.columns or tuple(ColumnChoice(key) for key in self.usual_columns),
            wanted.panels or self.panels,
            wanted.blocks or self.blocks,
            wanted.text_fr,
            wanted.text_en,
        )

    def lacking(self, wanted: Arrangement) -> tuple[PaperMention, ...]:
        """The mentions that the arrangement leaves off the paper."""
        whole = self.filled(wanted)
        there = {
            "column": {one.key for one in whole.columns},
            "panel": set(whole.panels) if "parties" in whole.blocks else set(),
            "block": set(whole.blocks),
        }
        return tuple(one for one in self.mentions if one.key not in there[one.part])


def _kind(code: str, fields: Sequence[Field[Any, Any]], panels: tuple[str, ...], blocks: tuple[str, ...]) -> Kind:
    columns = tuple(one.key for one in fields)
    return Kind(code, columns, tuple(one.key for one in fields if one.usual), panels, blocks, PAPER_MENTIONS[code])


KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        _kind("quote", QUOTE_FIELDS, QUOTE_PANELS, QUOTE_BLOCKS),
        _kind("acknowledgement", ACKNOWLEDGEMENT_FIELDS, ACKNOWLEDGEMENT_PANELS, ACKNOWLEDGEMENT_BLOCKS),
        _kind("note", NOTE_FIELDS, NOTE_PANELS, NOTE_BLOCKS),
        _kind("invoice", INVOICE_FIELDS, INVOICE_PANELS, INVOICE_BLOCKS),
        _kind("credit_note", INVOICE_FIELDS, INVOICE_PANELS, INVOICE_BLOCKS),
    )
}
"""In the order of the chain."""

DRESSED_KINDS = ("route", "statement", "claim")
"""Kinds that have no parts to choose: they take colour, logo and letters alone. `route` is all that lies in a truck."""

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
from dispatch.documents.whole_mentions import WHOLE_MENTIONS


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
    adopted_as
        The kind for which a layout is adopted: its own, or that of the papers it travels with.
    """

    code: str
    columns: tuple[str, ...]
    usual_columns: tuple[str, ...]
    panels: tuple[str, ...]
    blocks: tuple[str, ...]
    mentions: tuple[PaperMention, ...]
    adopted_as: str

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
        return tuple(one for one in self.mentions if one.part in there and one.key not in there[one.part])


def _kind(
    code: str,
    fields: Sequence[Field[Any, Any]],
    panels: tuple[str, ...],
    blocks: tuple[str, ...],
    adopted_as: str = "",
) -> Kind:
    columns = tuple(one.key for one in fields)
    usual = tuple(one.key for one in fields if one.usual)
    return Kind(code, columns, usual, panels, blocks, PAPER_MENTIONS[code], adopted_as or code)


def _dressed(code: str, adopted_as: str = "") -> Kind:
    """Return a kind that has no parts to choose: it takes colour, logo, letters and legal foot alone."""
    return Kind(code, (), (), (), (), WHOLE_MENTIONS[code], adopted_as or code)


KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        _kind("quote", QUOTE_FIELDS, QUOTE_PANELS, QUOTE_BLOCKS),
        _kind("acknowledgement", ACKNOWLEDGEMENT_FIELDS, ACKNOWLEDGEMENT_PANELS, ACKNOWLEDGEMENT_BLOCKS),
        _dressed("loading", "route"),
        _dressed("route"),
        _dressed("consignment", "route"),
        _kind("note", NOTE_FIELDS, NOTE_PANELS, NOTE_BLOCKS),
        _kind("note_invoice", INVOICE_FIELDS, INVOICE_PANELS, INVOICE_BLOCKS, "invoice"),
        _kind("invoice", INVOICE_FIELDS, INVOICE_PANELS, INVOICE_BLOCKS),
        _kind("credit_note", INVOICE_FIELDS, INVOICE_PANELS, INVOICE_BLOCKS),
        _dressed("claim"),
        _dressed("statement"),
    )
}
"""In the order of the chain."""

ADOPTED = tuple(dict.fromkeys(one.adopted_as for one in KINDS.values()))
"""Kinds for which a layout is adopted; `route` is all that lies in a truck, `invoice` also the note that is one."""

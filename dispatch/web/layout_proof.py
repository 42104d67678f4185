"""The proof of a layout: one page of the same document twice as pictures, where they differ, what differs, what is missing."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from dispatch.controls.maquette import MentionCheck, Subject, check_mentions, draw
from dispatch.documents.layout import Layout
from dispatch.documents.layout_differences import Difference, layout_differences
from dispatch.documents.layout_rules import LayoutFault, faults
from dispatch.documents.pictures import Region, differences, page_pictures, png

PIXELS = 1000
MOST_PAGES = 12


@dataclass(frozen=True)
class Proof:
    """Two papers of one document; `left` and `right` are addresses of pictures, `right` is empty where it cannot be drawn.

    Attributes
    ----------
    page, pages
        Which page is shown, of how many.
    """

    left: str
    right: str
    page: int
    pages: int
    regions: tuple[Region, ...]
    differences: tuple[Difference, ...]
    mentions: tuple[MentionCheck, ...]
    faults: tuple[LayoutFault, ...]

    @property
    def lacking(self) -> tuple[MentionCheck, ...]:
        """Mentions that are not on the right paper."""
        return tuple(one for one in self.mentions if not one.present)

    @property
    def adoptable(self) -> bool:
        """Whether the right layout leaves no mandatory mention out."""
        return not any(one.lacks == "layout" for one in self.lacking)


def proof(about: Subject, left: Layout, right: Layout, page: int, language: str) -> Proof:
    """Draw one page of a document under both layouts and compare."""
    wrong = faults(right)
    papers = [draw(about, one) for one in ((left,) if wrong else (left, right))]
    drawn = [page_pictures(pdf, PIXELS, MOST_PAGES) for pdf in papers]
    shown = [pictures[min(page, len(pictures)) - 1] for pictures, _count in drawn]
    pages = max(len(pictures) for pictures, _count in drawn)
    return Proof(
        _address(png(shown[0])),
        _address(png(shown[-1])) if not wrong else "",
        min(page, pages),
        pages,
        tuple(differences(shown[0], shown[-1])),
        layout_differences(about.kind, left, right) if not wrong else (),
        check_mentions(about, right, language),
        wrong,
    )


def _address(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"

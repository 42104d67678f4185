"""Every paper still says and shows what it should: its text word for word, its first page as an eye sees it from far."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.documents.drawing import draw_note
from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import Arrangement, Layout
from dispatch.documents.specimens import specimen
from tests.documents.golden import FOLDER, PAPERS, picture_of, text_of

NEAR = 20
"""Steps of darkness, over all 816 rectangles of a page, that another renderer of letters may differ by."""


def far(found: str, kept: str) -> int:
    """Steps of darkness between two pages, added up."""
    assert len(found) == len(kept)
    return sum(abs(int(one) - int(other)) for one, other in zip(found, kept, strict=True) if one != "\n")


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_word_for_word_what_it_should(name: str) -> None:
    for language in ("fr", "en"):
        kept = (FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8")
        assert text_of(PAPERS[name](language)) == kept, "if this is meant: python -m tests.documents.golden"


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_should(name: str) -> None:
    kept = (FOLDER / f"{name}.page.txt").read_text(encoding="utf-8")
    assert far(picture_of(PAPERS[name]("fr")), kept) <= NEAR, "if this is meant: python -m tests.documents.golden"


def test_what_an_eye_would_see_is_more_than_what_a_renderer_may_differ_by() -> None:
    kept = picture_of(draw_note(specimen("note")))
    swapped = Layout(
        arrangements=(("note", Arrangement(blocks=("lines", "totals", "parties", "instructions", "text"))),)
    )
    assert far(picture_of(draw_note(specimen("note"), layout=swapped)), kept) > NEAR
    shorter = replace(specimen("note"), lines=specimen("note").lines[:4])
    assert far(picture_of(draw_note(shorter)), kept) > NEAR


def test_every_kind_of_paper_that_a_layout_is_tried_on_has_its_golden_paper() -> None:
    assert set(KINDS) <= set(PAPERS)

"""The quote as its reader sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.documents.fingerprint import content
from dispatch.documents.layout import Arrangement, ColumnChoice, Layout
from dispatch.documents.quote_paper import draw_quote
from dispatch.documents.quote_sheets import QuoteSheet
from dispatch.documents.thawing import thaw
from tests.documents.builders import a_quote
from tests.documents.pdf_reading import pages, text


def test_a_quote_says_what_is_offered_at_which_price_until_when_and_where_to_sign() -> None:
    drawn = text(draw_quote(a_quote()))
    for words in ("Devis", "DE-2026-000031", "Valable jusqu’au 25/12/2026", "Traiteur Maïté", "Hôtel Belvédère"):
        assert words in drawn
    for words in ("9,80", "117,60", "5,5 %", "Total HT", "496,27 €", "Bon pour accord", "Votre référence Demande du"):
        assert words in drawn


def test_a_quote_in_english_has_no_french_word() -> None:
    drawn = text(draw_quote(a_quote(language="en", rules=(), terms="30 days")))
    assert "Valid until 25 Dec 2026" in drawn
    for words in ("Devis", "Valable", "Total HT", "Bon pour accord", "souhaitée"):
        assert words not in drawn


def test_a_quote_without_days_asked_for_has_no_column_for_them() -> None:
    sheet = a_quote()
    nothing = replace(sheet, lines=tuple(replace(line, wanted_on=None) for line in sheet.lines))
    assert "Date souhaitée" in text(draw_quote(sheet))
    assert "Date souhaitée" not in text(draw_quote(nothing))


def test_sixty_lines_run_over_pages_and_are_signed_once() -> None:
    drawn = pages(draw_quote(a_quote(60)))
    assert len(drawn) == 4
    assert ["Bon pour accord" in page for page in drawn] == [False, False, False, True]
    assert all(f"page {number} / 4" in page for number, page in enumerate(drawn, 1))


def test_a_frozen_quote_thaws_to_itself() -> None:
    sheet = a_quote()
    assert thaw(QuoteSheet, content(sheet)) == sheet


@pytest.mark.parametrize("percent", [90, 100, 115])
def test_a_layout_chooses_columns_their_order_blocks_and_the_size_of_letters(percent: int) -> None:
    wanted = Arrangement(
        columns=(
            ColumnChoice("quantity"),
            ColumnChoice("unit", 80),
            ColumnChoice("designation"),
            ColumnChoice("amount"),
        ),
        blocks=("text", "lines", "totals", "parties"),
        text_fr="Réserve de propriété jusqu’au paiement complet.",
    )
    layout = Layout(accent="#1a4d8f", letters_percent=percent, arrangements=(("quote", wanted),))
    drawn = text(draw_quote(a_quote(), layout))
    assert (
        drawn.index("Réserve de propriété")
        < drawn.index("Quantité")
        < drawn.index("Unité")
        < drawn.index("Désignation")
    )
    assert drawn.index("Total TTC") < drawn.index("Traiteur Maïté")
    for gone in ("P011", "P.U. HT", "Date souhaitée", "Devis gratuit"):
        assert gone not in drawn

"""The paper says everything that the law wants, in both languages, and nothing in a name is run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.sheets import Language
from tests.documents.pdf_reading import fonts, pages, text
from tests.invoicing.sheets import BUYER, credit_note, invoice


def flat(pdf: bytes) -> str:
    return " ".join(text(pdf).split())


def test_every_mention_stands_on_the_paper() -> None:
    drawn = flat(draw_invoice(invoice()))
    for words in (
        "Facture", "FA-2026-000147", "mardi 24 novembre 2026", "Atelier Clair SAS au capital de 50 000 €",
        "RCS Grenoble 732 829 320", "TVA FR44732829320", "Épicerie des Halles", "12 place Victor-Hugo", "SIREN 310 000 005",
        "Halles, quai 3", "4 rue du Marché", "BL-2026-000001", "Livré le 01/11/2026", "Commande CF1", "Votre référence BC1",
        "18,333333", "5,5 %", "reste à livrer 2", "27,50", "Total HT 69,51 €", "TVA 5,5 % sur 27,51 € 1,51 €",
        "TVA 20 % sur 42,00 € 8,40 €", "Total TTC 79,42 €", "à payer le 31/01/2027 au plus tard", "45 jours fin de mois",
        "FR76 3000 6000 0112 3456 7890 189", "livraison de biens", "BCE majoré de 10 points", "recouvrement", "40 €", "escompte",
        "page 1 / 1",
    ):  # fmt: skip
        assert words in drawn, words


def test_several_notes_stand_as_bands_over_their_lines() -> None:
    drawn = flat(draw_invoice(invoice(notes=3, places=2, language="en", period_start=None)))
    assert "3 delivery notes, detailed below" in drawn
    assert (
        "BL-2026-000002 · delivered on 2 Nov 2026 · Order CF2 · your reference BC2 · Halles, quai 3, Grenoble" in drawn
    )


def test_a_credit_note_names_its_invoice_and_asks_for_nothing() -> None:
    drawn = flat(draw_invoice(credit_note()))
    assert "Avoir sur la facture FA-2026-000120 du 02/11/2026 Motif : 2 cartons écrasés" in drawn
    assert "À votre crédit" in drawn
    assert "à payer" not in drawn


def test_a_note_that_is_an_invoice_is_signed_at_the_door() -> None:
    drawn = flat(draw_invoice(replace(invoice(), to_sign=True)))
    assert "Facture valant bon de livraison" in drawn
    assert "Réserves précises" in drawn or "réserves" in drawn.lower()
    assert "Signature" not in flat(draw_invoice(invoice()))


def test_a_draft_says_that_it_is_one() -> None:
    assert "Projet, sans numéro ni valeur" in flat(draw_invoice(invoice(number="")))


def test_the_reason_for_no_vat_is_printed() -> None:
    assert "article 262 ter, I du CGI" in flat(draw_invoice(invoice([(1_000, 10_000_000, 0)], category="K")))


def test_a_long_invoice_goes_over_pages_and_keeps_its_total_with_the_last_line() -> None:
    drawn = pages(draw_invoice(invoice([(1_000, 1_000_000, 2_000)] * 60)))
    assert "page 1 / 4" in drawn[0]
    assert "Total TTC" in drawn[-1]
    assert "P60" in drawn[-1]


def test_the_same_sheet_gives_the_same_bytes_in_embedded_fonts() -> None:
    assert draw_invoice(invoice()) == draw_invoice(invoice())
    assert all(fonts(draw_invoice(invoice())).values())


@pytest.mark.parametrize("name", ["<b>Gras</b> & Fils", '<img src="x"/>', "${7*7} {{7*7}} {number}", "Chez □ שלום"])
def test_a_name_is_letters(name: str) -> None:
    assert name in flat(draw_invoice(invoice(buyer=replace(BUYER, name=name))))


@pytest.mark.parametrize(
    ("typed", "language", "read"),
    [
        ("+33476000000", "fr", "04 76 00 00 00"),
        ("0476000000", "en", "+33 4 76 00 00 00"),
        ("+3225551212", "fr", "+32 2 555 12 12"),
        ("poste 12", "fr", "poste 12"),
    ],
)
def test_a_telephone_number_reads_as_people_write_it(typed: str, language: Language, read: str) -> None:
    sheet = invoice(language=language)
    drawn = flat(draw_invoice(replace(sheet, seller=replace(sheet.seller, phone=typed))))
    assert f"☎ {read}" in drawn

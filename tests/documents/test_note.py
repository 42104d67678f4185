"""The delivery note as its reader sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dispatch.documents.drawing import draw_note
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.sheets import NoteOrder, Window
from tests.documents.builders import a_line, a_note, a_party, at
from tests.documents.pdf_reading import fonts, pages, text


def test_a_note_says_what_is_ordered_delivered_before_delivered_today_and_still_due():
    line = a_line(1, ordered_qty=12_000, already_qty=4_000, today_qty=3_000, rest_qty=5_000, rest_on=date(2026, 11, 27))
    drawn = text(draw_note(a_note((line,)))).split("\n")
    row = drawn[drawn.index("P023") :]
    assert row[:2] == ["P023", "Fougasse aux olives de pays"]
    assert [cell for cell in row if cell in {"12", "4", "3", "5"}] == ["12", "4", "3", "5"]
    assert "le 27/11/2026" in row


def test_a_rest_without_a_date_says_so():
    assert "date à venir" in text(draw_note(a_note((a_line(rest_qty=1_000),))))


def test_a_note_names_shipper_consignee_contact_hours_order_and_purchase_order():
    drawn = text(draw_note(a_note()))
    for words in (
        "Fournil des Trois Ponts",
        "SIREN 552 100 554",
        "Hôtel Belvédère",
        "12 corniche Fleurie",
        "06200 Nice",
        "Réception 07:00–12:00",
        "Mme Ferrand",
        "04 93 55 10 01",
        "CF11013 du 19/11/2026",
        "Votre référence BC-57535",
        "Accusé ARC-2026-000112 du 20/11/2026",
        "mercredi 25 novembre 2026",
        "Livraison par la cour",
        "Lots L2611-04, L2611-07",
        "4 lignes · 12 colis · 170,0 kg",
    ):
        assert words in drawn


def test_the_box_to_sign_asks_for_day_hour_name_position_stamp_and_precise_reserves():
    drawn = text(draw_note(a_note()))
    for words in ("Reçu le", "Nom (capitales)", "Qualité", "Signature et cachet", "Réserves précises"):
        assert words in drawn


def test_the_box_to_sign_stands_on_the_last_page_only_and_never_without_a_line():
    for lines in range(1, 40):
        drawn = pages(draw_note(a_note(tuple(a_line(index) for index in range(lines)))))
        assert ["Signature et cachet" in page for page in drawn] == [False] * (len(drawn) - 1) + [True]
        assert f"\n{lines}\n" in drawn[-1]
        assert "kg" in drawn[-1]


def test_a_long_note_repeats_its_head_and_counts_its_pages():
    drawn = pages(draw_note(a_note(tuple(a_line(index) for index in range(60)))))
    assert len(drawn) > 2
    for number, page in enumerate(drawn, start=1):
        assert f"page {number} / {len(drawn)}" in page
        assert "Livré ce jour" in page
        assert "BL-2026-000147" in page
        assert "Exemplaire client".upper() in page


def test_no_line_of_a_long_note_is_lost():
    drawn = text(draw_note(a_note(tuple(a_line(index, reference=f"REF{index:03}") for index in range(150)))))
    assert [f"REF{index:03}" for index in range(150)] == [word for word in drawn.split("\n") if word.startswith("REF")]


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        (Copy.CUSTOMER, "Exemplaire client"),
        (Copy.DRIVER, "Exemplaire chauffeur, à retourner signé"),
        (Copy.ACCOUNTS, "Exemplaire comptabilité"),
    ],
)
def test_a_copy_says_whom_it_is_for_at_the_head_and_at_the_foot(copy: Copy, words: str):
    drawn = text(draw_note(a_note(), copy))
    assert words.upper() in drawn
    assert f"BL-2026-000147 · {words}" in drawn


def test_an_english_customer_reads_english_words_dates_and_numbers():
    note = a_note((a_line(ordered_qty=1_234_500, rest_qty=1_000, rest_on=date(2026, 11, 27)),), language="en")
    drawn = text(draw_note(note))
    for words in (
        "Delivery note",
        "Wednesday, 25 November 2026",
        "1,234.5",
        "on 27 Nov 2026",
        "Received on",
        "page 1 of 1",
    ):
        assert words in drawn
    for words in ("Bon de livraison", "Reçu", "Livré", "novembre", "page 1 / 1"):
        assert words not in drawn


def test_prices_stand_on_a_priced_note_only():
    line = a_line(unit_price_micros=9_800_000, amount_cents=9_800)
    plain = text(draw_note(a_note((line,))))
    priced = text(draw_note(a_note((line,), total_cents=123_450)))
    assert "P.U. HT" not in plain
    assert "98,00" not in plain
    assert "9,80" in priced
    assert "98,00" in priced
    assert "1 234,50 €" in priced


def test_a_unit_price_keeps_its_six_decimals_on_one_line():
    line = a_line(unit_price_micros=123_456_789, amount_cents=1)
    assert "123,456789" in text(draw_note(a_note((line,), total_cents=1)))


def test_who_pays_is_named_where_it_is_not_the_consignee():
    drawn = text(draw_note(a_note(bill_to=a_party(4))))
    assert "Facturé à" in drawn
    assert "Traiteur Maïté" in drawn
    assert "Facturé à" not in text(draw_note(a_note()))


def test_money_to_collect_is_written_above_the_box():
    drawn = text(draw_note(a_note(cash_cents=18_640)))
    assert "Paiement comptant : 186,40 € TTC à remettre au chauffeur." in drawn
    assert "chèque" in drawn


def test_a_note_of_two_orders_groups_its_lines_under_each():
    lines = (a_line(0, order="CF1"), a_line(1, order="CF2"))
    drawn = text(draw_note(a_note(lines, orders=(NoteOrder("CF1", "BC-1"), NoteOrder("CF2", "BC-2")))))
    assert drawn.index("Commande CF1 · votre référence BC-1") < drawn.index("P011")
    assert drawn.index("P011") < drawn.index("Commande CF2 · votre référence BC-2") < drawn.index("P023")


def test_the_source_of_distances_stands_at_the_foot_of_every_page():
    note = a_note(tuple(a_line(index) for index in range(40)))
    assert all(note.distances in page for page in pages(draw_note(note)))


def test_the_foot_shows_the_fingerprint_of_the_content_whatever_the_copy():
    note = a_note()
    digits = in_groups(fingerprint(note))
    assert digits in text(draw_note(note, Copy.CUSTOMER))
    assert digits in text(draw_note(note, Copy.DRIVER))
    changed = replace(note, lines=(replace(note.lines[0], today_qty=9_999), *note.lines[1:]))
    assert fingerprint(changed) != fingerprint(note)


def test_the_same_note_gives_the_same_bytes():
    first = draw_note(a_note())
    draw_note(a_note(language="en"))
    assert draw_note(a_note()) == first


def test_only_our_two_faces_are_used_and_both_are_embedded():
    found = fonts(draw_note(a_note()))
    assert sorted(name.split("+")[-1] for name in found) == ["DejaVuSans", "DejaVuSans-Bold"]
    assert all(found.values())


def test_the_legal_foot_of_the_layout_stands_on_every_page():
    layout = Layout(legal_footer="SAS au capital de 50 000 € · RCS Nice 552 100 554")
    drawn = pages(draw_note(a_note(tuple(a_line(index) for index in range(40))), layout=layout))
    assert all("RCS Nice 552 100 554" in page for page in drawn)


def test_a_foreign_country_is_named_in_the_readers_language():
    assert "Belgique" in text(draw_note(a_note(consignee=a_party(country="BE"))))
    assert "Belgium" in text(draw_note(a_note(consignee=a_party(country="BE"), language="en")))
    assert "France" not in text(draw_note(a_note()))


def test_two_windows_are_both_printed():
    windows = (Window(at(7), at(11)), Window(at(14), at(16, 30)))
    assert "Réception 07:00–11:00, 14:00–16:30" in text(draw_note(a_note(windows=windows)))

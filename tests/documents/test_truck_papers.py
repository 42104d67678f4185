"""The papers of one truck: loading list, route sheet, cover, and the pack of the day."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dispatch.documents.drawing import draw_loading, draw_pack, draw_route
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.sheets import Party
from dispatch.documents.truck_sheets import RouteTrip
from tests.documents.builders import (
    ESTIMATED,
    a_loading,
    a_loading_stop,
    a_pack,
    a_route,
    a_stop,
    a_truck,
    at,
)
from tests.documents.pdf_reading import fonts, outline, pages, text


def test_the_last_stop_is_loaded_first():
    drawn = text(draw_loading(a_loading()))
    places = [drawn.index(f"BL-2026-{100 + number:06}") for number in (3, 2, 1)]
    assert places == sorted(places)


def test_every_product_to_load_has_a_quantity_a_lot_and_its_stop():
    drawn = text(draw_loading(a_loading((a_loading_stop(7, lines=3),)))).split("\n")
    assert drawn.count("7") == 4  # once in the heading, once per product
    assert "Lot L2611-04" in drawn
    assert [word for word in drawn if word in {"2", "3", "4"}] == ["2", "3", "4"]


def test_a_stop_to_load_keeps_its_products_on_one_page():
    sheet = a_loading(tuple(a_loading_stop(number, lines=6) for number in range(1, 11)))
    for page in pages(draw_loading(sheet)):
        headed = {int(number) for number in re.findall(r"BL-2026-000(\d+)", page)}
        rows = {
            int(number) for number in re.findall(r"^(\d+)\n\d+\n(?:pièce|plaque|carton|barquette)", page, re.MULTILINE)
        }
        assert rows == {number - 100 for number in headed}


def test_a_stop_with_more_products_than_a_page_holds_loses_none():
    sheet = a_loading((a_loading_stop(1, lines=120),))
    drawn = pages(draw_loading(sheet))
    assert len(drawn) > 2
    assert len(re.findall(r"^1\n\d+\n", "\n".join(drawn), re.MULTILINE)) >= 120


def test_the_loading_list_says_totals_trip_dock_and_hours():
    drawn = text(draw_loading(a_loading(), trips=2))
    for words in ("3 arrêts · 18 colis · 107,1 kg", "trajet 1 / 2", "Dépôt de Nice · Quai 2", "06:00", "06:20"):
        assert words in drawn


def test_the_route_sheet_shows_what_a_driver_needs_at_each_stop():
    drawn = text(draw_route(a_route()))
    for words in (
        "Amina Benali",
        "V02 · AA-002-ZZ",
        "07:42",
        "Épicerie Lou Pilha",
        "3 rue Droite, 06300 Nice",
        "Portail B, code 4512",
        "Mme Ferrand · ☎ 04 93 55 10 01",
        "07:00–12:00",
        "6 colis · 35,7 kg · BL-2026-000102",
        "À ENCAISSER 186,40 €",
        "hayon",
        "3,0 km · 6 min",
        "Réserves",
        "Total · 6 arrêts · 41,2 km · 45 colis · 233,6 kg",
    ):
        assert words in drawn


def test_the_route_sheet_is_in_the_order_of_driving():
    drawn = text(draw_route(a_route()))
    places = [drawn.index(f"BL-2026-{100 + number:06}") for number in range(1, 7)]
    assert places == sorted(places)


def test_a_second_trip_and_a_break_are_announced_where_they_fall():
    drawn = text(draw_route(a_route()))
    third, fourth, fifth = (drawn.index(f"BL-2026-{100 + number:06}") for number in (3, 4, 5))
    assert third < drawn.index("Pause 30 min vers 08:20") < fourth
    assert fourth < drawn.index("Trajet 2 · chargement 09:40 · départ 10:00 · retour 12:05") < fifth


def test_every_stop_has_a_qr_code_of_its_own():
    few = draw_route(a_route(tuple(a_stop(number) for number in (1, 2)), qr_text=""))
    none = draw_route(a_route(tuple(a_stop(number, qr_text="") for number in (1, 2)), qr_text=""))
    assert len(re.findall(rb"/Subtype /Form", few)) == 2
    assert b"/Subtype /Form" not in none


def test_a_tour_in_english_is_in_english():
    route = text(draw_route(a_route(truck=a_truck(language="en"))))
    loading = text(draw_loading(a_loading(truck=a_truck(language="en"))))
    assert "Route sheet" in route
    assert "Wednesday, 25 November 2026" in route
    assert "COLLECT €186.40" in route
    assert "Load in this order" in loading
    assert "Feuille" not in route
    assert "Charger" not in loading


def test_a_route_without_stops_is_a_sheet_all_the_same():
    drawn = text(draw_route(a_route(trips=(RouteTrip(1, at(6), ()),))))
    assert "0 arrêt" in drawn


def test_the_pack_lists_what_lies_in_it_and_the_notes_to_bring_back():
    cover = pages(draw_pack([a_pack(stops=5)]))[0]
    for words in ("Dossier de tournée", "Bordereau de chargement · trajet 1 / 1", "Feuille de route", "Amina Benali"):
        assert words in cover
    assert "Bons à rapporter signés" in cover
    assert all(f"BL-2026-B{100 + number:05}" in cover for number in range(1, 6))
    assert "17 % de 1 100 kg" in cover


def test_the_pack_prints_cover_loading_route_then_notes_in_stop_order_by_copies():
    layout = Layout(copies=(Copy.CUSTOMER, Copy.DRIVER))
    drawn = pages(draw_pack([a_pack(stops=3)], layout))
    assert "Dossier de tournée" in drawn[0]
    assert "Bordereau de chargement" in drawn[1]
    assert "Feuille de route" in drawn[2]
    notes = [(page[page.index("BL-2026") :][:14], "CHAUFFEUR" in page) for page in drawn[3:]]
    assert notes == [(f"BL-2026-B{100 + number:05}", driver) for number in (1, 2, 3) for driver in (False, True)]


def test_each_note_of_a_pack_is_in_its_customers_language():
    drawn = "\n".join(pages(draw_pack([a_pack(stops=4)])))
    assert drawn.count("Reçu le") == 3 * 3
    assert drawn.count("Received on") == 3


def test_pages_are_counted_per_document():
    drawn = pages(draw_pack([a_pack(stops=2)]))
    assert "page 1 / 1" in drawn[-1]
    assert "page 1 / 1" in drawn[0]


def test_every_page_of_the_pack_says_where_distances_come_from():
    assert all(ESTIMATED in page for page in pages(draw_pack([a_pack(stops=3)])))


def test_the_outline_has_a_branch_per_truck_and_a_leaf_per_paper():
    titles = outline(draw_pack([a_pack("A", stops=1), a_pack("B", stops=1)], Layout(copies=(Copy.CUSTOMER,))))
    assert titles[0] == "Tournée A · V02 · Amina Benali"
    assert titles[1] == [
        "Dossier de tournée",
        "Bordereau de chargement · trajet 1 / 1",
        "Feuille de route",
        "BL-2026-A00101 · Exemplaire client",
    ]
    assert titles[2] == "Tournée B · V02 · Amina Benali"


def test_a_pack_of_no_truck_is_refused():
    with pytest.raises(ValueError, match="at least one truck"):
        draw_pack([])


def test_an_eighty_stop_day_takes_under_ten_seconds_of_one_core_and_embeds_every_font():
    packs = [a_pack(tour, stops=10, lines=6) for tour in "ABCDEFGH"]
    started = time.process_time()
    pdf = draw_pack(packs)
    elapsed = time.process_time() - started
    assert elapsed < 10
    assert all(fonts(pdf).values())
    assert len(pdf) < 3_000_000


def test_the_same_day_gives_the_same_bytes_in_another_process():
    program = (
        "import hashlib; from dispatch.documents.drawing import draw_pack; from tests.documents.builders import a_pack;"
        "print(hashlib.sha256(draw_pack([a_pack('A', stops=2), a_pack('B', stops=1)])).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_depot_without_a_name_is_given_by_its_address():
    truck = a_truck(depot=Party("", ("14 chemin des Moulins",), "06300", "Nice"))
    assert "14 chemin des Moulins" in text(draw_route(a_route(truck=truck)))

"""Names that other programs would run, open or fail on are letters on paper."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.documents.drawing import draw_loading, draw_note, draw_pack, draw_route
from dispatch.documents.layout import Layout
from dispatch.documents.truck_sheets import LoadingLine, LoadingStop
from dispatch.errors import InvalidInputError
from tests.documents.builders import a_line, a_loading, a_note, a_pack, a_party, a_route, a_stop, a_truck
from tests.documents.pdf_reading import fonts, pages, text
from tests.soak import times


@pytest.mark.parametrize(
    "name",
    [
        "<b>Gras</b> & Fils",
        '<img src="file:///etc/hostname"/>',
        "</para><para>Fin",
        "${7*7} {{7*7}} {number} %s",
        "=SUM(A1)",
        "a\\b(c)d",
    ],
)
def test_markup_is_drawn_as_letters(name: str):
    assert name in text(draw_note(a_note(consignee=a_party(name=name))))
    assert name in text(draw_route(a_route((a_stop(1, site=a_party(name=name)),))))
    assert name in text(draw_loading(a_loading((LoadingStop(1, name, "Nice", (LoadingLine("P", name, "kg", 1000),)),))))


def test_what_the_font_lacks_becomes_a_visible_box():
    drawn = text(draw_note(a_note(consignee=a_party(name="Chez 李 🎂"))))
    assert "Chez □ □" in drawn


def test_direction_overrides_and_controls_do_not_reach_the_paper():
    drawn = text(draw_note(a_note(consignee=a_party(name="rapport\u202egnp.\x00exe\x07"))))
    assert "rapportgnp.exe" in drawn


def test_a_right_to_left_name_reads_back_in_its_own_order():
    assert "שלום" in text(draw_note(a_note(consignee=a_party(name="Café שלום"))))


def test_a_word_without_end_stays_within_the_page():
    word = "X" * 4_000
    note = a_note((a_line(designation=word, unit=word, reference=word),), consignee=a_party(name=word, address=(word,)))
    drawn = pages(draw_note(note))
    assert max(len(line) for page in drawn for line in page.split("\n")) < 120
    assert "".join("\n".join(drawn).split("\n")).count("X") > 3 * 4_000  # reference, designation and unit, all there


def test_no_lot_of_a_line_with_nine_hundred_is_lost():
    lots = tuple(f"L{number:04}" for number in range(900))
    drawn = text(draw_note(a_note((a_line(lots=lots),))))
    assert all(lot in drawn for lot in lots)


def test_instructions_too_long_for_their_place_end_in_an_ellipsis():
    drawn = pages(draw_note(a_note(instructions="Sonner deux fois. " * 400)))
    assert len(drawn) == 1
    assert "…" in drawn[0]


def test_a_lone_surrogate_in_a_title_does_not_stop_the_pack():
    pack = a_pack("\ud83d", stops=1)
    assert pages(draw_pack([pack]))


@pytest.mark.soak
@settings(max_examples=times(40), deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_printed_anywhere(anything: str):
    note = a_note(
        (a_line(designation=anything, unit=anything, reference=anything, lots=(anything,), order=anything),),
        consignee=a_party(name=anything, address=(anything,), city=anything, country=anything),
        number=anything,
        instructions=anything,
        distances=anything,
        tour=anything,
    )
    truck = a_truck(anything, driver=anything, vehicle=anything, distances=anything, company=anything)
    stop = a_stop(1, site=note.consignee, instructions=anything, equipment=(anything,), notes=(anything,))
    for pdf in (draw_note(note), draw_route(a_route((stop,), truck)), draw_loading(a_loading(truck=truck))):
        assert all(fonts(pdf).values())
        assert pages(pdf)


def test_a_logo_that_is_no_picture_is_refused_with_a_code():
    with pytest.raises(InvalidInputError, match="neither PNG nor JPEG"):
        draw_note(a_note(), layout=Layout(logo=b"<svg/>"))


def test_a_huge_logo_is_refused_from_its_header():
    with pytest.raises(InvalidInputError, match="pixels"):
        draw_note(a_note(), layout=Layout(logo=_png(2_400, 2_400, body=b"")))


def test_a_damaged_logo_is_refused_with_a_code():
    with pytest.raises(InvalidInputError, match="damaged"):
        draw_note(a_note(), layout=Layout(logo=_png(20, 20, body=b"")))


def test_a_logo_stands_above_the_name_which_no_paper_goes_without():
    body = zlib.compress(b"".join(b"\0" + b"\x20\x40\x80" * 20 for _ in range(20)))
    drawn = draw_note(a_note(), layout=Layout(logo=_png(20, 20, body)))
    assert b"/Subtype /Image" in drawn
    assert "Fournil des Trois Ponts" in text(drawn)


def _png(width: int, height: int, body: bytes) -> bytes:
    """An RGB picture of that size by its header, with whatever body."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

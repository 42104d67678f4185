"""Pages as pictures, and where two of them differ."""

from __future__ import annotations

from dataclasses import replace

from dispatch.documents.drawing import draw_note
from dispatch.documents.pictures import differences, fingerprint_of, page_pictures, png
from tests.documents.builders import a_line, a_note


def test_pages_become_pictures_of_the_width_asked_for() -> None:
    pictures, count = page_pictures(draw_note(a_note(tuple(a_line(index) for index in range(60)))), 400, most=2)
    assert count > 2
    assert [picture.width for picture in pictures] == [400, 400]
    assert png(pictures[0]).startswith(b"\x89PNG")


def test_the_same_page_has_no_difference_and_a_changed_word_is_found_where_it_stands() -> None:
    note = a_note()
    [plain], _ = page_pictures(draw_note(note), 900)
    [again], _ = page_pictures(draw_note(note), 900)
    [moved], _ = page_pictures(draw_note(replace(note, instructions="Sonner deux fois.")), 900)
    assert differences(plain, again) == []
    found = [region for region in differences(plain, moved) if region.top < 90]  # the fingerprint at the foot aside
    assert len(found) >= 1
    assert all(25 < region.top < 35 for region in found)
    assert fingerprint_of(plain) == fingerprint_of(again)

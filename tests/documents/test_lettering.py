"""Letters, lines and the reader's formats."""

from __future__ import annotations

import string

import segno
from hypothesis import given
from hypothesis import strategies as st

from dispatch.documents import formats
from dispatch.documents.fonts import drawable, width_of
from dispatch.documents.lettering import clean, elide, visual, wrap
from dispatch.documents.panel import at_town
from dispatch.documents.qr import qr_code
from dispatch.documents.words import _WORDS, count, say
from tests.documents.builders import at


def test_a_right_to_left_word_is_turned_round_and_its_neighbours_are_not():
    assert visual("Café שלום Nice") == "Café םולש Nice"


def test_numbers_and_brackets_in_a_right_to_left_name_stay_readable():
    assert visual("שלום (12) א") == "א (12) םולש"


def test_french_spaces_and_signs_can_be_drawn():
    assert clean("1\u202f234,50\u00a0€ « n° » ☎ ▸ — … ×") == "1\u202f234,50\u00a0€ « n° » ☎ ▸ — … ×"


def test_a_unit_is_not_parted_from_its_number():
    width = width_of("sachet de 250", 9)
    assert wrap("sachet de 250 g", width, 9) == ("sachet de", "250\u00a0g")


def test_a_word_longer_than_the_line_breaks():
    lines = wrap("a" * 50, 60, 9)
    assert "".join(lines) == "a" * 50
    assert len(lines) > 1


@given(st.text(max_size=200), st.floats(5, 200))
def test_lines_are_never_wider_than_the_column_unless_one_letter_is(text: str, width: float):
    for line in wrap(text, width, 9):
        assert len(line) == 1 or width_of(line, 9) <= width


@given(st.text(max_size=200))
def test_only_drawable_letters_are_drawn(text: str):
    assert all(ord(letter) in drawable() or letter == "\n" for letter in clean(text))


@given(st.text(max_size=100), st.floats(20, 200))
def test_an_elided_line_fits(text: str, width: float):
    assert width_of(elide(text, width, 9), 9) <= width


def test_numbers_dates_and_money_are_in_the_readers_format():
    assert formats.quantity(1_234_500, "fr") == "1\u202f234,5"
    assert formats.quantity(1_234_500, "en") == "1,234.5"
    assert formats.kilograms(54_900, "fr") == "54,9"
    assert formats.kilograms(850, "fr") == "0,85"
    assert formats.money(123_450, "EUR", "fr") == "1\u202f234,50\u00a0€"
    assert formats.money(123_450, "EUR", "en") == "€1,234.50"
    assert formats.unit_price(123_456, "fr") == "0,123456"
    assert formats.unit_price(9_800_000, "fr") == "9,80"
    assert formats.long_date(at(8).date(), "fr") == "mercredi 25 novembre 2026"
    assert formats.short_date(at(8).date(), "en") == "25\u00a0Nov\u00a02026"
    assert formats.duration(3_900) == "1\u00a0h\u00a005"
    assert formats.duration(1_079) == "18\u00a0min"


def test_zero_is_singular_in_french_and_plural_in_english():
    assert count("fr", "stop", 0) == "0\u00a0arrêt"
    assert count("en", "stop", 0) == "0\u00a0stops"
    assert count("fr", "stop", 2) == "2\u00a0arrêts"
    assert count("en", "stop", 1) == "1\u00a0stop"


def test_every_word_exists_in_both_languages_with_the_same_blanks():
    for key, pair in _WORDS.items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
        assert all(pair), key
        assert blanks[0] == blanks[1], key


def test_braces_in_a_value_are_letters():
    assert say("fr", "tour", tour="{number}") == "Tournée {number}"


def test_the_runs_of_a_qr_code_give_back_its_modules():
    text = "https://tournee.example.com/d/abc#s1"
    code = qr_code(text)
    drawn = [[0] * code.side for _ in range(code.side)]
    for column, row, length in code.runs:
        for place in range(column, column + length):
            drawn[row][place] = 1
    assert drawn == [list(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]


def test_a_long_name_breaks_at_a_hyphen():
    width = width_of("38590 Saint-Étienne-de-Saint-G", 9)
    assert wrap("38590\u00a0Saint-Étienne-de-Saint-Geoirs", width, 9) == (
        "38590\u00a0Saint-Étienne-de-Saint-",
        "Geoirs",
    )


def test_a_name_that_says_its_town_does_not_say_it_twice():
    assert at_town("Supermarché Alpin · Grenoble", "Grenoble") == "Supermarché Alpin · Grenoble"
    assert at_town("Hôtel Belvédère", "Nice") == "Hôtel Belvédère · Nice"
    assert at_town("Hôtel Belvédère", "") == "Hôtel Belvédère"

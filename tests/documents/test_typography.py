"""What a French reader would mark in red: spaces that may break, straight apostrophes, amounts cut from their sign."""

import re

import pytest

from dispatch.documents import formats
from dispatch.documents.words import _WORDS
from tests.documents.builders import DAY

FRENCH = {key: french for key, (french, _) in _WORDS.items()}


@pytest.mark.parametrize("key", FRENCH)
def test_double_signs_guillemets_and_units_stick_to_their_word(key: str):
    assert not re.search(r"[^\u00a0\u202f][:;?!%»]|«[^\u00a0\u202f]| kg", FRENCH[key])


@pytest.mark.parametrize("key", _WORDS)
def test_apostrophes_are_curved_in_both_languages(key: str):
    assert "'" not in "".join(_WORDS[key])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_short_date_and_an_amount_never_break_over_two_lines(language):
    assert " " not in formats.short_date(DAY, language)
    assert " " not in formats.money(123_456_789, "EUR", language)
    assert " " not in formats.kilometres(1_234_500, language)


def test_both_languages_fill_in_the_same_blanks():
    for french, english in _WORDS.values():
        assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", english))

"""Cells become exact values or coded errors."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.intake import parsers, words
from dispatch.intake.findings import CellError


def refused(parse, text):
    with pytest.raises(CellError) as caught:
        parse(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "milli"),
    [
        ("12", 12_000), ("12,5", 12_500), ("12.5", 12_500), ("1 234,5", 1_234_500), ("1\u202f234", 1_234_000),
        ("1.234,5", 1_234_500), ("1,234.5", 1_234_500), ("0,001", 1), ("+3", 3_000),
    ],
)  # fmt: skip
def test_quantities_are_read_in_both_notations(text, milli):
    assert parsers.quantity(text) == milli


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("douze", "not_a_number"), ("1e5", "not_a_number"), ("nan", "not_a_number"), ("inf", "not_a_number"),
        ("1,2,3", "not_a_number"), ("٣", "not_a_number"), ("0", "not_positive"), ("-1", "not_positive"),
        ("0,0001", "too_precise"), ("99999999999", "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused_with_its_code(text, code):
    assert refused(parsers.quantity, text) == code


@given(st.decimals(Decimal("0.001"), 999_999, places=3), st.sampled_from([",", "."]), st.booleans())
def test_any_quantity_survives_being_written(value, sign, grouped):
    text = f"{value:,f}".replace(",", "\u00a0") if grouped else f"{value:f}"
    assert parsers.quantity(text.replace(".", sign)) == int(value * 1000)


def test_money_and_rates_may_carry_their_sign():
    assert parsers.cents("1 500,25 €") == 150_025
    assert parsers.micros("14,123456 €") == 14_123_456
    assert parsers.vat_rate("5,5 %") == 550
    assert refused(parsers.vat_rate, "101") == "out_of_range"
    assert refused(parsers.cents, "0,385") == "too_precise"


def test_sizes_are_rounded():
    assert parsers.grams("2,18049") == 2180
    assert parsers.millionths("0,0000005") == 1


@pytest.mark.parametrize("text", ["25/11/2026", "2026-11-25", "25-11-2026", "25.11.2026", "2026-11-25 00:00:00"])
def test_dates_are_read_in_both_notations(text):
    assert parsers.day(text) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "11/25/2026", "25/11/26", "demain", "2026-11-25 08:00", "46351", "25/11-2026"]
)
def test_what_is_no_date_is_refused(text):
    assert refused(parsers.day, text) == "not_a_date"


def test_a_year_far_away_is_refused():
    assert refused(parsers.day, "25/11/0202") == "date_out_of_range"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_date_survives_being_written(value):
    assert parsers.day(f"{value:%d/%m/%Y}") == parsers.day(value.isoformat()) == value


def test_times_are_hours_and_minutes():
    assert parsers.moment("05:30") == parsers.moment("5h30") == parsers.moment("05:30:00") == time(5, 30)
    assert parsers.end_moment("24:00") == time(0)
    assert {refused(parsers.moment, text) for text in ("24:00", "5", "5:3", "25:00", "05:30:15", "6:61")} == {
        "not_a_time"
    }


@pytest.mark.parametrize(
    ("text", "days", "end_of_month", "cash"),
    [
        ("comptant", 0, False, True), ("Cash", 0, False, True), ("30 jours", 30, False, False),
        ("45 jours fin de mois", 45, True, False), ("30 days", 30, False, False), ("30 j", 30, False, False),
        ("45 days end of month", 45, True, False), ("60 jours nets", 60, False, False),
    ],
)  # fmt: skip
def test_payment_terms_are_read_in_both_languages(text, days, end_of_month, cash):
    assert parsers.terms(text) == {
        "terms_days": days,
        "terms_end_of_month": end_of_month,
        "cash_on_delivery": cash,
    }


def test_unknown_terms_are_refused():
    assert refused(parsers.terms, "à la saint-glinglin") == "not_terms"


def test_partial_rules_are_read_in_both_languages():
    assert parsers.partial("allowed") == parsers.partial("autorisée") == ("allowed", 0)
    assert parsers.partial("Complète") == parsers.partial("complete") == ("complete", 0)
    assert parsers.partial("minimum 5") == parsers.partial("MIN. 5,0") == ("minimum", 5_000)
    assert refused(parsers.partial, "minimum -5") == "not_positive"
    assert refused(parsers.partial, "peut-être") == "not_partial"


@pytest.mark.parametrize(
    ("choices", "text", "value"),
    [
        (words.ORIGINS, "Téléphone", "telephone"), (words.ORIGINS, "e-mail", "email"), (words.ORIGINS, "devis", "quote"),
        (words.ORDER_KINDS, "commande ouverte", "framework"), (words.ORDER_KINDS, "call_off", "call_off"),
        (words.ORDER_KINDS, "Appel", "call_off"), (words.OPERATIONS, "biens", "goods"), (words.OPERATIONS, "both", "both"),
        (words.PROFILES, "camion", "truck"), (words.STATUSES, "brouillon", "draft"), (words.PRODUCT_KINDS, "prestation", "service"),
        (words.BILLING_MODES, "facture valant BL", "note_is_invoice"), (words.LANGUAGES, "anglais", "en"),
    ],
)  # fmt: skip
def test_words_are_known_in_both_languages(choices, text, value):
    assert words.Choice(choices)(text) == value


def test_every_word_of_every_list_means_its_value():
    for choices in (
        words.ORIGINS,
        words.ORDER_KINDS,
        words.OPERATIONS,
        words.PROFILES,
        words.STATUSES,
        words.BILLING_MODES,
    ):
        for value, names in choices.items():
            assert {words.Choice(choices)(name.upper()) for name in (value, *names)} == {value}


def test_an_unknown_word_is_refused_with_the_known_ones():
    with pytest.raises(CellError) as caught:
        words.Choice(words.PROFILES)("vélo")
    assert caught.value.params["allowed"] == "fourgon / van, camion / truck"


def test_countries_are_codes_or_names():
    assert [words.country(text) for text in ("FR", "mc", "France", "Belgique", "Germany")] == [
        "FR",
        "MC",
        "FR",
        "BE",
        "DE",
    ]
    assert refused(words.country, "Syldavie") == refused(words.country, "ZZ") == "not_a_country"


def test_yes_and_no_have_many_words():
    assert [words.yes_or_no(text) for text in ("oui", "YES", "1", "non", "No", "0")] == [True] * 3 + [False] * 3
    assert refused(words.yes_or_no, "bof") == "not_yes_no"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=64))
def test_names_stay_as_they_are_written(text):
    assert parsers.code(text) == text


def test_control_characters_and_long_texts_are_refused():
    assert refused(parsers.name, "a\x00b") == "control_characters"
    assert refused(parsers.code, "x" * 65) == "too_long"
    assert parsers.name("deux\nlignes") == "deux lignes"
    assert parsers.long_text("deux\r\nlignes") == "deux\nlignes"


def test_a_postcode_gets_back_the_zero_that_a_spreadsheet_ate():
    assert parsers.postcode("6000") == "06000"
    assert parsers.postcode("98000") == "98000"


def test_skills_are_sorted_words():
    assert parsers.skills("hayon, froid,hayon") == ["froid", "hayon"]


def test_bounds_are_kept():
    assert parsers.whole(1, 3)("3") == 3
    assert [refused(parsers.whole(1, 3), text) for text in ("4", "1,5", "x")] == [
        "out_of_range",
        "not_whole",
        "not_a_number",
    ]
    assert parsers.degrees(90)("-43,7288363") == -43.7288363
    assert parsers.Minutes(60)("7,5") == 450
    assert [refused(parsers.Minutes(60), text) for text in ("-1", "999999999")] == ["negative", "too_large"]
    assert refused(parsers.Scaled(3), "-1") == "negative"
    assert refused(parsers.long_text, "x" * 4001) == "too_long"
    assert refused(parsers.long_text, "a\x00") == "control_characters"
    assert refused(parsers.skills, "x" * 65) == "too_long"
    assert refused(parsers.day, "２５/11/2026") == "not_a_date"

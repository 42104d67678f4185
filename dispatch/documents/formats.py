"""Numbers, money, dates and hours in the reader's format (babel), from the ints and instants of the sheets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from dispatch.documents.sheets import Language, Window

NO_BREAK = "\u00a0"
HOME = "FR"
"""Where a telephone number without a country is."""
_LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}


@lru_cache(maxsize=4096)
def quantity(milli: int, language: Language) -> str:
    """``1,5`` for 1500 thousandths."""
    return format_decimal(Decimal(milli) / 1000, format="#,##0.###", locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def kilograms(grams: int, language: Language) -> str:
    """``54,9`` for 54 900 g; below one kilogram to the gram."""
    pattern = "#,##0.0" if abs(grams) >= 1000 or grams == 0 else "0.0##"
    return format_decimal(Decimal(grams) / 1000, format=pattern, locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def money(cents: int, currency: str, language: Language) -> str:
    """``1 234,50 €``."""
    return format_currency(Decimal(cents) / 100, currency, locale=_LOCALES[language])


def whole_money(cents: int, currency: str, language: Language) -> str:
    """``50 000 €``; with its cents where it has any."""
    if cents % 100:
        return money(cents, currency, language)
    pattern = "¤#,##0" if language == "en" else "#,##0\u00a0¤"
    return format_currency(cents // 100, currency, pattern, locale=_LOCALES[language], currency_digits=False)


@lru_cache(maxsize=4096)
def unit_price(micros: int, language: Language) -> str:
    """``9,80`` or ``0,123456``: two decimals at least, six at most, no currency."""
    return format_decimal(Decimal(micros) / 1_000_000, format="#,##0.00####", locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def amount(cents: int, language: Language) -> str:
    """``1 234,50``: two decimals, no currency (it stands in the column's head)."""
    return format_decimal(Decimal(cents) / 100, format="#,##0.00", locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def kilometres(metres: int, language: Language) -> str:
    """``12,4 km``."""
    return format_decimal(Decimal(metres) / 1000, format="#,##0.0", locale=_LOCALES[language]) + f"{NO_BREAK}km"


def duration(seconds: int) -> str:
    """``18 min`` or ``1 h 05``, rounded to the minute."""
    minutes = (seconds + 30) // 60
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    return f"{minutes // 60}{NO_BREAK}h{NO_BREAK}{minutes % 60:02}"


@lru_cache(maxsize=512)
def long_date(day: date, language: Language) -> str:
    """``mercredi 25 novembre 2026``, ``Wednesday, 25 November 2026``."""
    return format_date(day, "full", locale=_LOCALES[language])


@lru_cache(maxsize=512)
def short_date(day: date, language: Language) -> str:
    """``25/11/2026``; in English ``25 Nov 2026``, which no reader takes for another day and no line breaks."""
    return format_date(day, "short" if language == "fr" else "medium", locale=_LOCALES[language]).replace(" ", NO_BREAK)


def clock(instant: datetime) -> str:
    """``08:09``."""
    return f"{instant:%H:%M}"


def window(one: Window) -> str:
    """``07:00–12:00``."""
    return f"{clock(one.opens_at)}–{clock(one.closes_at)}"


@lru_cache(maxsize=512)
def country(code: str, language: Language) -> str:
    """``Belgique`` for BE; an unknown code stands as it is."""
    return str(Locale.parse(_LOCALES[language]).territories.get(code.upper(), code))


@lru_cache(maxsize=4096)
def phone(number: str, language: Language) -> str:
    """``04 76 00 00 00`` for a French number on a French paper, ``+33 4 76 00 00 00`` else; what is none as it was typed."""
    try:
        found = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(found):
        return number
    at_home = language == "fr" and phonenumbers.region_code_for_number(found) == HOME
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(found, style)

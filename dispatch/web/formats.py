"""Dates, hours, numbers and money in the reader's format, from the integers and instants of the rows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask

from dispatch import clock
from dispatch.documents import formats as paper_formats
from dispatch.web.language import reader_language, reader_locale

NO_BREAK = "\u00a0"


def money(cents: int | None) -> str:
    """``1 234,50 €``; a dash for nothing."""
    return "—" if cents is None else format_currency(Decimal(cents) / 100, "EUR", locale=reader_locale())


def euros(cents: int | None) -> str:
    """``1 235 €``, for totals that are read at a glance."""
    if cents is None:
        return "—"
    whole = (Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    pattern = "¤#,##0" if reader_locale().startswith("en") else f"#,##0{NO_BREAK}¤"
    return format_currency(whole, "EUR", format=pattern, locale=reader_locale(), currency_digits=False)


def amount(cents: int) -> str:
    """``1234,50``: an amount as the reader types it into a field."""
    return format_decimal(Decimal(cents) / 100, format="0.00", locale=reader_locale())


def unit_price(micros: int) -> str:
    """``14,00 €``: two decimals at least, six at most."""
    pattern = "¤#,##0.00####" if reader_locale().startswith("en") else f"#,##0.00####{NO_BREAK}¤"
    return format_currency(
        Decimal(micros) / 1_000_000, "EUR", format=pattern, locale=reader_locale(), currency_digits=False
    )


def quantity(milli: int) -> str:
    """``1,5`` for 1500 thousandths."""
    return format_decimal(Decimal(milli) / 1000, format="#,##0.###", locale=reader_locale())


def number(value: int) -> str:
    """``12 345``."""
    return format_decimal(value, locale=reader_locale())


def percent(share: float) -> str:
    """``4,1 %``."""
    return format_percent(
        share, format="#,##0.#%" if reader_locale().startswith("en") else f"#,##0.#{NO_BREAK}%", locale=reader_locale()
    )


def kilograms(grams: int) -> str:
    """``1 235 kg``."""
    pattern = "#,##0" if abs(grams) >= 10_000 else "#,##0.#"
    return format_decimal(Decimal(grams) / 1000, format=pattern, locale=reader_locale()) + f"{NO_BREAK}kg"


def kilometres(metres: int) -> str:
    """``46 km``; one decimal below ten."""
    pattern = "#,##0" if metres >= 10_000 else "#,##0.#"
    return format_decimal(Decimal(metres) / 1000, format=pattern, locale=reader_locale()) + f"{NO_BREAK}km"


def duration(seconds: int) -> str:
    """``18 min`` or ``5 h 22``."""
    minutes = (int(seconds) + 30) // 60
    if minutes < 60:
        return f"{minutes}{NO_BREAK}min"
    return f"{minutes // 60}{NO_BREAK}h{NO_BREAK}{minutes % 60:02d}"


def day(value: date | None, style: str = "short") -> str:
    """``25/11/2026``; with the style ``full`` «mercredi 25 novembre 2026», with ``brief`` «mer. 25 nov.»."""
    if value is None:
        return "—"
    if style == "short":
        return value.strftime("%d/%m/%Y")
    return format_date(value, format="EEE d MMM" if style == "brief" else style, locale=reader_locale())


def hour(instant: datetime | None) -> str:
    """``08:09`` on the depot's wall."""
    return "—" if instant is None else format_time(clock.local(instant), format="HH:mm", locale=reader_locale())


def instant(value: datetime | None) -> str:
    """``24/11/2026 08:09``."""
    return (
        "—" if value is None else format_datetime(clock.local(value), format="dd/MM/yyyy HH:mm", locale=reader_locale())
    )


def phone(number: str) -> str:
    """``04 76 00 00 00``; a number of another country with its code."""
    return paper_formats.phone(number, reader_language())


FILTERS = (
    money,
    euros,
    amount,
    unit_price,
    quantity,
    number,
    percent,
    kilograms,
    kilometres,
    duration,
    day,
    hour,
    instant,
    phone,
)


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    for one in FILTERS:
        app.jinja_env.filters[one.__name__] = one

"""One cell's text becomes one value: exact numbers, dates, times, short texts; or a coded error. Some write it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dispatch.intake.findings import CellError
from dispatch.intake.words import PARTIAL, Choice, plain

FIRST_YEAR, LAST_YEAR = 2000, 2099
LARGEST = Decimal(1_000_000_000)
"""Whatever it counts; what a line is worth in all is bounded by `catalog.amounts`."""
BLANKS = re.compile(r"[\s\u00a0\u202f]+")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
GROUPED = (re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+"), re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+"))
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
TERMS = re.compile(r"(\d{1,3}) ?(?:jours?|j|days?|d)(?: net[s]?)?( (?:fin de mois|fdm|end of month|eom))?(?: net[s]?)?")


def text(limit: int) -> Callable[[str], str]:
    """A reader of one line of text of at most `limit` characters; it stays text whatever it contains."""

    def read(cell: str) -> str:
        value = re.sub(r"[\r\n\t]+", " ", cell)
        if CONTROLS.search(value):
            raise CellError("control_characters")
        if len(value) > limit:
            raise CellError("too_long", length=len(value), limit=limit)
        return value

    return read


code = text(64)
name = text(255)


def long_text(cell: str) -> str:
    """Text that may have several lines."""
    if CONTROLS.search(cell):
        raise CellError("control_characters")
    if len(cell) > 4000:
        raise CellError("too_long", length=len(cell), limit=4000)
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def compact(limit: int) -> Callable[[str], str]:
    """A reader of an identifier whose blanks and dots mean nothing (SIREN, IBAN)."""
    read_text = text(limit)
    return lambda cell: read_text(re.sub(r"[\s\u00a0\u202f.\-]+", "", cell).upper())


def postcode(cell: str) -> str:
    """A postcode; a spreadsheet that took 06000 for a number gets its zero back."""
    return text(16)(cell.zfill(5) if re.fullmatch(r"\d{4}", cell) and cell[0] in "123456789" else cell)


def exact(cell: str) -> Decimal:
    """A number as written: comma or point decimals, blanks or the other sign between thousands."""
    digits = BLANKS.sub("", cell)
    if GROUPED[0].fullmatch(digits):
        digits = digits.replace(",", "")
    elif GROUPED[1].fullmatch(digits):
        digits = digits.replace(".", "")
    if not NUMBER.fullmatch(digits) or not digits.isascii():
        raise CellError("not_a_number")
    value = Decimal(digits.replace(",", "."))
    if abs(value) > LARGEST:
        raise CellError("too_large", limit=int(LARGEST))
    return value


@dataclass(frozen=True, slots=True)
class Scaled:
    """A reader of a number into an integer of its 10^-decimals.

    Parameters
    ----------
    low
        1: greater than zero. 0: not negative.
    high
        The largest integer.
    strict
        Whether more decimals are an error; else they are rounded half up.
    unit
        A sign that may follow: ``€``, ``%``.
    """

    decimals: int
    low: int = 0
    high: int | None = None
    strict: bool = True
    unit: str = ""

    def __call__(self, cell: str) -> int:
        """Read."""
        value = exact(cell.removesuffix(self.unit) if self.unit else cell) * 10**self.decimals
        if self.strict and value != value.to_integral_value():
            raise CellError("too_precise", decimals=self.decimals)
        if value < 0 or (self.low == 1 and value == 0):
            raise CellError("not_positive" if self.low == 1 else "negative")
        if self.high is not None and value > self.high:
            raise CellError("out_of_range", low=0, high=self.high // 10**self.decimals)
        return int(value.quantize(Decimal(1), ROUND_HALF_UP))

    def write(self, value: int) -> str:
        """Write back, with a point and no needless zeros."""
        return shortest(Decimal(value).scaleb(-self.decimals))


quantity = Scaled(3, low=1)
"""Milli-units, greater than zero."""
quantity_or_none = Scaled(3)
"""Milli-units."""
cents = Scaled(2, unit="€")
micros = Scaled(6, unit="€")
grams = Scaled(3, strict=False)
millionths = Scaled(6, strict=False)
vat_rate = Scaled(2, high=10_000, unit="%")
"""A rate in percent, as basis points."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """A reader of minutes into whole units of which `factor` make a minute (60: seconds)."""

    factor: int

    def __call__(self, cell: str) -> int:
        """Read."""
        value = exact(cell) * self.factor
        if value < 0:
            raise CellError("negative")
        return _at_most(int(value.quantize(Decimal(1), ROUND_HALF_UP)), 2_000_000_000)

    def write(self, value: int) -> str:
        """Write back, in minutes; thousandths of a minute at most."""
        return shortest((Decimal(value) / self.factor).quantize(Decimal("0.001")))


def shortest(value: Decimal) -> str:
    """A number with a point and no needless zeros."""
    text_ = f"{value:f}"
    return text_.rstrip("0").rstrip(".") if "." in text_ else text_


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of a whole number within bounds."""

    def read(cell: str) -> int:
        value = exact(cell)
        if value != value.to_integral_value():
            raise CellError("not_whole")
        if not low <= value <= high:
            raise CellError("out_of_range", low=low, high=high)
        return int(value)

    return read


def degrees(limit: int) -> Callable[[str], float]:
    """A reader of a coordinate in decimal degrees."""

    def read(cell: str) -> float:
        value = exact(cell)
        if abs(value) > limit:
            raise CellError("out_of_range", low=-limit, high=limit)
        return float(value)

    return read


def day(cell: str) -> date:
    """A date, DD/MM/YYYY or ISO; the time of day that a spreadsheet adds is dropped when it is midnight."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", cell)
    if found:
        parts = found.groups()
    else:
        found = re.fullmatch(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})", cell)
        if not found:
            raise CellError("not_a_date")
        parts = (found[4], found[3], found[1])
    if not cell.isascii():
        raise CellError("not_a_date")
    try:
        value = date(*map(int, parts))
    except ValueError:
        raise CellError("not_a_date") from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellError("date_out_of_range", low=FIRST_YEAR, high=LAST_YEAR)
    return value


def moment(cell: str) -> time:
    """A time of day, HH:MM (also 6h30)."""
    found = re.fullmatch(r"(\d{1,2})(?:[:hH](\d{2}))(?::00)?", cell)
    if not found or not cell.isascii() or int(found[1]) > 23 or int(found[2]) > 59:
        raise CellError("not_a_time")
    return time(int(found[1]), int(found[2]))


def end_moment(cell: str) -> time:
    """A time of day at which something ends: 24:00 is midnight."""
    return time(0) if cell in ("24:00", "24h00") else moment(cell)


def skills(cell: str) -> list[str]:
    """Words separated by commas, sorted, each once."""
    words = sorted({word.strip() for word in text(500)(cell).split(",") if word.strip()})
    for word in words:
        if len(word) > 64:
            raise CellError("too_long", length=len(word), limit=64)
    return words


def terms(cell: str) -> dict[str, Any]:
    """Payment terms: days, end of month, cash."""
    words = plain(cell)
    if words in ("comptant", "cash", "cash on delivery", "au comptant", "immediate"):
        return {"terms_days": 0, "terms_end_of_month": False, "cash_on_delivery": True}
    found = TERMS.fullmatch(words)
    if not found:
        raise CellError("not_terms")
    return {"terms_days": int(found[1]), "terms_end_of_month": bool(found[2]), "cash_on_delivery": False}


def partial(cell: str) -> tuple[str, int]:
    """The rule for partial deliveries, and the minimum per line in milli-units."""
    found = re.fullmatch(r"(?:minimum|mini|min)\.?\s*(.+)", cell, re.IGNORECASE)
    if found:
        return "minimum", quantity(found[1])
    try:
        return Choice(PARTIAL)(cell), 0
    except CellError:
        raise CellError("not_partial") from None


def _at_most(value: int, limit: int) -> int:
    if value > limit:
        raise CellError("too_large", limit=limit)
    return value

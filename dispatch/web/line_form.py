"""The grid of lines that quotes, orders and call-offs are typed into: kept as typed, read into products, quantities, days.

Each column of the grid is one field name that comes once per row, so that a row can be added without numbering it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from dispatch.errors import InvalidInputError
from dispatch.intake import parsers
from dispatch.intake.findings import CellError
from dispatch.orders.choices import ProductChoice
from dispatch.orders.models import LINE_PARTIALS
from dispatch.web import desk_form
from dispatch.web.language import gettext as _
from dispatch.web.params import FIRST, LAST, number_in

COLUMNS = (
    "line_no", "product", "quantity", "price", "requested", "promised",
    "partial", "minimum", "multiple", "deliveries",
)  # fmt: skip
BLANK_ROWS = 4
MOST_ROWS = 500


@dataclass(slots=True)
class Row:
    """One row as typed, with what is wrong at which field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    product: ProductChoice | None = None

    def of(self, name: str) -> str:
        """One field."""
        return self.values.get(name, "")

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything that makes a line."""
        return not any(self.of(name) for name in ("product", "quantity", "price"))

    @property
    def has_rule(self) -> bool:
        """Whether the line has a delivery rule of its own."""
        return any(self.of(name) for name in ("partial", "minimum", "multiple", "deliveries"))


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as it was meant; quantities in milli-units, price in micros (None: the one that holds)."""

    line_no: int | None
    product: ProductChoice
    quantity: int
    price_micros: int | None
    requested_on: date | None
    promised_on: date | None
    partial: str = ""
    minimum_qty: int = 0
    multiple_qty: int = 0
    max_deliveries: int | None = None


def rows_of(form: MultiDict[str, str], pasted: str = "") -> list[Row]:
    """The rows of a form that hold something, then those pasted from a spreadsheet."""
    columns = {name: form.getlist(name)[:MOST_ROWS] for name in COLUMNS}
    count = max(len(values) for values in columns.values())
    rows = [
        Row({name: values[place].strip()[:200] if place < len(values) else "" for name, values in columns.items()})
        for place in range(count)
    ]
    return [*(row for row in rows if not row.is_blank), *pasted_rows(pasted)][:MOST_ROWS]


def with_blanks(rows: Sequence[Row], count: int = BLANK_ROWS) -> list[Row]:
    """The rows, and some to type into."""
    return [*rows, *(Row() for _ in range(count))]


def pasted_rows(text: str) -> list[Row]:
    """Rows of product, quantity and day as a spreadsheet copies them: a line each, tabs between the cells."""
    rows = []
    for line in text.splitlines():
        cells = [cell.strip().strip('"')[:200] for cell in line.split("\t" if "\t" in line else ";")]
        if any(cells):
            code, quantity, day, *_more = [*cells, "", "", ""]
            rows.append(Row({"product": code, "quantity": quantity, "requested": iso_day(day)}))
    return rows


def read_rows(rows: Sequence[Row], products: Mapping[str, ProductChoice]) -> list[Typed]:
    """The lines that the rows mean; what cannot be read is told at its field, and its row left out."""
    found = []
    for row in rows:
        line = _read(row, products)
        if line is not None and not row.errors:
            found.append(line)
    return found


def _read(row: Row, products: Mapping[str, ProductChoice]) -> Typed | None:
    row.product = products.get(row.of("product"))
    if row.product is None:
        row.errors["product"] = _("Ce produit n’existe pas : tapez le début du code ou du nom.")
    elif not row.product.active and not row.of("line_no"):
        row.errors["product"] = _("Ce produit ne se vend plus : choisissez-en un autre.")
    quantity = _quantity(row, "quantity", _("Quantité"))
    if not quantity and "quantity" not in row.errors:
        row.errors["quantity"] = _("Il faut une quantité.")
    partial = row.of("partial") if row.of("partial") in LINE_PARTIALS else ""
    minimum, multiple = _quantity(row, "minimum", _("Minimum")), _quantity(row, "multiple", _("Multiple"))
    if partial == "minimum" and not 0 < minimum <= quantity:
        row.errors["minimum"] = _("Le minimum est entre 0 et la quantité.")
    if multiple and quantity % multiple:
        row.errors["multiple"] = _("La quantité n’en est pas un multiple.")
    deliveries = number_in(row.values, "deliveries")
    if row.of("deliveries") and not deliveries:
        row.errors["deliveries"] = _("Un nombre entier, 1 au moins.")
    price, requested_on, promised_on = _price(row), _day(row, "requested"), _day(row, "promised")
    if row.product is None:
        return None
    return Typed(
        number_in(row.values, "line_no"),
        row.product,
        quantity,
        price,
        requested_on,
        promised_on,
        partial,
        minimum if partial == "minimum" else 0,
        multiple,
        deliveries or None,
    )


def iso_day(text: str) -> str:
    """A day as a date field holds it, from 2026-11-25, 25/11/2026 or 25.11.26; anything else as it was typed."""
    parts = text.replace(".", "/").replace("-", "/").split("/")
    if len(parts) == 3 and all(part.isascii() and part.isdecimal() for part in parts):
        day, month, year = parts if len(parts[0]) < 4 else parts[::-1]
        return f"{int(year) + (2000 if len(year) == 2 else 0):04d}-{int(month):02d}-{int(day):02d}"
    return text


def _quantity(row: Row, name: str, what: str) -> int:
    try:
        return desk_form.quantity(row.of(name), what)
    except InvalidInputError as error:
        row.errors[name] = error.detail
        return 0


def _price(row: Row) -> int | None:
    text = row.of("price").strip()
    if not text:
        return None
    try:
        return parsers.micros(text)
    except CellError:
        row.errors["price"] = _("Un prix s’écrit 12,50, avec six décimales au plus.")
        return None


def _day(row: Row, name: str) -> date | None:
    text = iso_day(row.of(name))
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not FIRST <= found <= LAST:
        row.errors[name] = _("Une date s’écrit 25/11/2026.")
        return None
    return found

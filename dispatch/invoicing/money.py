"""The money of an invoice in exact integers: net per line, VAT per rate, and what is to be paid is their sum to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.catalog.amounts import net_cents as line_net
from dispatch.catalog.amounts import vat_cents

__all__ = ["Taxed", "Totals", "VatRow", "line_net", "net_left", "totals", "totals_left", "vat_cents"]


@dataclass(frozen=True, slots=True)
class Taxed:
    """One line as the tax sees it: net in cents, VAT category (UNTDID 5305: S, E, K, AE, G) and rate in basis points."""

    net_cents: int
    category: str
    vat_bp: int


@dataclass(frozen=True, slots=True)
class VatRow:
    """VAT of one category and rate, rounded half up once, on the sum of its lines."""

    category: str
    vat_bp: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Totals:
    """HT, TVA and TTC of an invoice: gross = net + VAT exactly."""

    net_cents: int
    vat_cents: int
    gross_cents: int
    rows: tuple[VatRow, ...]


def totals_left(lines: Iterable[Taxed], taken: Mapping[tuple[str, int], tuple[int, int]]) -> Totals:
    """Add up what is taken back of an invoice after (net, VAT) of each category and rate was `taken` before.

    VAT is what the whole taken so far makes, less what was taken: credits of parts add up to the invoice's VAT to the cent.
    """
    rows = []
    for row in totals(lines).rows:
        net, vat = taken.get((row.category, row.vat_bp), (0, 0))
        rows.append(VatRow(row.category, row.vat_bp, row.net_cents, vat_cents(net + row.net_cents, row.vat_bp) - vat))
    net, vat = sum(row.net_cents for row in rows), sum(row.vat_cents for row in rows)
    return Totals(net, vat, net + vat, tuple(rows))


def net_left(quantity: int, unit_price_micros: int, taken_qty: int) -> int:
    """Net of a quantity taken back after `taken_qty` of the same line: the nets of all parts add up to the line's."""
    return line_net(taken_qty + quantity, unit_price_micros) - line_net(taken_qty, unit_price_micros)


def totals(lines: Iterable[Taxed]) -> Totals:
    """Add lines up; rows by category, then rate."""
    nets: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line.category, line.vat_bp)
        nets[key] = nets.get(key, 0) + line.net_cents
    rows = tuple(VatRow(category, rate, net, vat_cents(net, rate)) for (category, rate), net in sorted(nets.items()))
    net, vat = sum(row.net_cents for row in rows), sum(row.vat_cents for row in rows)
    return Totals(net, vat, net + vat, rows)

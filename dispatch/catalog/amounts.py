"""Money from quantities, in exact integers: net per line and VAT, each rounded half up to the cent."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch.errors import InvalidInputError

_MILLI_MICRO_PER_CENT = 10_000_000
"""Thousandths of a unit × millionths of the currency, in one cent."""
MOST_CENTS = 10_000_000_000
"""What one line may be worth, a hundred million: databases add up exact products of many lines in 64 bits."""


def cents(milli_micros: int) -> int:
    """Cents of an exact product, or sum of products, of milli-units and price in micros; not negative."""
    return (milli_micros + _MILLI_MICRO_PER_CENT // 2) // _MILLI_MICRO_PER_CENT


def net_cents(quantity: int, unit_price_micros: int) -> int:
    """Net of one line; `quantity` in milli-units. Neither may be negative."""
    return cents(quantity * unit_price_micros)


def refuse_excessive(quantity: int, unit_price_micros: int) -> None:
    """Let a line pass that is worth no more than a line may be.

    Raises
    ------
    InvalidInputError
        When it is worth more than `MOST_CENTS`.
    """
    worth = net_cents(quantity, unit_price_micros)
    if worth > MOST_CENTS:
        raise InvalidInputError(
            f"A line worth {worth // 100} is beyond {MOST_CENTS // 100}.", "Correct its quantity or its price."
        )


def vat_cents(net: int, vat_bp: int) -> int:
    """VAT on a net amount in cents at a rate in basis points."""
    return (net * vat_bp + 5_000) // 10_000


def gross_cents(lines: Iterable[tuple[int, int]]) -> int:
    """What is to be paid for lines of (net in cents, VAT in basis points): VAT is taken on the sum of each rate."""
    nets: dict[int, int] = {}
    for net, vat_bp in lines:
        nets[vat_bp] = nets.get(vat_bp, 0) + net
    return sum(net + vat_cents(net, vat_bp) for vat_bp, net in nets.items())

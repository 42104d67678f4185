"""Money is exact: integers give what an independent Decimal oracle gives."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from dispatch.invoicing.money import Taxed, Totals, line_net, totals

CENT = Decimal("0.01")
RATES = (0, 210, 550, 1000, 2000)


def oracle(lines: list[tuple[int, int, int]]) -> tuple[Decimal, Decimal, Decimal]:
    """HT, TVA, TTC from (milli-units, micros, basis points), in decimals and by other ways than ours."""
    net = vat = Decimal(0)
    for rate in {rate for _, _, rate in lines}:
        base = sum(
            (
                (Decimal(quantity).scaleb(-3) * Decimal(price).scaleb(-6)).quantize(CENT, ROUND_HALF_UP)
                for quantity, price, one in lines
                if one == rate
            ),
            Decimal(0),
        )
        net += base
        vat += (base * Decimal(rate).scaleb(-4)).quantize(CENT, ROUND_HALF_UP)
    return net, vat, net + vat


def ours(lines: list[tuple[int, int, int]]) -> Totals:
    return totals(Taxed(line_net(quantity, price), "S", rate) for quantity, price, rate in lines)


def test_ten_thousand_random_invoices_equal_the_decimal_oracle() -> None:
    chance = random.Random(16)
    for _ in range(10_000):
        lines = [
            (
                chance.choice((chance.randrange(1, 5_000), chance.randrange(1, 900) * 1000)),
                chance.choice((chance.randrange(0, 400_000_000), chance.randrange(0, 4_000) * 5_000)),
                chance.choice(RATES),
            )
            for _ in range(chance.randrange(1, 9))
        ]
        found = ours(lines)
        assert (found.net_cents, found.vat_cents, found.gross_cents) == tuple(
            int(amount.scaleb(2)) for amount in oracle(lines)
        )


def test_vat_is_rounded_once_per_rate_and_not_per_line() -> None:
    found = totals([Taxed(2, "S", 2000)] * 5)
    assert (found.net_cents, found.vat_cents) == (10, 2)  # 0.4 cents five times would round to nothing


def test_half_a_cent_goes_up() -> None:
    assert totals([Taxed(5, "S", 1000)]).vat_cents == 1
    assert totals([Taxed(250, "S", 210)]).vat_cents == 5


def test_lines_of_one_rate_and_another_reason_are_two_rows() -> None:
    rows = totals([Taxed(100, "K", 0), Taxed(50, "AE", 0), Taxed(100, "S", 550)]).rows
    assert [(row.category, row.vat_bp, row.net_cents, row.vat_cents) for row in rows] == [
        ("AE", 0, 50, 0), ("K", 0, 100, 0), ("S", 550, 100, 6),
    ]  # fmt: skip

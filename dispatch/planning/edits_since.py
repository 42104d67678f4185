"""What no run has looked at: lines taken off by hand, or that came after the plan in force was made, or that are put off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dispatch.catalog.amounts import net_cents
from dispatch.orders.queries import PoolLine
from dispatch.planning.rows import UnplannedRow

SINCE = ("since", "à placer", "to be placed")
LATER = ("later", "remise", "put off")
SENTENCES = {
    SINCE: (
        "retirée d'une tournée à la main, ou arrivée après le calcul",
        "taken off a tour by hand, or come after the calculation",
    ),
    LATER: (
        "remise à un autre jour ; un calcul de celui-ci la laisse de côté",
        "put off to another day; a calculation of this one leaves it out",
    ),
}


def since_the_run(
    lines: Iterable[PoolLine],
    told: Iterable[UnplannedRow],
    day: date,
    language: str,
    put_off: Mapping[int, date | None] | None = None,
) -> tuple[UnplannedRow, ...]:
    """Due lines that are still owed and that the run does not speak of, or that are put off, the most valuable first.

    Parameters
    ----------
    put_off
        Lines put off from this day, and the day on which they are expected instead.
    """
    later = put_off or {}
    known, index = {row.order_line_id for row in told} - later.keys(), 1 if language == "en" else 0
    late = [line for line in lines if line.line_id not in known and (line.latest_on is None or line.latest_on >= day)]
    rows = [_row(line, LATER if line.line_id in later else SINCE, index, later.get(line.line_id)) for line in late]
    return tuple(sorted(rows, key=lambda row: (-row.lost_cents, row.order_line_id)))


def _row(line: PoolLine, why: tuple[str, str, str], index: int, expected_on: date | None) -> UnplannedRow:
    return UnplannedRow(
        order_line_id=line.line_id,
        order_id=line.order_id,
        order_number=line.order_number,
        order_reference=line.order_reference,
        line_no=line.line_no,
        customer_code=line.customer_code,
        customer_name=line.customer_name,
        site_name=line.site_name,
        city=line.city,
        latitude=line.latitude,
        longitude=line.longitude,
        product_code=line.product_code,
        product_name=line.product_name,
        unit=line.product_unit,
        quantity=line.backlog_qty,
        due_on=line.due_on,
        expected_on=expected_on,
        code=why[0],
        label=why[1 + index],
        sentence=SENTENCES[why][index],
        remedy="",
        price_cents=None,
        lost_cents=net_cents(line.backlog_qty, line.unit_price_micros),
    )

"""What no run has looked at: lines taken off by hand, or that came after the plan in force was made, or that are put off."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from dispatch.orders.queries import PoolLine
from dispatch.planning.rows import UnplannedRow
from dispatch.tours.queries import value_cents

SINCE = ("since", "à placer", "to be placed")
LATER = ("later", "remise", "put off")
SENTENCES = {
    SINCE: (
        "retirée d'une tournée à la main, ou arrivée après le calcul",
        "taken off a tour by hand, or come after the calculation",
    ),
    LATER: (
        "remise au prochain jour ouvré ; un calcul de ce jour la laisse de côté",
        "put off to the next working day; a calculation of this day leaves it out",
    ),
}


def since_the_run(
    lines: Iterable[PoolLine], told: Iterable[UnplannedRow], day: date, language: str, put_off: Container[int] = ()
) -> tuple[UnplannedRow, ...]:
    """Due lines that are still owed and that the run does not speak of, the most valuable first."""
    known, index = {row.order_line_id for row in told}, 1 if language == "en" else 0
    late = [line for line in lines if line.line_id not in known and (line.latest_on is None or line.latest_on >= day)]
    rows = [_row(line, LATER if line.line_id in put_off else SINCE, index) for line in late]
    return tuple(sorted(rows, key=lambda row: (-row.lost_cents, row.order_line_id)))


def _row(line: PoolLine, why: tuple[str, str, str], index: int) -> UnplannedRow:
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
        expected_on=None,
        code=why[0],
        label=why[1 + index],
        sentence=SENTENCES[why][index],
        remedy="",
        price_cents=None,
        lost_cents=value_cents(line.backlog_qty, line.unit_price_micros),
    )

"""A planned day on a terminal, or as JSON: tours, lines left out with reason and price, cost and bound."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from babel.numbers import format_currency, format_decimal

from dispatch import clock
from dispatch.planning.rows import DayBoard, RunRow, UnplannedRow
from dispatch.tours.rows import TourRow

WORDS = {
    "fr": {
        "tour": "tournée", "trips": "voyages", "stops": "arrêts", "nothing": "aucune tournée", "left": "non planifiées",
        "cost": "coût des tournées", "with": "coût avec ce qui reste", "bound": "borne prouvée", "gap": "écart", "served": "lignes servies",
        "run": "calcul", "none": "pas de borne", "price": "prix pour l'ajouter",
    },
    "en": {
        "tour": "tour", "trips": "trips", "stops": "stops", "nothing": "no tour", "left": "not planned",
        "cost": "cost of the tours", "with": "cost with what stays", "bound": "proven bound", "gap": "gap", "served": "lines served",
        "run": "run", "none": "no bound", "price": "price of forcing it in",
    },
}  # fmt: skip


def print_day(board: DayBoard, language: str) -> None:
    """Print one day for a person."""
    word = WORDS[language]
    click.echo(f"{board.day.isoformat()}")
    if not board.tours:
        click.echo(f"  {word['nothing']}")
    for tour in board.tours:
        click.echo(f"  {_tour(tour, word, language)}")
    if board.unplanned:
        click.echo(
            f"  {word['left']}: {len(board.unplanned)}, {_money(sum(row.lost_cents for row in board.unplanned), language)}"
        )
    for row in board.unplanned:
        click.echo(f"    {_unplanned(row, word, language)}")
    if board.plan_run is not None:
        for line in _run(board.plan_run, word, language):
            click.echo(f"  {line}")


def day_as_json(board: DayBoard) -> dict[str, Any]:
    """The same for a machine: milli-units, cents, metres, seconds, instants in UTC."""
    return asdict(board)


def _tour(tour: TourRow, word: dict[str, str], language: str) -> str:
    weight = next((bar for bar in tour.bars if bar.dimension == "weight"), None)
    load = f"{weight.used / 1000:,.0f} kg ({weight.percent} %)" if weight and weight.percent is not None else ""
    return (
        f"{word['tour']} {tour.letter}  {tour.vehicle_code:<6} {tour.driver_name:<14} {_time(tour.starts_at)}–{_time(tour.ends_at)}  "
        f"{len(tour.trips)} {word['trips']}  {len(tour.stops):>3} {word['stops']}  {load:<18} {tour.distance_m / 1000:7.1f} km  "
        f"{_money(tour.cost_cents, language)}"
    )


def _unplanned(row: UnplannedRow, word: dict[str, str], language: str) -> str:
    quantity = format_decimal(row.quantity / 1000, locale=language)
    price = f" ({word['price']}: {_money(row.price_cents, language)})" if row.price_cents is not None else ""
    remedy = f" → {row.remedy}" if row.remedy else ""
    return (
        f"{row.order_reference}/{row.line_no} {row.customer_name}: {quantity} × {row.product_name}, {_money(row.lost_cents, language)} "
        f"[{row.label}] {row.sentence}{remedy}{price}"
    )


def _run(run: RunRow, word: dict[str, str], language: str) -> list[str]:
    lines = [f"{word['served']}: {run.served_lines}/{run.due_lines}"]
    if run.tour_cost_cents is not None:
        lines.append(f"{word['cost']}: {_money(run.tour_cost_cents, language)}")
    if run.cost_cents is not None:
        bound = f"{word['bound']}: {_money(run.bound_cents, language)}" if run.bound_cents is not None else word["none"]
        gap = (
            f" ({word['gap']} {format_decimal(run.gap_percent, '0.0', locale=language)} %)"
            if run.gap_percent is not None
            else ""
        )
        lines.append(f"{word['with']}: {_money(run.cost_cents, language)} · {bound}{gap}")
    lines.append(f"{word['run']} {run.id}: {run.source}")
    return lines


def _money(cents: int, language: str) -> str:
    return format_currency(cents / 100, "EUR", locale="fr_FR" if language == "fr" else "en_GB")


def _time(instant: datetime) -> str:
    return clock.local(instant).strftime("%H:%M")

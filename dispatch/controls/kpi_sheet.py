"""The morning's lists and the key figures as one workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.controls.kpi import KpiWeek, Share
from dispatch.controls.lists import ControlList
from dispatch.controls.workbook import Value, workbook

HEADS = {
    "fr": (
        "Semaine du", "À l'heure / demandé %", "À l'heure / promis %", "Complet %", "OTIF / demandé %", "OTIF / promis %", "Lignes dues",
        "Reliquats %", "ARC (h)", "ARC dans le délai %", "Signature → facture (j)", "Tournées", "Arrêts", "km", "€ par arrêt",
        "Remplissage %", "CO₂ (kg)",
    ),
    "en": (
        "Week of", "On time / requested %", "On time / promised %", "In full %", "OTIF / requested %", "OTIF / promised %", "Lines due",
        "Back orders %", "Acknowledgement (h)", "Acknowledged in time %", "Signature → invoice (d)", "Tours", "Stops", "km", "€ per stop",
        "Fill %", "CO₂ (kg)",
    ),
}  # fmt: skip
LIST_HEADS = {
    "fr": ("Contrôle", "Objet", "Client", "Nature", "Détail", "Date", "Jours", "Montant HT €"),
    "en": ("Control", "Subject", "Customer", "Nature", "Detail", "Date", "Days", "Net €"),
}
TITLES = {"fr": ("Contrôles", "Indicateurs"), "en": ("Controls", "Key figures")}


def controls_workbook(lists: Sequence[ControlList], weeks: Sequence[KpiWeek], language: str = "fr") -> bytes:
    """Both as the bytes of an xlsx file."""
    controls, figures = TITLES[language]
    return workbook(
        [
            (controls, LIST_HEADS[language], _rows(lists)),
            (figures, HEADS[language], (_week(week) for week in weeks)),
        ]
    )


def _rows(lists: Sequence[ControlList]) -> Iterator[Sequence[Value]]:
    for one in lists:
        for row in one.rows:
            cents = None if row.cents is None else row.cents / 100
            yield (one.code, row.subject, row.who, row.code, row.what, row.on, row.days, cents)


def _week(week: KpiWeek) -> Sequence[Value]:
    road = week.road
    return (
        week.monday,
        _percent(week.on_time_requested),
        _percent(week.on_time_promised),
        _percent(week.in_full),
        _percent(week.otif_requested),
        _percent(week.otif_promised),
        week.otif_promised.of,
        _percent(week.back_orders),
        None if week.acknowledgement_h is None else round(week.acknowledgement_h, 1),
        _percent(week.acknowledged_in_time),
        None if week.invoice_days is None else round(week.invoice_days, 1),
        road.tours,
        road.stops,
        road.distance_m / 1000,
        None if road.cents_per_stop is None else road.cents_per_stop / 100,
        None if road.fill is None else round(100 * road.fill, 1),
        road.co2_g / 1000,
    )


def _percent(share: Share) -> float | None:
    return None if share.ratio is None else round(100 * share.ratio, 1)

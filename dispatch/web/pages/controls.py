"""The morning's controls: every list with its count, one list with its rows and what to do, and the key figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.controls.kpi import KpiWeek, Share, kpi_weeks
from dispatch.controls.kpi_sheet import controls_workbook
from dispatch.controls.morning import morning, one_list
from dispatch.errors import InvalidInputError
from dispatch.orders.feed import order_of
from dispatch.orders.gaps import Gap, accept_gaps, order_gaps
from dispatch.web import control_words
from dispatch.web.formats import euros, kilometres, money, number, percent
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.pages.order_book import xlsx
from dispatch.web.plots import Plot, plot
from dispatch.web.shell import reading, transaction

bp = Blueprint("controls", __name__)


@bp.get("/controls")
def index() -> ResponseReturnValue:
    """All lists, and the key figures of the last weeks."""
    today = clock.today()
    with reading() as session:
        lists = morning(session, today)
        weeks = kpi_weeks(session, today)
    return render_template(
        "controls.html", lists=lists, plots=_plots(weeks), weeks=weeks, words=control_words.names(), today=today
    )


@bp.get("/controls.xlsx")
def export() -> ResponseReturnValue:
    """Lists and key figures as a workbook."""
    today = clock.today()
    with reading() as session:
        data = controls_workbook(morning(session, today), kpi_weeks(session, today), reader_language())
    return xlsx(data, f"controles-{today.isoformat()}")


@bp.get("/controls/<code>")
def one(code: str) -> ResponseReturnValue:
    """One list."""
    with reading() as session:
        found = one_list(session, code, clock.today())
    return render_template(
        "control.html",
        found=found,
        name=control_words.names()[code],
        hint=control_words.hints()[code],
        natures=control_words.natures(),
        said=control_words.figures,
    )


@bp.post("/controls/gaps/accept")
def accept() -> ResponseReturnValue:
    """Accept the differences of orders with their quotes, or that they have none, in the name of whoever asks; all or none."""
    wanted = dict.fromkeys(one[:80] for one in request.form.getlist("row"))
    reason = request.form.get("reason", "").strip()[:500]
    with transaction() as session:
        if not wanted:
            raise InvalidInputError("No order is ticked.", "Tick the orders to be accepted.")
        for row in wanted:
            reference, _slash, shown = row.partition("|")
            _accept(session, reference, shown, reason)
    back = "no_quote" if request.form.get("list") == "no_quote" else "quote_gaps"
    return redirect(url_for("controls.one", code=back), 303)


def _accept(session: Session, reference: str, shown: str, reason: str) -> None:
    order = order_of(session, reference)
    gaps = [gap for gap in order_gaps(session, order) if not shown or _key(gap) == shown]
    if not gaps:
        raise InvalidInputError("This difference is accepted already, or the order has changed.", "Reload the list.")
    accept_gaps(session, order, gaps, reason)


def _key(gap: Gap) -> str:
    return f"{gap.line_no}/{gap.field}"


def _plots(weeks: tuple[KpiWeek, ...]) -> list[Plot]:
    def shares(label: str, pick: Callable[[KpiWeek], Share]) -> Plot:
        found = [pick(week) for week in weeks]
        said = ["—" if one.ratio is None else f"{percent(one.ratio)} ({one.hits}/{one.of})" for one in found]
        return plot(label, [one.ratio for one in found], said, top=1.0)

    def values(label: str, pick: Callable[[KpiWeek], float | None], say: Callable[[Any], str], note: str = "") -> Plot:
        found = [pick(week) for week in weeks]
        return plot(label, found, ["—" if value is None else say(value) for value in found], note)

    estimated = _("distances estimées") if any(week.road.estimated for week in weeks) else ""
    return [
        shares(_("OTIF sur la date promise"), lambda week: week.otif_promised),
        shares(_("OTIF sur la date demandée"), lambda week: week.otif_requested),
        shares(_("À l’heure sur la date promise"), lambda week: week.on_time_promised),
        shares(_("Complet à la première livraison"), lambda week: week.in_full),
        shares(_("Lignes en reliquat"), lambda week: week.back_orders),
        values(_("De la commande à l’accusé"), lambda week: week.acknowledgement_h, lambda hours: f"{hours:.0f} h"),
        values(
            _("De la signature à la facture"),
            lambda week: week.invoice_days,
            lambda days: _("%(n)s j", n=round(max(days, 0))),
        ),
        values(_("Kilomètres"), lambda week: week.road.distance_m or None, kilometres, estimated),
        values(_("Coût par arrêt"), lambda week: week.road.cents_per_stop, money, estimated),
        values(_("Remplissage en poids"), lambda week: week.road.fill, percent),
        values(
            _("CO₂"),
            lambda week: week.road.co2_g or None,
            lambda grams: f"{number(grams // 1000)} kg",
            _("facteurs par km des réglages"),
        ),
        values(_("Coût des tournées"), lambda week: week.road.cost_cents or None, euros, estimated),
    ]

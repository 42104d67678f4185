"""A call-off as typed: where, for which day, firm or forecast, how much of each line; repeated at even distances if asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dispatch import clock
from dispatch.errors import InvalidInputError
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.framework_queries import BalanceRow, FrameworkView
from dispatch.web import desk_form
from dispatch.web.formats import day as day_text
from dispatch.web.formats import quantity as quantity_text
from dispatch.web.language import gettext as _
from dispatch.web.params import day_in, number_in

MOST_TIMES = 26
WEEKS = (1, 2, 4)


@dataclass(slots=True)
class CallOffForm:
    """What was typed, and what is wrong with it by field; what concerns none of them under the empty name."""

    framework: FrameworkView
    sites: tuple[tuple[int, str], ...]
    values: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, default: str = "") -> str:
        """One field as typed."""
        return self.values.get(name, default)

    @property
    def site_id(self) -> int:
        """The site chosen, else the framework's own."""
        chosen = number_in(self.values, "site")
        return chosen if chosen in [site_id for site_id, _name in self.sites] else self.framework.site_id

    @property
    def times(self) -> int:
        """How many call-offs it makes."""
        return min(max(number_in(self.values, "times") or 1, 1), MOST_TIMES)


def read_call_offs(form: CallOffForm) -> list[OrderDraft]:
    """The call-offs that the form means; none, and the form says why, while it means none."""
    lines = _lines(form)
    first = day_in(form.values, "requested_on")
    weeks = number_in(form.values, "weeks")
    days = [] if first is None else [first + timedelta(weeks=(weeks or 1) * place) for place in range(form.times)]
    _check_days(form, days)
    if not lines and not form.errors:
        form.errors[""] = _("Appelez au moins une quantité.")
    for row, quantity in lines:
        if quantity * form.times > row.left_qty:
            form.errors[f"quantity-{row.line_id}"] = _(
                "Il reste %(left)s, %(asked)s appelés.",
                left=quantity_text(row.left_qty),
                asked=quantity_text(quantity * form.times),
            )
    if form.errors:
        return []
    return [_draft(form, lines, wanted_on) for wanted_on in days]


def _lines(form: CallOffForm) -> list[tuple[BalanceRow, int]]:
    found = []
    for row in form.framework.lines:
        name = f"quantity-{row.line_id}"
        try:
            quantity = desk_form.quantity(form.of(name), _("Quantité"))
        except InvalidInputError as error:
            form.errors[name] = error.detail
            continue
        if quantity:
            found.append((row, quantity))
    return found


def _check_days(form: CallOffForm, days: list[date]) -> None:
    last = form.framework.valid_until
    if not days:
        form.errors["requested_on"] = _("Pour quel jour ?")
    elif days[0] < clock.today():
        form.errors["requested_on"] = _("Ce jour est passé : un appel se demande pour aujourd’hui ou plus tard.")
    elif last is not None and days[-1] > last:
        form.errors["requested_on"] = _(
            "La commande ouverte finit le %(until)s, l’appel serait pour le %(day)s : prolongez-la d’abord.",
            until=day_text(last),
            day=day_text(days[-1]),
        )


def _draft(form: CallOffForm, lines: list[tuple[BalanceRow, int]], wanted_on: date) -> OrderDraft:
    return OrderDraft(
        customer_id=form.framework.customer_id,
        site_id=form.site_id,
        lines=tuple(
            LineDraft(number, row.product_id, quantity, wanted_on) for number, (row, quantity) in enumerate(lines, 1)
        ),
        kind="call_off",
        framework=form.framework.number,
        forecast=form.of("firmness") == "forecast",
        customer_reference=form.of("customer_reference")[:64],
    )

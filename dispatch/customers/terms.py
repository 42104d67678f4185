"""Payment terms and what the law allows (Code de commerce, L441-10 in general, L441-11 II for some goods)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

ARTICLE = "C. com. L441-10"


@dataclass(frozen=True, slots=True)
class TermsRefusal:
    """A limit of the law that terms exceed, in both languages."""

    article: str
    limit_fr: str
    limit_en: str


@dataclass(frozen=True, slots=True)
class Regulated:
    """Goods with a time of their own: at most `days` from a day that is tied to the delivery, not to the invoice.

    Attributes
    ----------
    spent
        Days of it that are gone, at worst, when an invoice for a period is issued, by billing period.
    month_end
        Whether the time runs from the end of the month, so that terms to a month's end keep it.
    """

    article: str
    days: int
    fr: str
    en: str
    spent: Mapping[str, int]
    month_end: bool = False


REGULATED: Mapping[str, Regulated] = {
    "perishable": Regulated(
        "C. com. L441-11, II, 1°",
        30,
        "30 jours après la livraison (facture périodique : après la décade de livraison) pour les denrées périssables et surgelées",
        "30 days after delivery (periodic invoice: after the ten-day period of delivery) for perishable and frozen foods",
        {"decade": 0, "fortnight": 5, "month": 21},
    ),
    "fresh_meat": Regulated(
        "C. com. L441-11, II, 2°",
        20,
        "20 jours après la livraison pour le bétail et les viandes fraîches",
        "20 days after delivery for livestock and fresh meat",
        {"decade": 11, "fortnight": 16, "month": 31},
    ),
    "spirits": Regulated(
        "C. com. L441-11, II, 3°",
        30,
        "30 jours fin de mois de livraison pour les alcools soumis au droit de consommation",
        "30 days after the month of delivery for spirits under excise duty",
        {"decade": 0, "fortnight": 0, "month": 0},
        month_end=True,
    ),
    "transport": Regulated(
        "C. com. L441-11, II, 5°",
        30,
        "30 jours date de facture pour le transport routier de marchandises",
        "30 days from the invoice for road haulage",
        {"decade": 0, "fortnight": 0, "month": 0},
    ),
}
"""Kind of goods or services → its time."""


def terms_refusal(
    days: int,
    end_of_month: bool,
    billing_mode: str = "per_delivery",
    billing_period: str = "",
    regulated: Collection[str] = (),
) -> TermsRefusal | None:
    """The limit that terms exceed, or None: 60 days from the invoice, 45 days end of month, 45 days when periodic.

    Parameters
    ----------
    billing_period
        `month`, `fortnight`, `decade`; empty counts as a month.
    regulated
        Keys of `REGULATED` that are bought; the tightest limit is told first.
    """
    of_goods = goods_refusal(days, end_of_month, billing_mode, billing_period, regulated)
    if of_goods is not None:
        return of_goods
    if billing_mode == "periodic" and days > 45:
        return TermsRefusal(
            ARTICLE, "45 jours pour une facture récapitulative", "45 days for an invoice that sums up deliveries"
        )
    if end_of_month and days > 45:
        return TermsRefusal(ARTICLE, "45 jours fin de mois", "45 days end of month")
    if days > 60:
        return TermsRefusal(ARTICLE, "60 jours date de facture", "60 days from the invoice")
    return None


def goods_refusal(
    days: int, end_of_month: bool, billing_mode: str, billing_period: str, regulated: Collection[str]
) -> TermsRefusal | None:
    """The limit of L441-11 that terms exceed for goods of these kinds, the tightest first; parameters as `terms_refusal`."""
    for key in sorted(regulated, key=lambda each: REGULATED[each].days):
        one = REGULATED[key]
        spent = one.spent[billing_period or "month"] if billing_mode == "periodic" else 0
        if days > one.days - spent or (end_of_month and days and not one.month_end):
            return TermsRefusal(one.article, one.fr, one.en)
    return None

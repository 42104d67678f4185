"""Payment terms and what the law allows (Code de commerce, L441-10)."""

from __future__ import annotations

from dataclasses import dataclass

ARTICLE = "C. com. L441-10"


@dataclass(frozen=True, slots=True)
class TermsRefusal:
    """A limit of the law that terms exceed, in both languages."""

    article: str
    limit_fr: str
    limit_en: str


def terms_refusal(days: int, end_of_month: bool, billing_mode: str = "per_delivery") -> TermsRefusal | None:
    """The limit that terms exceed, or None: 60 days from the invoice, 45 days end of month, 45 days when periodic."""
    if billing_mode == "periodic" and days > 45:
        return TermsRefusal(
            ARTICLE, "45 jours pour une facture récapitulative", "45 days for an invoice that sums up deliveries"
        )
    if end_of_month and days > 45:
        return TermsRefusal(ARTICLE, "45 jours fin de mois", "45 days end of month")
    if days > 60:
        return TermsRefusal(ARTICLE, "60 jours date de facture", "60 days from the invoice")
    return None

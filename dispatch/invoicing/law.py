"""What the law says about invoices, as dated data: limits of payment terms, and the texts that stand on the paper.

A text that has run out is missing, and what is missing stops the invoice: nothing is printed that no longer holds. The
articles of the CGI on VAT are recodified into the CIBS from 1 September 2026; old references are tolerated until
31 December 2027, so they end on that day here and must be replaced by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.invoicing.due_dates import Terms

CGI_TOLERATED_UNTIL = date(2027, 12, 31)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long payment may be put off, in days from the invoice, while it is in force (both days included)."""

    valid_from: date
    valid_to: date | None
    article: str
    days: int
    end_of_month_days: int
    periodic_days: int


@dataclass(frozen=True, slots=True)
class Text:
    """A legal sentence, in both languages, while it is in force (both days included)."""

    valid_from: date
    valid_to: date | None
    article: str
    fr: str
    en: str

    def said(self, language: str) -> str:
        """The sentence in the reader's language."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class TooLong:
    """Payment terms beyond the law, with the limit that they pass."""

    article: str
    fr: str
    en: str


LIMITS: tuple[Limit, ...] = (Limit(date(2019, 4, 26), None, "C. com. L441-10", 60, 45, 45),)
"""Payment terms between businesses; the shorter ones of L441-11 (foods among them) depend on the goods."""

TEXTS: dict[str, tuple[Text, ...]] = {
    "late_penalty": (
        Text(
            date(2019, 4, 26),
            None,
            "C. com. L441-10",
            "Pénalités de retard, exigibles sans rappel : taux de refinancement de la BCE majoré de 10 points.",
            "Late payment penalties, due without reminder: the ECB's refinancing rate plus 10 points.",
        ),
    ),
    "recovery_fee": (
        Text(
            date(2013, 1, 1),
            None,
            "C. com. D441-5",
            "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 €.",
            "Fixed compensation for recovery costs in case of late payment: 40 €.",
        ),
    ),
    "no_discount": (
        Text(
            date(2019, 4, 26),
            None,
            "C. com. L441-9",
            "Pas d’escompte pour paiement anticipé.",
            "No discount for early payment.",
        ),
    ),
    "vat_on_debits": (
        Text(
            date(1993, 1, 1),
            CGI_TOLERATED_UNTIL,
            "CGI ann. II 242 nonies A",
            "Option pour le paiement de la taxe d’après les débits.",
            "VAT is due on the date of the invoice (option for debits).",
        ),
    ),
    "exempt_K": (
        Text(
            date(1993, 1, 1),
            CGI_TOLERATED_UNTIL,
            "CGI 262 ter, I",
            "Exonération de TVA, article 262 ter, I du CGI (livraison intracommunautaire).",
            "VAT exempt intra-Community supply, article 262 ter, I of the CGI.",
        ),
    ),
    "exempt_AE": (
        Text(
            date(2010, 1, 1),
            CGI_TOLERATED_UNTIL,
            "CGI 259, 1°; directive 2006/112/CE, 196",
            "Autoliquidation, article 259, 1° du CGI et article 196 de la directive 2006/112/CE.",
            "Reverse charge, article 259, 1° of the CGI and article 196 of directive 2006/112/EC.",
        ),
    ),
    "exempt_G": (
        Text(
            date(1993, 1, 1),
            CGI_TOLERATED_UNTIL,
            "CGI 262, I",
            "Exonération de TVA, article 262, I du CGI (exportation).",
            "VAT exempt export, article 262, I of the CGI.",
        ),
    ),
    "exempt_G_service": (
        Text(
            date(2010, 1, 1),
            CGI_TOLERATED_UNTIL,
            "CGI 259, 1°",
            "TVA non applicable, article 259, 1° du CGI (service à un preneur établi hors de l’Union).",
            "Outside the scope of French VAT, article 259, 1° of the CGI (service to a customer outside the Union).",
        ),
    ),
}


def text(code: str, on: date) -> Text | None:
    """The sentence of a code on a day; None where none is in force."""
    return next((one for one in TEXTS.get(code, ()) if _in_force(one.valid_from, one.valid_to, on)), None)


def said(code: str, on: date, language: str) -> str:
    """The sentence in a language; empty where none is in force."""
    found = text(code, on)
    return found.said(language) if found else ""


def too_long(terms: Terms, on: date, *, periodic: bool) -> TooLong | None:
    """The limit that payment terms pass on the day of the invoice, or None."""
    limit = next((one for one in LIMITS if _in_force(one.valid_from, one.valid_to, on)), None)
    if limit is None or terms.cash:
        return None
    if periodic and terms.days > limit.periodic_days:
        days = limit.periodic_days
        return TooLong(
            limit.article,
            f"{days} jours pour une facture récapitulative",
            f"{days} days for an invoice that sums up deliveries",
        )
    if terms.end_of_month and terms.days > limit.end_of_month_days:
        days = limit.end_of_month_days
        return TooLong(limit.article, f"{days} jours fin de mois", f"{days} days end of month")
    if terms.days > limit.days:
        return TooLong(limit.article, f"{limit.days} jours date de facture", f"{limit.days} days from the invoice")
    return None


def _in_force(valid_from: date, valid_to: date | None, on: date) -> bool:
    return valid_from <= on and (valid_to is None or on <= valid_to)

"""What the law wants on an invoice, as dated data: each mention says since when, by which article, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum import luhn

from dispatch.documents.invoice_sheets import InvoiceParty, InvoiceSheet

VAT_TERRITORY = frozenset({"FR", "MC"})
"""Where French VAT applies: Monaco is inside."""
UNION = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
        "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
WITHOUT_CAPITAL = frozenset({"EI", "EIRL", "ENTREPRENEUR INDIVIDUEL", "ASSOCIATION", "GIE"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One mandatory mention while it is in force; `present` says whether a sheet carries it (or need not)."""

    code: str
    article: str
    fr: str
    en: str
    present: Callable[[InvoiceSheet], bool]
    valid_from: date = date(2004, 1, 1)
    valid_to: date | None = None

    def name(self, language: str) -> str:
        """What is missing, in the reader's language."""
        return self.en if language == "en" else self.fr


def missing(sheet: InvoiceSheet) -> tuple[Mention, ...]:
    """The mentions in force on the day of issue that the sheet lacks."""
    on = sheet.issued_on
    return tuple(
        one
        for one in MENTIONS
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to) and not one.present(sheet)
    )


def _place(party: InvoiceParty) -> bool:
    return bool(party.address and party.postcode and party.city and party.country)


def _siren(number: str) -> bool:
    return len(number) == 9 and number.isdigit() and bool(luhn.is_valid(number))


def _has_capital(sheet: InvoiceSheet) -> bool:
    return bool(sheet.seller.capital_cents) or sheet.seller.legal_form.strip().upper() in WITHOUT_CAPITAL


def _buyer_siren(sheet: InvoiceSheet) -> bool:
    return sheet.buyer.country not in VAT_TERRITORY or _siren(sheet.buyer.siren)


def _buyer_vat(sheet: InvoiceSheet) -> bool:
    """Due where no tax is charged because the buyer accounts for it."""
    return bool(sheet.buyer.vat_number) or not any(row.category in ("K", "AE") for row in sheet.vat)


CGI = "CGI ann. II 242 nonies A"
COM = "C. com. L441-9"

MENTIONS: tuple[Mention, ...] = (
    Mention("seller_name", CGI, "raison sociale du vendeur", "seller's name", lambda s: bool(s.seller.name)),
    Mention("seller_address", CGI, "siège du vendeur", "seller's address", lambda s: _place(s.seller)),
    Mention("seller_form", "C. com. R123-238", "forme juridique du vendeur", "seller's legal form",
            lambda s: bool(s.seller.legal_form)),
    Mention("seller_capital", "C. com. R123-238", "capital social du vendeur", "seller's share capital", _has_capital),
    Mention("seller_siren", "C. com. R123-237", "numéro SIREN du vendeur (valide)", "seller's SIREN (valid)",
            lambda s: _siren(s.seller.siren)),
    Mention("seller_register", "C. com. R123-237", "ville du RCS du vendeur", "town of the seller's register",
            lambda s: bool(s.seller.rcs)),
    Mention("seller_vat", CGI, "numéro de TVA du vendeur", "seller's VAT number", lambda s: bool(s.seller.vat_number)),
    Mention("buyer_name", CGI, "nom du client", "customer's name", lambda s: bool(s.buyer.name)),
    Mention("buyer_address", COM, "adresse de facturation du client", "customer's billing address",
            lambda s: _place(s.buyer)),
    Mention("buyer_siren", CGI, "numéro SIREN du client (valide)", "customer's SIREN (valid)", _buyer_siren,
            valid_from=date(2022, 10, 7)),
    Mention("buyer_vat", CGI, "numéro de TVA du client", "customer's VAT number", _buyer_vat),
    Mention("buyer_electronic_address", "XP Z12-012, BT-49", "adresse électronique du client (SIREN ou e-mail)",
            "customer's electronic address (SIREN or e-mail)", lambda s: ":" in s.buyer.electronic_address,
            valid_from=date(2026, 9, 1)),
    Mention("delivered_on", CGI, "date de livraison", "day of delivery", lambda s: bool(s.deliveries)),
    Mention("delivery_address", CGI, "adresse de livraison", "delivery address",
            lambda s: all(_place(one.place) for one in s.deliveries), valid_from=date(2022, 10, 7)),
    Mention("lines", CGI, "désignation de chaque ligne", "description of each line",
            lambda s: bool(s.lines) and all(line.designation for line in s.lines)),
    Mention("exemption", CGI, "motif légal de l’absence de TVA", "legal reason why no VAT is charged",
            lambda s: all(row.vat_bp or row.reason for row in s.vat)),
    Mention("operations", CGI, "nature des opérations", "nature of the operations", lambda s: bool(s.operations),
            valid_from=date(2022, 10, 7)),
    Mention("terms", COM, "conditions de règlement", "payment terms", lambda s: bool(s.terms)),
    Mention("late_penalty", "C. com. L441-9", "pénalités de retard", "late payment penalties",
            lambda s: bool(s.late_penalty)),
    Mention("recovery_fee", "C. com. D441-5", "indemnité forfaitaire de 40 €", "fixed compensation of 40 €",
            lambda s: bool(s.recovery_fee), valid_from=date(2013, 1, 1)),
    Mention("discount", COM, "escompte, ou son absence", "discount for early payment, or none", lambda s: bool(s.discount)),
    Mention("corrected", CGI, "facture que l’avoir corrige", "invoice that the credit note corrects",
            lambda s: s.kind == "invoice" or bool(s.corrects and s.corrects_on)),
)  # fmt: skip
"""All mentions, in the order in which they are told."""

"""What each kind of document must say, and which part of the paper says it, so that a layout cannot leave it off unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CGI = "CGI ann. II 242 nonies A"
COM = "C. com. L441-1"
OFFER = "C. civ. 1114"
USAGE = "usage"
CARRIED = "arrêté du 9 novembre 1999"


@dataclass(frozen=True)
class PaperMention:
    """One mandatory mention and the part of the paper that carries it.

    Attributes
    ----------
    part
        `column`, `panel` or `block`; `whole` where the paper says it whatever the layout.
    key
        Which one.
    said
        Whether a sheet has what is to be said; None: always.
    """

    code: str
    part: str
    key: str
    article: str
    fr: str
    en: str
    said: Callable[[Any], bool] | None = None

    def name(self, language: str) -> str:
        """What would be missing, in the reader's language."""
        return self.en if language == "en" else self.fr


def _mentions(*rows: tuple[str, str, str, str, str]) -> tuple[PaperMention, ...]:
    return tuple(PaperMention(f"{part}_{key}", part, key, article, fr, en) for part, key, article, fr, en in rows)


_BILLED = _mentions(
    ("column", "designation", CGI, "désignation de chaque ligne", "description of each line"),
    ("column", "quantity", CGI, "quantité de chaque ligne", "quantity of each line"),
    ("column", "price", CGI, "prix unitaire hors taxe", "unit price net of tax"),
    ("column", "vat", CGI, "taux de TVA de chaque ligne", "VAT rate of each line"),
    ("column", "amount", CGI, "montant hors taxe de chaque ligne", "net amount of each line"),
    ("panel", "bill_to", "C. com. L441-9", "client et adresse de facturation", "customer and billing address"),
    ("panel", "deliver_to", CGI, "adresse de livraison", "delivery address"),
    ("panel", "references", CGI, "date de livraison et commande du client", "day of delivery and customer’s order"),
    ("block", "money", CGI, "totaux par taux, échéance et conditions", "totals per rate, due date and terms"),
)
_OFFERED = _mentions(
    ("column", "designation", OFFER, "nature des biens", "nature of the goods"),
    ("column", "quantity", OFFER, "quantité de chaque ligne", "quantity of each line"),
    ("column", "price", OFFER, "prix unitaire hors taxe", "unit price net of tax"),
    ("panel", "customer", USAGE, "nom et adresse du client", "customer’s name and address"),
    ("panel", "deliver_to", USAGE, "adresse de livraison", "delivery address"),
    ("block", "totals", OFFER, "totaux", "totals"),
)

PAPER_MENTIONS: dict[str, tuple[PaperMention, ...]] = {
    "quote": _OFFERED
    + _mentions(
        (
            "panel",
            "offer",
            "C. civ. 1116, C. com. L441-1",
            "durée de validité et conditions de règlement",
            "validity and payment terms",
        )
    ),
    "acknowledgement": _OFFERED
    + _mentions(
        ("column", "agreed", USAGE, "date convenue de chaque ligne", "agreed day of each line"),
        ("panel", "order", COM, "commande et conditions de règlement", "order and payment terms"),
        ("block", "replaces", USAGE, "ce que l’indice remplace", "what the index replaces"),
    ),
    "note": _mentions(
        ("column", "designation", CARRIED, "nature des marchandises", "nature of the goods"),
        ("column", "today", CARRIED, "quantité livrée", "quantity delivered"),
        ("panel", "consignee", CARRIED, "nom et adresse du destinataire", "consignee’s name and address"),
        ("panel", "orders", USAGE, "numéros de commande", "order numbers"),
        ("block", "instructions", USAGE, "consignes de livraison", "delivery instructions"),
    ),
    "invoice": _BILLED,
    "note_invoice": _BILLED,
    "credit_note": _BILLED
    + _mentions(("block", "correction", CGI, "facture que l’avoir corrige", "invoice that the credit note corrects")),
}
"""Kind of document → its mentions, in the order in which they are told."""

"""The words that only acknowledgements say, in French and English."""

from __future__ import annotations

from dispatch.documents.sheets import Language

_COLUMN: dict[Language, int] = {"fr": 0, "en": 1}

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Accusé de réception de\u00a0commande", "Order acknowledgement"),
    "customer": ("Client", "Customer"),
    "deliver_to": ("À livrer à", "To be delivered to"),
    "received_on": ("Reçue le\u00a0{day}", "Received on {day}"),
    "your_reference": ("Votre référence {reference}", "Your reference {reference}"),
    "replaces": ("Cet accusé annule et remplace le précédent.", "This acknowledgement replaces the one before."),
    "col_agreed": ("Date convenue", "Agreed for"),
    "instead_of": ("au lieu du {day}", "instead of {day}"),
    "partial_allowed": ("Livraisons partielles admises.", "Partial deliveries are accepted."),
    "partial_complete": ("Livraison en une seule fois.", "To be delivered all at once."),
    "partial_minimum": (
        "Livraisons partielles admises, d’au moins {quantity} par ligne.",
        "Partial deliveries are accepted, of at least {quantity} per line.",
    ),
    "carriage": ("Livraison par nos soins à l’adresse ci-dessus.", "Delivered by us to the address above."),
    "object": (
        "Sans remarque de votre part, la commande est exécutée telle qu’elle est écrite ici.",
        "Unless we hear from you, the order is carried out as written here.",
    ),
    "date_moved": ("La date convenue a changé.", "The agreed date has moved."),
}


def say_ack(language: Language, key: str, **values: object) -> str:
    """Return the words of `key`, its ``{names}`` filled in."""
    text = _WORDS[key][_COLUMN[language]]
    return text.format_map(values) if values else text

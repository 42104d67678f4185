"""The words of quotes, consignment notes and statements, in French and English; part of the catalogue in `words`."""

from __future__ import annotations

SALES_WORDS: dict[str, tuple[str, str]] = {
    "quote": ("Devis", "Quote"),
    "quote_customer": ("Client", "Customer"),
    "quote_deliver_to": ("À livrer à", "To be delivered to"),
    "quote_offer": ("Offre", "Offer"),
    "valid_until": ("Valable jusqu’au {day}", "Valid until {day}"),
    "col_wanted": ("Date souhaitée", "Wanted on"),
    "accepted_title": ("Bon pour accord", "Accepted"),
    "accepted_how": (
        "Date, nom, qualité, signature et cachet, précédés de «\u00a0bon pour accord\u00a0»",
        "Date, name, position, signature and stamp",
    ),
    "accepted_order": ("Votre n° de commande", "Your order number"),
    "quote_carriage": ("Livraison par nos soins à l’adresse ci-dessus.", "Delivered by us to the address above."),
    "quote_free": ("Devis gratuit, établi en euros.", "This quote is free of charge, in euros."),
}

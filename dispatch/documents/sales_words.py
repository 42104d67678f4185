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
    "consignment": ("Lettre de voiture", "Consignment note"),
    "consignment_carrier": ("Exemplaire transporteur, à bord du véhicule", "Carrier copy, stays on board"),
    "consignment_shipper": ("Exemplaire expéditeur, à conserver deux ans", "Shipper copy, kept for two years"),
    "written_on": ("établie le {day}", "written on {day}"),
    "consignor": ("Expéditeur", "Shipper"),
    "carrier": ("Transporteur", "Carrier"),
    "carrier_address": ("Adresse\u00a0:", "Address:"),
    "carrier_siren": ("SIREN\u00a0:", "SIREN:"),
    "taken_over": ("Chargement, prise en charge", "Loading, taken over"),
    "consignee_unloading": ("Destinataire, lieu de déchargement", "Consignee, place of unloading"),
    "goods_carried": ("Marchandise", "Goods"),
    "received_signed": ("Reçu\u00a0: heure, signature", "Received: hour, signature"),
    "signs_shipper": ("L’expéditeur", "The shipper"),
    "signs_carrier": ("Le transporteur", "The carrier"),
    "signs_how": ("Nom, signature, cachet", "Name, signature, stamp"),
    "carrier_reserves": (
        "Nom, signature\u00a0; réserves précises et motivées à la prise en charge",
        "Name, signature; precise discrepancies on taking over",
    ),
    "dock_hours": ("À quai", "At the dock"),
    "dock_hours_how": ("Heures portées par le conducteur", "Hours, written by the driver"),
    "dock_in": ("Arrivée", "Arrival"),
    "dock_out": ("Départ", "Departure"),
    "consignment_law": (
        (
            "Arrêté du 9 novembre 1999, article 4\u00a0; C. com. L132-9. Livraison le jour du chargement, aux heures prévues\u00a0; prix "
            "et indemnité de retard selon la convention des parties, à défaut le contrat type. "
            "Réserves du destinataire\u00a0: sur son bon, confirmées sous trois jours (C. com. L133-3)."
        ),
        (
            "Order of 9 November 1999, article 4; C. com. L132-9. Delivered on the day of loading, at the planned hours; "
            "price and indemnity for delay as agreed, else by the model contract. "
            "The consignee’s discrepancies: on the note, confirmed in three days (C. com. L133-3)."
        ),
    ),
    "remark_carrier": (
        "Transport confié à {carrier}\u00a0: la lettre de voiture {number} reste à bord.",
        "Carried by {carrier}: the consignment note {number} stays on board.",
    ),
    "remark_missing": (
        "À compléter à la main sur la lettre de voiture\u00a0: {what}.",
        "To be written by hand on the consignment note: {what}.",
    ),
    "missing_address": ("adresse du transporteur", "address of the carrier"),
    "missing_siren": ("SIREN du transporteur", "SIREN of the carrier"),
    "quote_free": ("Devis gratuit, établi en euros.", "This quote is free of charge, in euros."),
}

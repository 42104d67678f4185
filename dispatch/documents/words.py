"""The words of the papers, in French and English: one catalogue (invoices add theirs), no sentence anywhere else in this room."""

from __future__ import annotations

from dispatch.documents.invoice_words import INVOICE_WORDS
from dispatch.documents.letter_words import LETTER_WORDS
from dispatch.documents.sales_words import SALES_WORDS
from dispatch.documents.sheets import Language


def say(language: Language, key: str, **values: object) -> str:
    """Return the words of `key`, its ``{names}`` filled in (values are letters, never formats)."""
    text = _WORDS[key][_COLUMN[language]]
    return text.format_map(values) if values else text


def count(language: Language, key: str, number: int) -> str:
    """Return a number with its noun, ``1 arrêt`` or ``1 200 colis`` (French zero is singular, English zero plural)."""
    single = number < 2 if language == "fr" else number == 1
    noun = say(language, f"{key}_one" if single else f"{key}_many")
    return f"{number:,}".replace(",", "\u202f" if language == "fr" else ",") + f"\u00a0{noun}"


_COLUMN: dict[Language, int] = {"fr": 0, "en": 1}

_WORDS: dict[str, tuple[str, str]] = (
    INVOICE_WORDS
    | SALES_WORDS
    | LETTER_WORDS
    | {
        # papers
        "note": ("Bon de livraison", "Delivery note"),
        "loading": ("Bordereau de chargement", "Loading list"),
        "route": ("Feuille de route", "Route sheet"),
        "cover": ("Dossier de tournée", "Tour pack"),
        "continued": ("suite", "continued"),
        "page": ("page {page} / {pages}", "page {page} of {pages}"),
        "fingerprint": ("empreinte {digits}", "fingerprint {digits}"),
        # copies
        "copy_customer": ("Exemplaire client", "Customer copy"),
        "copy_driver": ("Exemplaire chauffeur, à retourner signé", "Driver copy, to be returned signed"),
        "copy_accounts": ("Exemplaire comptabilité", "Accounts copy"),
        # heads
        "tour": ("Tournée {tour}", "Tour {tour}"),
        "stop": ("arrêt {number}", "stop {number}"),
        "trip_of": ("trajet {trip} / {trips}", "trip {trip} of {trips}"),
        "trip": ("Trajet {trip}", "Trip {trip}"),
        "planned_at": ("prévu à {time}", "planned at {time}"),
        "deliver_to": ("Livré à", "Delivered to"),
        "bill_to": ("Facturé à", "Invoiced to"),
        "order": ("Commande", "Order"),
        "orders": ("Commandes", "Orders"),
        "your_reference": ("votre référence {reference}", "your reference {reference}"),
        "ordered_on": ("du\u00a0{day}", "of\u00a0{day}"),
        "acknowledged": ("Accusé {number}", "Acknowledgement {number}"),
        "acknowledged_on": ("Accusé {number} du\u00a0{day}", "Acknowledgement {number} of\u00a0{day}"),
        "terms": ("Conditions\u00a0: {terms}", "Terms: {terms}"),
        "reception": ("Réception {windows}", "Open {windows}"),
        "instructions": ("Consignes", "Instructions"),
        "vehicle": ("Véhicule", "Vehicle"),
        "driver": ("Chauffeur", "Driver"),
        "depot": ("Dépôt", "Depot"),
        "departure": ("Départ", "Departure"),
        "return": ("Retour", "Return"),
        "load_from": ("Chargement", "Loading"),
        "dock": ("Quai", "Dock"),
        "desk": ("En cas de problème", "If something is wrong"),
        "departs_returns": ("départ {departs} · retour {returns}", "departs {departs} · back {returns}"),
        "departs": ("départ {departs}", "departs {departs}"),
        "loads": ("chargement {loads}", "loading {loads}"),
        # columns
        "col_number": ("n°", "#"),
        "col_reference": ("Réf.", "Ref."),
        "col_designation": ("Désignation", "Description"),
        "col_ordered": ("Commandé", "Ordered"),
        "col_already": ("Déjà livré", "Before"),
        "col_today": ("Livré ce\u00a0jour", "Delivered"),
        "col_rest": ("Reliquat", "Still due"),
        "col_kg": ("kg", "kg"),
        "col_price": ("P.U. HT", "Unit net"),
        "col_amount": ("Montant HT {currency}", "Net {currency}"),
        "col_quantity": ("Quantité", "Quantity"),
        "col_unit": ("Unité", "Unit"),
        "col_note_short": ("BL", "Note"),
        "col_delivered": ("Livré le", "Delivered"),
        "col_lots": ("Lots", "Lots"),
        "col_trip": ("Trajet", "Trip"),
        "col_stops": ("Arrêts", "Stops"),
        "col_parcels": ("Colis", "Parcels"),
        "col_distance": ("Distance", "Distance"),
        "col_stop": ("Arrêt", "Stop"),
        "col_note": ("Bon de livraison", "Delivery note"),
        "col_customer": ("Client", "Customer"),
        "col_cash": ("À encaisser", "To collect"),
        "col_returned": ("Revenu signé", "Back signed"),
        "col_paper": ("Document", "Paper"),
        "col_copies": ("Exemplaires", "Copies"),
        "col_pages": ("Pages", "Pages"),
        # lines
        "rest_on": ("le {day}", "on {day}"),
        "rest_unknown": ("date à venir", "date to follow"),
        "lot": ("Lot {lots}", "Lot {lots}"),
        "lots": ("Lots {lots}", "Lots {lots}"),
        # counted things
        "line_one": ("ligne", "line"),
        "line_many": ("lignes", "lines"),
        "parcel_one": ("colis", "parcel"),
        "parcel_many": ("colis", "parcels"),
        "stop_one": ("arrêt", "stop"),
        "stop_many": ("arrêts", "stops"),
        "trip_one": ("trajet", "trip"),
        "trip_many": ("trajets", "trips"),
        "note_one": ("bon de livraison", "delivery note"),
        "note_many": ("bons de livraison", "delivery notes"),
        "page_one": ("page", "page"),
        "page_many": ("pages", "pages"),
        # totals
        "total": ("Total", "Total"),
        "total_net": ("Total HT", "Net total"),
        "collect": ("À ENCAISSER {amount}", "COLLECT {amount}"),
        "collect_on_delivery": (
            "Paiement comptant\u00a0: {amount}\u00a0TTC à remettre au chauffeur.",
            "Cash on delivery: {amount} incl. VAT, to be handed to the driver.",
        ),
        "cash_total": ("à encaisser {amount}", "{amount} to collect"),
        "in_cash": ("espèces", "cash"),
        "by_cheque": ("chèque", "cheque"),
        # signature box
        "received": ("Reçu le", "Received on"),
        "at": ("à", "at"),
        "hour": ("h", ":"),
        "name_capitals": ("Nom (capitales)", "Name (capitals)"),
        "quality": ("Qualité", "Position"),
        "parcels_received": ("Colis", "Parcels"),
        "signature_stamp": ("Signature et cachet", "Signature and stamp"),
        "reserves": ("Réserves précises", "Precise discrepancies"),
        "reserves_how": ("n° de ligne, nature, quantité", "line no., nature, quantity"),
        "reserves_void": (
            "«\u00a0Sous réserve de déballage\u00a0» est sans valeur.",
            "“Subject to unpacking” has no legal value.",
        ),
        # loading list
        "reverse_order": (
            "Charger dans cet ordre\u00a0: le dernier arrêt d’abord, au fond.",
            "Load in this order: the last stop first, at the back.",
        ),
        "loaded_by": ("Chargé par (nom)", "Loaded by (name)"),
        "loaded_at": ("Fin de chargement", "Loading ended"),
        "checked_by": ("Contrôle du chauffeur (signature)", "Driver’s check (signature)"),
        "remarks": ("Observations", "Remarks"),
        # route sheet
        "pause": ("Pause {minutes} min vers {time}", "Break of {minutes} min about {time}"),
        "real_arrival": ("Arrivée", "Arrival"),
        "real_departure": ("Départ", "Departure"),
        "real_reserves": ("Réserves", "Remarks"),
        "odometer_out": ("Compteur au départ", "Odometer at start"),
        "odometer_in": ("Compteur au retour", "Odometer at end"),
        "cash_returned": ("Espèces et chèques remis", "Cash and cheques handed in"),
        "cash_expected": ("sur {amount}", "of {amount}"),
        "driver_signature": ("Signature du chauffeur", "Driver’s signature"),
        "no_stop": ("Aucun arrêt.", "No stop."),
        # cover
        "trips": ("Trajets", "Trips"),
        "papers": ("Dans ce dossier", "In this pack"),
        "notes_back": ("Bons à rapporter signés", "Notes to bring back signed"),
        "of_capacity": ("{percent}\u00a0% de {capacity}\u00a0kg", "{percent}% of {capacity}\u00a0kg"),
    }
)

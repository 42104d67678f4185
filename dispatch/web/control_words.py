"""The reader's words for the lists of controls: what each is, what to do about it, and the natures of their rows."""

from __future__ import annotations

import re
from datetime import date

from babel.numbers import get_decimal_symbol

from dispatch.web import formats
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_locale

_FIGURE = re.compile(r"(?<![\w.-])(\d{4}-\d\d-\d\d|\d+\.\d+)(?= [×→]|$)")
"""A day or a figure that stands before ×, before → or at the end; names of products have theirs elsewhere."""


def figures(what: str) -> str:
    """Days, quantities and prices of a row's detail in the reader's format; names of products stay as they are."""
    return _FIGURE.sub(_said, what)


def _said(found: re.Match[str]) -> str:
    if "-" in found[0]:
        return formats.day(date.fromisoformat(found[0]))
    return found[0].replace(".", get_decimal_symbol(reader_locale()))


def names() -> dict[str, str]:
    """Code → the name of the list."""
    return {
        "not_acknowledged": _("Commandes sans accusé dans le délai"),
        "quote_gaps": _("Écarts devis / commande"),
        "no_quote": _("Commandes sans devis"),
        "credit_held": _("Commandes bloquées pour encours"),
        "above_limit": _("Clients au-dessus de leur plafond"),
        "late_lines": _("Lignes après leur date promise"),
        "back_orders": _("Reliquats par âge"),
        "tours_without_notes": _("Tournées parties sans bon"),
        "notes_out": _("Bons émis et non revenus"),
        "reserves": _("Réceptions avec réserves"),
        "shortages": _("Manques à décider"),
        "open_claims": _("Litiges en cours"),
        "lots_missing": _("Lots non saisis"),
        "cash_short": _("Encaissements incomplets"),
        "not_invoiced": _("Livré non facturé"),
        "periods_ended": _("Périodes closes non facturées"),
        "credits_waiting": _("Avoirs en attente"),
        "late_invoices": _("Factures en retard"),
        "invoiced_not_delivered": _("Facturé non livré"),
        "without_proof": _("Factures sans bon signé"),
        "number_gaps": _("Trous dans les numéros"),
        "mails_stuck": _("Courriels en souffrance"),
    }


def hints() -> dict[str, str]:
    """Code → what to do."""
    return {
        "not_acknowledged": _("Émettez leur accusé de réception : un bouton pour toutes."),
        "quote_gaps": _("Acceptez l’écart en votre nom, ou corrigez la commande."),
        "no_quote": _("Acceptez qu’elle soit sans devis, ou faites-en un."),
        "credit_held": _("Encaissez, réduisez la commande, ou débloquez avec un motif."),
        "above_limit": _("Relancez, ou revoyez le plafond dans le fichier des clients."),
        "late_lines": _("Planifiez-les, ou convenez d’une nouvelle date et renvoyez l’accusé."),
        "back_orders": _("Planifiez le reliquat, ou soldez-le avec un motif."),
        "tours_without_notes": _("Ce doit être 0 : retirez la tournée et publiez-la de nouveau."),
        "notes_out": _("Réclamez le bon au chauffeur, puis confirmez-le aux retours."),
        "reserves": _("Décidez : reliquat, avoir ou nouvelle livraison."),
        "shortages": _("Choisissez pour chacun : reliquat, solde ou nouvelle livraison."),
        "open_claims": _("Avancez-les avant leur échéance : avoir, nouvelle livraison, ou rejet motivé."),
        "lots_missing": _("Saisissez les lots sur la page du bon."),
        "cash_short": _("Réclamez la différence au client, ou voyez avec le chauffeur."),
        "not_invoiced": _("Facturez, ou exportez vers la comptabilité."),
        "periods_ended": _("Ce doit être 0 : une récapitulative part au plus tard le dernier jour du mois."),
        "credits_waiting": _(
            "L’avoir part avec la facture de la ligne ; si la comptabilité facture, c’est à elle de créditer."
        ),
        "late_invoices": _("Relancez, et saisissez ce qui est reçu."),
        "invoiced_not_delivered": _("Ce doit être 0 : faites un avoir."),
        "without_proof": _("Ce doit être 0 : confirmez le bon, ou faites un avoir."),
        "number_gaps": _("Ce doit être 0 : « dispatch verify » nomme la ligne."),
        "mails_stuck": _("Vérifiez l’adresse et le serveur de courrier."),
    }


def natures() -> dict[str, str]:
    """Code of a row → its word."""
    return {
        "missing": _("manquant"),
        "damaged": _("abîmé"),
        "wrong_product": _("autre produit"),
        "wrong_quantity": _("autre quantité"),
        "late": _("en retard"),
        "refused": _("refusé"),
        "other": _("autre"),
        "shortage": _("manque"),
        "refusal": _("refus"),
        "partial": _("livraison partielle"),
        "added": _("ajoutée"),
        "quantity": _("quantité"),
        "price": _("prix"),
        "date": _("date"),
        "no_quote": _("sans devis"),
        "on_tour": _("sur tournée"),
        "three_days": _("plus de trois jours"),
        "waiting": _("en attente"),
        "quality": _("qualité"),
        "not_entered": _("non saisi"),
        "claim": _("litige"),
        "return": _("retour"),
        "receipt": _("réception"),
        "withdrawal": _("tournée retirée"),
    }

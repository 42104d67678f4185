"""What is said about a row that reads well and breaks a rule."""

from __future__ import annotations

from dispatch.intake.messages.catalogue import Catalogue

ABOUT_RULES: Catalogue = {
    "unknown_reference": {
        "fr": ("« {value} » n'existe pas.", "Importez-le d'abord ({kind}), ou corrigez la référence."),
        "en": ("“{value}” does not exist.", "Import it first ({kind}), or correct the reference."),
    },
    "product_not_sold": {
        "fr": ("L'article « {value} » ne se vend plus.", "Choisissez-en un autre, ou réactivez-le dans son fichier."),
        "en": ("Product “{value}” is no longer sold.", "Choose another, or make it active in its file."),
    },
    "deal_of_other_customer": {
        "fr": ("L'affaire « {value} » est celle d'un autre client.", "Vérifiez le code, ou le client."),
        "en": ("The deal “{value}” is another customer's.", "Check the code, or the customer."),
    },
    "deal_closed": {
        "fr": ("L'affaire « {value} » est close.", "Rouvrez-la d'abord, ou laissez la cellule vide."),
        "en": ("The deal “{value}” is closed.", "Open it again first, or leave the cell empty."),
    },
    "conflicting_rows": {
        "fr": ("La ligne {other} dit autre chose de « {subject} ».", "Gardez une seule des deux lignes."),
        "en": ("Row {other} says something else about “{subject}”.", "Keep one of the two rows."),
    },
    "already_there": {
        "fr": ("« {subject} » existe déjà.", "Ouvrez sa fiche, ou donnez un autre code."),
        "en": ("“{subject}” is there already.", "Open its page, or give another code."),
    },
    "ends_before_start": {
        "fr": ("Le dernier jour est avant le premier ({first}).", "Corrigez l'un des deux."),
        "en": ("The last day is before the first ({first}).", "Correct one of them."),
    },
    "list_or_customer": {
        "fr": ("Un prix est celui d'un tarif ou d'un client.", "Renseignez l'un des deux, et un seul."),
        "en": ("A price is a list's or a customer's.", "Fill in one of the two, and only one."),
    },
    "vehicle_or_driver": {
        "fr": ("Une absence est celle d'un véhicule ou d'un chauffeur.", "Renseignez l'un des deux, et un seul."),
        "en": ("An absence is a vehicle's or a driver's.", "Fill in one of the two, and only one."),
    },
    "half_placed": {
        "fr": ("Une seule des deux coordonnées est donnée.", "Donnez latitude et longitude, ou aucune des deux."),
        "en": ("Only one of the two coordinates is given.", "Give latitude and longitude, or neither."),
    },
    "lines_differ": {
        "fr": (
            "Les lignes de la commande {order} diffèrent : la ligne {other} dit « {expected} ».",
            "Mettez la même valeur sur toutes les lignes, ou donnez un autre numéro de commande.",
        ),
        "en": (
            "The lines of order {order} differ: row {other} says “{expected}”.",
            "Put the same value on all lines, or give another order number.",
        ),
    },
    "framework_missing": {
        "fr": ("Un appel se fait sur une commande ouverte.", "Indiquez-la dans « framework »."),
        "en": ("A call-off draws on a framework order.", "Name it in “framework”."),
    },
    "framework_unexpected": {
        "fr": ("Seul un appel nomme une commande ouverte.", "Mettez « appel » dans « kind », ou videz la cellule."),
        "en": ("Only a call-off names a framework order.", "Put “call_off” into “kind”, or empty the cell."),
    },
    "unknown_framework": {
        "fr": ("Il n'y a pas de commande ouverte {framework}.", "Importez-la d'abord, ou dans le même fichier."),
        "en": ("There is no framework order {framework}.", "Import it first, or in the same file."),
    },
    "framework_not_signed": {
        "fr": ("La commande ouverte {framework} n'est pas confirmée.", "Confirmez-la d'abord."),
        "en": ("The framework order {framework} is not confirmed.", "Confirm it first."),
    },
    "framework_expired": {
        "fr": (
            "La commande ouverte {framework} a pris fin le {until}, l'appel est pour le {on}.",
            "Prolongez-la d'abord.",
        ),
        "en": ("The framework order {framework} ended on {until}, the call-off is for {on}.", "Extend it first."),
    },
    "framework_of_other_customer": {
        "fr": ("La commande ouverte {framework} est celle d'un autre client.", "Vérifiez la référence."),
        "en": ("The framework order {framework} is another customer's.", "Check the reference."),
    },
    "product_not_in_framework": {
        "fr": ("La commande ouverte {framework} n'a pas cet article.", "Ajoutez-le, ou commandez-le ferme."),
        "en": ("The framework order {framework} does not have this product.", "Add it, or order it firm."),
    },
    "above_balance": {
        "fr": (
            "Il reste {left} sur la commande ouverte {framework}, l'appel est de {asked}.",
            "Appelez moins, ou augmentez-la.",
        ),
        "en": ("The framework order {framework} has {left} left, {asked} is called.", "Call less, or raise it."),
    },
    "order_closed": {
        "fr": ("La commande {order} est {state}.", "Rouvrez-la, ou donnez un autre numéro de commande."),
        "en": ("Order {order} is {state}.", "Reopen it, or give another order number."),
    },
    "below_committed": {
        "fr": (
            "{committed} sont déjà livrés, planifiés, annulés ou appelés : la quantité ne peut descendre à {asked}.",
            "Retirez-les d'abord de leur tournée, ou gardez au moins cette quantité.",
        ),
        "en": (
            "{committed} are delivered, planned, cancelled or called: the quantity cannot go down to {asked}.",
            "Take them off their tour first, or keep at least that quantity.",
        ),
    },
    "in_progress": {
        "fr": (
            "Une partie est planifiée ou livrée : cette valeur ne change plus.",
            "Gardez l'ancienne valeur, ou faites une nouvelle commande.",
        ),
        "en": ("Part of it is planned or delivered: this value stays.", "Keep the old value, or make a new order."),
    },
    "kind_is_fixed": {
        "fr": ("Une commande garde son type et sa commande ouverte.", "Donnez un autre numéro de commande."),
        "en": ("An order keeps its kind and its framework order.", "Give another order number."),
    },
    "cannot_unconfirm": {
        "fr": (
            "La commande {order} est confirmée et ne redevient pas un brouillon.",
            "Annulez-la, si elle n'est plus voulue.",
        ),
        "en": (
            "Order {order} is confirmed and does not become a draft again.",
            "Cancel it, if it is not wanted any more.",
        ),
    },
}

"""What is said about a row that is accepted and should be looked at."""

from __future__ import annotations

from dispatch.intake.messages.catalogue import Catalogue

ABOUT_DOUBTS: Catalogue = {
    "siren_invalid": {
        "fr": ("Ce SIREN est faux (clé de contrôle).", "Corrigez-le : il est exigé sur la facture."),
        "en": ("This SIREN is wrong (check digit).", "Correct it: invoices must bear it."),
    },
    "siret_invalid": {
        "fr": ("Ce SIRET est faux, ou n'est pas celui du SIREN.", "Corrigez-le."),
        "en": ("This SIRET is wrong, or not of this SIREN.", "Correct it."),
    },
    "vat_number_invalid": {
        "fr": ("Ce numéro de TVA est faux.", "Corrigez-le : il est exigé sur la facture."),
        "en": ("This VAT number is wrong.", "Correct it: invoices must bear it."),
    },
    "iban_invalid": {
        "fr": ("Cet IBAN est faux.", "Corrigez-le avant d'envoyer une facture."),
        "en": ("This IBAN is wrong.", "Correct it before an invoice leaves."),
    },
    "email_doubtful": {
        "fr": ("Cette adresse e-mail ne peut pas exister.", "Corrigez-la."),
        "en": ("This e-mail address cannot exist.", "Correct it."),
    },
    "phone_doubtful": {
        "fr": ("Ce numéro de téléphone ne peut pas exister.", "Corrigez-le, avec l'indicatif du pays."),
        "en": ("This telephone number cannot exist.", "Correct it, with the country's prefix."),
    },
    "terms_illegal": {
        "fr": (
            "Le délai dépasse ce que permet la loi : {limit} ({article}).",
            "Convenez d'un délai plus court ; une facture à ces conditions est refusée.",
        ),
        "en": (
            "The terms exceed what the law allows: {limit} ({article}).",
            "Agree on a shorter time; an invoice on these terms is refused.",
        ),
    },
    "hours_unreadable": {
        "fr": (
            "Ces horaires ne sont pas lisibles ; le site est livrable à toute heure.",
            "Écrivez-les comme OpenStreetMap : Mo-Fr 08:00-12:00,14:00-17:00.",
        ),
        "en": (
            "These hours cannot be read; the site takes deliveries at any time.",
            "Write them as OpenStreetMap does: Mo-Fr 08:00-12:00,14:00-17:00.",
        ),
    },
    "site_to_place": {
        "fr": (
            "Le site n'a pas de coordonnées ; ses lignes ne peuvent pas être planifiées.",
            "Placez-le sur la carte.",
        ),
        "en": ("The site has no coordinates; its lines cannot be planned.", "Place it on the map."),
    },
    "site_suggested": {
        "fr": (
            "Le géocodeur hésite : « {label} » ({latitude}, {longitude}).",
            "Confirmez cette position, ou placez le site.",
        ),
        "en": (
            "The geocoder is not sure: “{label}” ({latitude}, {longitude}).",
            "Confirm this place, or place the site.",
        ),
    },
    "credit_limit_passed": {
        "fr": (
            "L'encours confirmé du client {customer} passe à {open} € TTC, son plafond est de {limit} €.",
            "Faites valider le dépassement, ou demandez un règlement.",
        ),
        "en": (
            "Confirmed open orders of customer {customer} come to {open} € with VAT, the limit is {limit} €.",
            "Have it released, or ask for a payment.",
        ),
    },
    "not_a_multiple": {
        "fr": ("L'article se livre par multiples de {multiple}.", "Arrondissez la quantité avec le client."),
        "en": ("The product is delivered in multiples of {multiple}.", "Round the quantity with the customer."),
    },
    "site_of_other_customer": {
        "fr": ("Le site {site} est celui d'un autre client.", "Vérifiez le site de livraison."),
        "en": ("Site {site} is another customer's.", "Check where the goods go."),
    },
    "lapses_before_due": {
        "fr": ("La ligne tombe le {latest}, avant sa date de livraison.", "Vérifiez les deux dates."),
        "en": ("The line lapses on {latest}, before the day it is due.", "Check both dates."),
    },
    "gross_below_payload": {
        "fr": ("Le poids total en charge est inférieur à la charge utile.", "Vérifiez les deux poids."),
        "en": ("The gross weight is below the payload.", "Check both weights."),
    },
}

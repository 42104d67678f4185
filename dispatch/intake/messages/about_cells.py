"""What is said about one cell that cannot be read."""

from __future__ import annotations

from dispatch.intake.messages.catalogue import Catalogue

ABOUT_CELLS: Catalogue = {
    "required": {
        "fr": ("La cellule est vide.", "Renseignez « {column} »."),
        "en": ("The cell is empty.", "Fill in “{column}”."),
    },
    "too_long": {
        "fr": ("Le texte a {length} caractères, {limit} au plus.", "Raccourcissez-le."),
        "en": ("The text has {length} characters, at most {limit}.", "Shorten it."),
    },
    "control_characters": {
        "fr": ("Le texte contient des caractères de contrôle.", "Retapez-le."),
        "en": ("The text contains control characters.", "Type it again."),
    },
    "not_a_number": {
        "fr": ("Ce n'est pas un nombre.", "Écrivez par exemple 12,5 ou 12.5."),
        "en": ("This is not a number.", "Write for instance 12.5 or 12,5."),
    },
    "not_whole": {
        "fr": ("Ce n'est pas un nombre entier.", "Écrivez un nombre sans décimales."),
        "en": ("This is not a whole number.", "Write a number without decimals."),
    },
    "too_precise": {
        "fr": ("Il y a plus de {decimals} décimales.", "Arrondissez à {decimals} décimales."),
        "en": ("There are more than {decimals} decimals.", "Round to {decimals} decimals."),
    },
    "not_positive": {
        "fr": ("Le nombre doit être supérieur à zéro.", "Corrigez-le, ou retirez la ligne."),
        "en": ("The number must be greater than zero.", "Correct it, or remove the row."),
    },
    "negative": {
        "fr": ("Le nombre ne peut pas être négatif.", "Corrigez-le."),
        "en": ("The number cannot be negative.", "Correct it."),
    },
    "too_large": {
        "fr": ("Le nombre dépasse {limit}.", "Vérifiez l'unité et les décimales."),
        "en": ("The number is greater than {limit}.", "Check the unit and the decimals."),
    },
    "out_of_range": {
        "fr": ("La valeur doit être comprise entre {low} et {high}.", "Corrigez-la."),
        "en": ("The value must lie between {low} and {high}.", "Correct it."),
    },
    "not_a_date": {
        "fr": ("Ce n'est pas une date.", "Écrivez JJ/MM/AAAA, ou AAAA-MM-JJ."),
        "en": ("This is not a date.", "Write DD/MM/YYYY, or YYYY-MM-DD."),
    },
    "date_out_of_range": {
        "fr": ("L'année doit être comprise entre {low} et {high}.", "Vérifiez la date."),
        "en": ("The year must lie between {low} and {high}.", "Check the date."),
    },
    "not_a_time": {
        "fr": ("Ce n'est pas une heure.", "Écrivez HH:MM, par exemple 06:30."),
        "en": ("This is not a time of day.", "Write HH:MM, for instance 06:30."),
    },
    "not_yes_no": {
        "fr": ("La réponse n'est ni oui ni non.", "Écrivez oui ou non, ou 1 ou 0."),
        "en": ("The answer is neither yes nor no.", "Write yes or no, or 1 or 0."),
    },
    "unknown_word": {
        "fr": ("Ce mot n'est pas connu ici.", "Choisissez parmi : {allowed}."),
        "en": ("This word is not known here.", "Choose one of: {allowed}."),
    },
    "not_terms": {
        "fr": (
            "Ce ne sont pas des conditions de règlement connues.",
            "Écrivez « comptant », « 30 jours » ou « 45 jours fin de mois ».",
        ),
        "en": (
            "These are not known payment terms.",
            "Write “cash”, “30 days” or “45 days end of month”.",
        ),
    },
    "not_partial": {
        "fr": ("Ce n'est pas une règle de livraison partielle.", "Écrivez autorisée, complète, ou minimum 5."),
        "en": ("This is not a rule for partial deliveries.", "Write allowed, complete, or minimum 5."),
    },
    "not_a_country": {
        "fr": ("Ce pays n'est pas connu.", "Écrivez son code à deux lettres, par exemple FR."),
        "en": ("This country is not known.", "Write its code of two letters, for instance FR."),
    },
}

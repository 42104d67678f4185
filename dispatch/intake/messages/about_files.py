"""What is said about a whole file or its header."""

from __future__ import annotations

from dispatch.intake.messages.catalogue import Catalogue

ABOUT_FILES: Catalogue = {
    "empty_file": {
        "fr": ("Le fichier est vide.", "Partez du modèle : une ligne d'en-tête, puis les données."),
        "en": ("The file is empty.", "Start from the template: a header row, then the data."),
    },
    "file_too_large": {
        "fr": ("Le fichier pèse {size} Mo, la limite est de {limit} Mo.", "Découpez-le en plusieurs fichiers."),
        "en": ("The file has {size} MB, the limit is {limit} MB.", "Split it into several files."),
    },
    "too_many_rows": {
        "fr": ("Le fichier a plus de {limit} lignes.", "Découpez-le en plusieurs fichiers."),
        "en": ("The file has more than {limit} rows.", "Split it into several files."),
    },
    "bad_encoding": {
        "fr": ("Le texte n'est ni en UTF-8 ni en Windows-1252.", "Enregistrez le fichier en « CSV UTF-8 »."),
        "en": ("The text is neither UTF-8 nor Windows-1252.", "Save the file as “CSV UTF-8”."),
    },
    "broken_csv": {
        "fr": (
            "Les guillemets ne sont pas appariés : {detail}.",
            "Doublez les guillemets dans le texte, ou retirez-les.",
        ),
        "en": ("The quotation marks do not match: {detail}.", "Double quotation marks inside a text, or remove them."),
    },
    "not_a_workbook": {
        "fr": (
            "Le fichier n'est pas un classeur Excel lisible (xlsx).",
            "Enregistrez-le de nouveau en xlsx, ou en csv.",
        ),
        "en": ("The file is not a readable Excel workbook (xlsx).", "Save it again as xlsx, or as csv."),
    },
    "old_or_protected_workbook": {
        "fr": (
            "Le classeur est d'un ancien format (xls) ou protégé par un mot de passe.",
            "Enregistrez-le en xlsx sans mot de passe.",
        ),
        "en": (
            "The workbook is of an old format (xls) or protected by a password.",
            "Save it as xlsx without a password.",
        ),
    },
    "macros": {
        "fr": ("Le classeur contient des macros.", "Enregistrez-le en xlsx, sans macros."),
        "en": ("The workbook contains macros.", "Save it as xlsx, without macros."),
    },
    "unpacks_too_large": {
        "fr": ("Décompressé, le classeur dépasse {limit} Mo.", "Ne gardez que la feuille à importer."),
        "en": ("Unpacked, the workbook is larger than {limit} MB.", "Keep only the sheet to import."),
    },
    "sheet_too_wide": {
        "fr": (
            "La feuille a des cellules jusqu'en {cell}.",
            "Supprimez les lignes et colonnes vides au-delà des données.",
        ),
        "en": ("The sheet has cells as far as {cell}.", "Delete the empty rows and columns beyond the data."),
    },
    "missing_column": {
        "fr": ("La colonne obligatoire « {column} » manque.", "Ajoutez-la ; le modèle donne toutes les colonnes."),
        "en": ("The required column “{column}” is missing.", "Add it; the template has all columns."),
    },
    "duplicate_column": {
        "fr": ("La colonne « {column} » figure deux fois.", "Gardez-en une."),
        "en": ("The column “{column}” stands there twice.", "Keep one of them."),
    },
    "unknown_column": {
        "fr": ("La colonne « {column} » n'est pas connue ; elle est ignorée.", "Vérifiez son nom dans le modèle."),
        "en": ("The column “{column}” is not known; it is ignored.", "Check its name in the template."),
    },
    "no_rows": {
        "fr": ("Le fichier n'a qu'un en-tête.", "Ajoutez des lignes, si vous en attendiez."),
        "en": ("The file has only a header.", "Add rows, if you expected some."),
    },
    "too_many_cells": {
        "fr": (
            "La ligne a {found} cellules, l'en-tête en a {expected}.",
            "Mettez entre guillemets les textes qui contiennent le séparateur.",
        ),
        "en": (
            "The row has {found} cells, the header has {expected}.",
            "Put texts that contain the separator between quotation marks.",
        ),
    },
}

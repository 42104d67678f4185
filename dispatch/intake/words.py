"""The words that files use, in French and English, and what they mean here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from babel import Locale

from dispatch.intake.findings import CellError

YES = ("oui", "yes", "vrai", "true", "o", "y", "1", "x")
NO = ("non", "no", "faux", "false", "n", "0")

Choices = dict[str, tuple[str, ...]]
"""Value here → the words for it; the first two are the French and the English one."""

OPERATIONS: Choices = {
    "goods": ("biens", "goods", "bien", "marchandises"),
    "services": ("services", "services", "service", "prestations"),
    "both": ("les deux", "both", "mixte", "biens et services", "goods and services"),
}
PRODUCT_KINDS: Choices = {
    "goods": ("bien", "goods", "biens", "marchandise", "marchandises", "article"),
    "service": ("prestation", "service", "services", "prestations"),
}
BILLING_MODES: Choices = {
    "per_delivery": ("à la livraison", "per_delivery", "par livraison", "per delivery"),
    "note_is_invoice": ("facture valant BL", "note_is_invoice", "bl valant facture", "note is invoice"),
    "periodic": ("périodique", "periodic", "récapitulative", "facture récapitulative"),
}
LANGUAGES: Choices = {
    "fr": ("français", "French", "fr", "francais"),
    "en": ("anglais", "English", "en"),
}
PROFILES: Choices = {
    "van": ("fourgon", "van", "camionnette", "vl", "utilitaire"),
    "truck": ("camion", "truck", "poids lourd", "pl", "porteur"),
}
ORIGINS: Choices = {
    "quote": ("devis", "quote"),
    "telephone": ("téléphone", "telephone", "phone", "tel"),
    "email": ("e-mail", "email", "courriel", "mail", "mel"),
    "direct": ("direct", "direct"),
}
ORDER_KINDS: Choices = {
    "firm": ("ferme", "firm"),
    "framework": ("commande ouverte", "framework", "ouverte", "cadre", "commande cadre", "framework order"),
    "call_off": ("appel", "call_off", "call off", "appel ferme"),
}
STATUSES: Choices = {
    "confirmed": ("confirmée", "confirmed", "confirme", "signée"),
    "draft": ("brouillon", "draft"),
}
PARTIAL: Choices = {
    "allowed": ("autorisée", "allowed", "partielle", "partial", "oui", "yes"),
    "complete": ("complète", "complete", "totale", "non", "no"),
}


def plain(word: str) -> str:
    """A word without accents, case, hyphens and double blanks: what is compared."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.split(r"[\s_\-’']+", kept)).strip(" .")


def choice(choices: Choices) -> Callable[[str], str]:
    """A reader of one of these words, or of the value itself."""
    meanings = {plain(word): value for value, words in choices.items() for word in (value, *words)}
    allowed = ", ".join(f"{words[0]} / {words[1]}" for words in choices.values())

    def read(text: str) -> str:
        try:
            return meanings[plain(text)]
        except KeyError:
            raise CellError("unknown_word", allowed=allowed) from None

    return read


def yes_or_no(text: str) -> bool:
    """Read oui/non, yes/no, 1/0."""
    word = plain(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError("not_yes_no")


def country(text: str) -> str:
    """Read an ISO 3166 code or a country's name in French or English."""
    if len(text) == 2 and text.upper() in _countries().values():
        return text.upper()
    try:
        return _countries()[plain(text)]
    except KeyError:
        raise CellError("not_a_country") from None


@cache
def _countries() -> dict[str, str]:
    return {
        plain(name): code
        for language in ("fr", "en")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
    }

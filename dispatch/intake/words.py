"""The words that files use, in French and English, and what they mean here."""

from __future__ import annotations

import re
import unicodedata
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

REGULATED: Choices = {
    "perishable": ("denrées périssables", "perishable foods", "périssable", "surgelés"),
    "fresh_meat": ("viandes fraîches", "fresh meat", "bétail sur pied"),
    "spirits": ("alcools", "spirits", "boissons alcooliques"),
    "transport": ("transport routier", "road haulage", "transport"),
}
BILLING_PERIODS: Choices = {
    "month": ("mois", "month", "mensuelle"),
    "fortnight": ("quinzaine", "fortnight"),
    "decade": ("décade", "ten days", "decade"),
}
POST_OR_MAIL: Choices = {
    "email": ("e-mail", "email", "courriel"),
    "post": ("courrier", "post", "poste"),
}
PURPOSES: Choices = {
    "orders": ("commandes", "orders", "achats"),
    "accounts": ("comptabilité", "accounts", "règlements"),
    "goods_in": ("réception", "goods in", "quai"),
    "other": ("autre", "other"),
}
CENTRES: Choices = {
    "customer": ("client", "customer"),
    "deal": ("affaire", "deal"),
    "site": ("site", "site", "site de livraison"),
    "product": ("article", "product", "produit"),
}
LEGAL_TEXTS: Choices = {
    "late_penalty": ("pénalités de retard", "late penalties", "penalites"),
    "recovery_fee": ("indemnité de recouvrement", "recovery fee"),
    "no_discount": ("escompte", "discount"),
    "vat_on_debits": ("TVA sur les débits", "VAT on debits"),
    "exempt_E": ("exonération en France", "exemption in France"),
    "exempt_K": ("livraison intracommunautaire", "intra-Community supply"),
    "exempt_AE": ("autoliquidation", "reverse charge"),
    "exempt_G": ("exportation", "export"),
    "exempt_G_service": ("service hors de l’Union", "service outside the Union"),
}


def plain(word: str) -> str:
    """A word without accents, case, hyphens and double blanks: what is compared."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.split(r"[\s_\-’']+", kept)).strip(" .")


class Choice:
    """A reader of one of these words, or of the value itself."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._meanings = {plain(word): value for value, words in choices.items() for word in (value, *words)}

    def __call__(self, text: str) -> str:
        """Read."""
        try:
            return self._meanings[plain(text)]
        except KeyError:
            allowed = ", ".join(f"{words[0]} / {words[1]}" for words in self.choices.values())
            raise CellError("unknown_word", allowed=allowed) from None


class SomeOf:
    """A reader of several of these words, separated by commas; each once, sorted."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._one = Choice(choices)

    def __call__(self, text: str) -> list[str]:
        """Read."""
        return sorted({self._one(word) for word in text.split(",") if word.strip()})


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

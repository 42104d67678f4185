"""Why an invoice or a credit note is refused, in the reader's language."""

from __future__ import annotations

from dispatch.errors import DispatchError, IllegalTermsError, InvalidInputError, MissingMentionError
from dispatch.web.details import said
from dispatch.web.error_words import words_for
from dispatch.web.language import gettext as _


def about_invoice(error: DispatchError) -> str:
    """One sentence on what to do."""
    if isinstance(error, MissingMentionError):
        return _("Il manque des mentions obligatoires : complétez la société ou le client, puis validez.")
    if isinstance(error, IllegalTermsError):
        return _(
            "Les conditions de règlement du client dépassent ce que la loi permet : raccourcissez-les, puis validez."
        )
    if isinstance(error, InvalidInputError):
        return _("Un avoir veut un motif et au moins une quantité qui soit un nombre.")
    if error.code == "refused":
        return said(error.detail) or _(
            "Ce n’est plus possible : ces livraisons ou ces quantités ont été facturées, exportées ou créditées entre-temps."
        )
    return " ".join(words_for(error.http_status, error.code))


def status(code: str) -> str:
    """A life-cycle code of a transmitted invoice."""
    return {
        "200": _("déposée"),
        "201": _("émise"),
        "202": _("reçue"),
        "203": _("mise à disposition"),
        "204": _("prise en charge"),
        "205": _("approuvée"),
        "206": _("approuvée en partie"),
        "207": _("en litige"),
        "208": _("suspendue"),
        "209": _("complétée"),
        "210": _("refusée"),
        "211": _("paiement transmis"),
        "212": _("encaissée"),
        "213": _("rejetée"),
    }.get(code, code)

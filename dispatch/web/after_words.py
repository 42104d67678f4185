"""The reader's words for what follows a receipt: choices, claims, returns, means of payment; and why something is refused."""

from __future__ import annotations

from flask import Flask

from dispatch.errors import ConservationError, DispatchError, LifeCycleError, NotFoundError
from dispatch.web.error_words import words_for
from dispatch.web.language import gettext as _


def choice(code: str) -> str:
    """What becomes of a shortage."""
    return {
        "back_order": _("reliquat"),
        "credit_note": _("solder (avoir si facturé)"),
        "new_delivery": _("nouvelle livraison"),
    }.get(code, code)


def claim_state(code: str) -> str:
    """The state of a claim."""
    return {
        "open": _("ouvert"),
        "examined": _("à l’étude"),
        "waiting": _("attend une réponse"),
        "resolved": _("résolu"),
        "rejected": _("rejeté"),
    }.get(code, code)


def claim_nature(code: str) -> str:
    """The nature of a claim."""
    return {
        "missing": _("manquant"),
        "damaged": _("abîmé"),
        "wrong_product": _("mauvais produit"),
        "wrong_quantity": _("mauvaise quantité"),
        "late": _("retard"),
        "refused": _("refusé"),
        "price": _("prix"),
        "quality": _("qualité"),
        "other": _("autre"),
    }.get(code, code)


def outcome(code: str) -> str:
    """How a claim or a return ends."""
    return {"credit_note": _("avoir"), "redelivery": _("nouvelle livraison et avoir")}.get(code, code)


def means(code: str) -> str:
    """How something was paid."""
    return {
        "transfer": _("virement"),
        "cheque": _("chèque"),
        "card": _("carte"),
        "cash": _("espèces"),
        "direct_debit": _("prélèvement"),
        "bill": _("traite"),
    }.get(code, code)


FILTERS = (choice, claim_state, claim_nature, outcome, means)


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    for one in FILTERS:
        app.jinja_env.filters[one.__name__] = one


def about_after(error: DispatchError, what: str) -> str:
    """Why a step after a receipt cannot be taken; `what` names the form."""
    if isinstance(error, ConservationError):
        return _("Ce qui est à solder est déjà repris sur une tournée : retirez-le d’abord de la tournée.")
    if isinstance(error, LifeCycleError):
        return _("Ce pas n’est plus possible : quelqu’un a avancé ce dossier entre-temps. Relisez la page.")
    if isinstance(error, NotFoundError):
        return _("Introuvable : vérifiez le numéro, ou relisez la liste.")
    said = {
        "choice": _(
            "Solder demande un motif, une nouvelle livraison un jour à partir d’aujourd’hui ; une ligne ne se décide qu’une fois."
        ),
        "claim": _(
            "Un litige porte sur ce qui était chargé, avec une échéance à venir ; « sous réserve de déballage » est sans valeur."
        ),
        "step": _("Un rejet demande un motif ; un litige clos ne change plus."),
        "return": _(
            "Un retour demande un motif, un jour depuis la réception, et au plus ce qui reste de l’accepté sur ce bon."
        ),
        "lots": _("Les lots d’une ligne ne dépassent pas ce qui est chargé : écrivez « lot : quantité »."),
        "packaging": _("Indiquez au moins une pièce livrée ou reprise."),
        "scan": _("Le scan est une image ou un PDF simple, de 10 Mo au plus, sur un bon revenu."),
        "cash": _("Indiquez le montant encaissé et le moyen ; on ne le saisit qu’une fois."),
        "payment": _("Il faut un montant, un moyen, un jour jusqu’à aujourd’hui ; on ne solde pas plus que ce qui est ouvert."),
        "cancel": _("Annuler un règlement demande un motif."),
    }  # fmt: skip
    return said.get(what) or " ".join(words_for(error.http_status, error.code))

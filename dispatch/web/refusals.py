"""Refusals that people meet every day, in their own language and with the numbers in them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.delivery import queries
from dispatch.delivery.reserves import refuse_void
from dispatch.errors import DispatchError, ForbiddenError, InvalidInputError, NotFoundError, RefusedError
from dispatch.web import formats
from dispatch.web.error_words import words_for
from dispatch.web.language import gettext as _
from dispatch.web.words import actor


def about_note(session: Session, error: DispatchError, given: str) -> str:
    """Why the desk cannot confirm what was typed, and what to do."""
    number = given.strip()[:60]
    if isinstance(error, NotFoundError):
        return _("Il n’existe aucun bon %(number)s. Vérifiez le numéro sur le papier.", number=number)
    if isinstance(error, ForbiddenError):
        return _(
            "Qui a conduit la tournée ne confirme pas ses propres bons : faites-le confirmer par quelqu’un d’autre."
        )
    if isinstance(error, RefusedError):
        return _refused(session, error, number)
    if isinstance(error, InvalidInputError) and number.isdecimal():
        return _(
            "Aucun bon de ce jour ne finit par %(number)s : tapez le numéro en entier, ou changez de jour.",
            number=number,
        )
    if isinstance(error, InvalidInputError):
        return _("« %(number)s » n’est pas un numéro de bon. Il ressemble à BL-2026-000147.", number=number)
    return " ".join(words_for(error.http_status, error.code))


def about_differences(session: Session, error: DispatchError, number: str, texts: list[str]) -> str:
    """Why a difference form cannot be taken."""
    if any(_is_void(text) for text in texts):
        return _(
            "« Sous réserve de déballage » et ses semblables sont sans valeur : dites ce qui est abîmé ou manquant, et combien."
        )
    if isinstance(error, InvalidInputError):
        return _(
            "Une quantité, une date ou un motif ne convient pas : manquant et refusé sont des parties de ce qui a été chargé."
        )
    return about_note(session, error, number)


def about_user(error: DispatchError, login: str) -> str:
    """Why a user cannot be made."""
    if isinstance(error, RefusedError):
        return _(
            "L’identifiant « %(login)s » est déjà pris : choisissez-en un autre, ou rouvrez ce compte.", login=login
        )
    return _("Il faut un nom, et un identifiant de lettres sans accent, de chiffres et de . _ @ + -")


def _refused(session: Session, error: RefusedError, number: str) -> str:
    try:
        detail = queries.note_detail(session, number)
    except NotFoundError:
        return " ".join(words_for(error.http_status, error.code))
    if detail.confirmed_at is not None:
        return _(
            "Le bon %(number)s est déjà confirmé, le %(at)s par %(who)s. Ce qui ne va pas après coup est un litige.",
            number=number,
            at=formats.instant(detail.confirmed_at),
            who=actor(detail.confirmed_by),
        )
    if detail.note.state == "cancelled":
        return _("Le bon %(number)s est annulé : il n’y a rien à confirmer.", number=number)
    return " ".join(words_for(error.http_status, error.code))


def _is_void(text: str) -> bool:
    try:
        refuse_void(text)
    except RefusedError:
        return True
    return False

"""What an error says in detail, in the reader's language: rooms write it in English, with the numbers in it."""

from __future__ import annotations

import re
from functools import cache

from flask import Flask

from dispatch.errors import DispatchError
from dispatch.web.after_details import AFTER
from dispatch.web.error_words import words_for
from dispatch.web.language import reader_language
from dispatch.web.trade_details import TRADE

STATES = {
    "open": "ouvert", "draft": "en brouillon", "confirmed": "confirmé", "closed": "soldé", "cancelled": "annulé",
    "released": "publié", "under_way": "en route", "done": "terminé", "queued": "en attente", "running": "en cours",
    "adopted": "retenu", "stale": "périmé", "failed": "en échec", "discarded": "écarté", "issued": "émis", "received": "reçu",
    "pending": "en attente", "exported": "exporté", "invoiced": "facturé", "acknowledged": "accusé", "validated": "validé",
    "accepted": "accepté", "declined": "décliné", "lapsed": "échu",
}  # fmt: skip
THINGS = {
    "The delivery note": "le bon de livraison", "The invoice": "la facture", "The invoice trigger": "le déclencheur de facture",
    "The job": "le travail", "The order": "la commande", "The planning run": "le calcul", "The quote": "le devis",
    "The tour": "la tournée",
}  # fmt: skip

FRENCH = {
    # the day and its plan
    "The plan of {day} is at version {found}, you looked at version {expected}.":
        "Le plan du {day} en est à la version {found} ; vous regardiez la version {expected}.",
    "The plan of {day} is locked by {who}: no edit, no calculation changes it.":
        "Le plan du {day} est verrouillé par {who} : déverrouillez la journée d’abord (menu ⋯).",
    "There is no tour on {day}.": "Il n’y a pas de tournée le {day} : calculez d’abord la journée.",
    "There is no draft tour on {day}.": "Il n’y a pas de tournée en brouillon le {day} : calculez d’abord la journée.",
    "The version of the plan is missing.": "La version du plan manque : rechargez la journée et publiez-la de là.",
    "Tour {letter} of {day} would leave without notes: stop {stop} has nothing to deliver.":
        "La tournée {letter} du {day} partirait sans bon : l’arrêt {stop} n’a rien à livrer. Recalculez la journée.",
    "Tour {letter} of {day} would leave without notes: it has no stop.":
        "La tournée {letter} du {day} partirait sans bon : elle n’a pas d’arrêt. Recalculez la journée.",
    "Line {line} of order {order} on tour {letter} has changed: the order is {state}.":
        "La ligne {line} de la commande {order}, sur la tournée {letter}, a changé : la commande est {state:f}. Recalculez la journée.",
    "Line {line} of order {order} on tour {letter} has changed: it goes to another site now.":
        "La ligne {line} de la commande {order}, sur la tournée {letter}, va désormais à un autre site. Recalculez la journée.",
    "Line {line} of order {order} on tour {letter} has changed: {planned} are planned, its tours carry {carried}.":
        "La ligne {line} de la commande {order}, sur la tournée {letter}, a changé : {planned} planifiés, {carried} sur ses tournées."
        " Recalculez la journée.",
    "No delivery note was issued for {day}.": "Aucun bon n’a été émis pour le {day} : publiez d’abord la journée.",
    "The company that delivers is not known.": "La société qui livre n’est pas connue : importez le fichier « company ».",
    "A field holds the character NUL.": "Un champ contient le caractère NUL : retapez le texte.",
    "A value is too long or too large to be kept ({said}).":
        "Une valeur est trop longue ou trop grande pour être gardée : raccourcissez le texte ou corrigez le nombre.",
    "Nothing of this can be put off to that day.":
        "Rien de cela ne peut être remis à ce jour-là : choisissez une commande en attente et un jour plus tard.",
    "{grams} g is no weight.": "{grams} g n’est pas un poids : donnez celui d’une unité.",
    "Nothing of tour {letter} of {day} is still to come.":
        "La tournée {letter} du {day} n’a plus rien à livrer : choisissez-en une autre.",
    "Tour {letter} of {day} is not on its way: it is {state}.":
        "La tournée {letter} du {day} n’est pas en route : elle est {state:f}.",
    # planning runs
    "A time limit of {seconds} s cannot be used.": "Une durée de calcul de {seconds} s ne convient pas.",
    "{count} days cannot be planned.": "On ne planifie pas {count} jours à la fois.",
    "{count} days cannot begin from usual rounds.":
        "Les tournées habituelles ne commencent pas {count} jours à la fois : calculez un seul jour.",
    "{count} early days cannot be planned.": "On n’avance pas de {count} jours.",
    "Run {run} has already ended ({state}).": "Le calcul {run} est déjà fini ({state}).",
    "Line {line} of order {order} ({product}) has changed since the plan was made.":
        "La ligne {line} de la commande {order} ({product}) a changé depuis le calcul : recalculez.",
    "Vehicle {vehicle} has left meanwhile.": "Le véhicule {vehicle} est parti entre-temps : recalculez.",
    "There are {count} fewer of {product} than when the plan was made.":
        "Il y a {count} × {product} de moins qu’au moment du calcul : recalculez.",
    "The work did not end by its deadline and was stopped.": "Le travail n’a pas fini à temps et a été arrêté.",
    "The process of the work ended unexpectedly (exit code {code}), attempt {attempt}.":
        "Le processus du travail s’est arrêté sans prévenir (code {code}, essai {attempt}).",
    "Its worker was lost too often.": "Le processus du travail a été perdu trop souvent.",
    # steps and quantities
    "Line {line} of order {order}: {asked} asked for, {have} backlog.":
        "Ligne {line} de la commande {order} : {asked} demandés, {have} restent à planifier.",
    "Line {line} of order {order}: {asked} asked for, {have} planned.":
        "Ligne {line} de la commande {order} : {asked} demandés, {have} sur une tournée.",
    # sites and users
    "{latitude}, {longitude} is no place on earth.":
        "{latitude}, {longitude} n’est pas un lieu : la latitude d’abord, en degrés décimaux.",
    "A password has {least} to {most} characters; this one has {found}.":
        "Un mot de passe a de {least} à {most} caractères ; celui-ci en a {found}.",
    "{name} is the only active administrator.":
        "{name} est le seul administrateur actif : nommez-en d’abord un autre.",
    "«{login}» cannot be a login.":
        "« {login} » ne peut être un identifiant : lettres sans accent, chiffres et . _ @ + -",
    "A user needs a name of 1 to 255 characters.": "Un utilisateur a un nom de 1 à 255 caractères.",
    "«{value}» is no {what}.": "« {value} » ne convient pas ici.",
}  # fmt: skip
FRENCH |= {
    f"{english} is {{state}} and cannot become {{wanted}}.": f"{french.capitalize()} est {{state:f}}, et ne peut plus être {{wanted:f}}."
    if french.startswith("la ")
    else f"{french.capitalize()} est {{state}}, et ne peut plus être {{wanted}}."
    for english, french in THINGS.items()
}
FRENCH |= TRADE | AFTER
"""What the pages of planner, desk and administrator may meet, and what to do. Whatever is not here is not said in French."""


def said(text: str) -> str:
    """A detail (with or without its hint) for whoever reads; empty where their language has no words for it.

    The traceback of a defect is never shown: it stays with the job and in the log.
    """
    if text.startswith("Traceback"):
        return ""
    text = re.sub(r"^[a-z_]+: (?=\S)", "", text)
    return text if reader_language() == "en" else in_french(text)


def explained(error: DispatchError) -> str:
    """Why something was refused, for the form that comes back: the detail, else what its kind of error says."""
    return said(f"{error.detail} {error.hint}".strip()) or " ".join(words_for(error.http_status, error.code))


def in_french(text: str) -> str:
    """The French of an English detail; empty where there is none."""
    for pattern, french in _patterns():
        found = pattern.match(text)
        if found:
            return french.format(**{name: _value(value) for name, value in found.groupdict().items()})
    return ""


def install(app: Flask) -> None:
    """Give templates the filter `said`."""
    app.jinja_env.filters["said"] = said


class _State(str):
    """A state; with the format `f` it agrees with a feminine thing."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return f"{self}e" if spec == "f" and self.endswith(("é", "ert", "çu", "is", "hu")) else str(self)


def _value(value: str) -> str:
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else _State(STATES.get(value, value))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(_pattern(english), re.DOTALL), french) for english, french in FRENCH.items()]


def _pattern(english: str) -> str:
    parts = re.split(r"\{(\w+)\}", english)
    text = "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return rf"{text}(?: .*)?$"

"""What the mail says that tells when a delivery comes."""

from __future__ import annotations

from datetime import datetime

from dispatch.documents import formats

_FIRST = {
    "fr": (
        "Votre livraison du {day} vers {hour}",
        (
            "Bonjour,\n\nNous vous livrons le {day} vers {hour} :\n{place}\n\n"
            "Si l'heure change sensiblement, nous vous le dirons.\n\nCordialement,\n{sender}\n"
        ),
    ),
    "en": (
        "Your delivery on {day} at about {hour}",
        (
            "Dear customer,\n\nWe deliver to you on {day} at about {hour}:\n{place}\n\n"
            "If that changes much we will tell you.\n\nKind regards,\n{sender}\n"
        ),
    ),
}
_MOVED = {
    "fr": (
        "Votre livraison vers {hour} au lieu de {before}",
        (
            "Bonjour,\n\nVotre livraison du {day} est maintenant attendue vers {hour}, au lieu de {before} :\n{place}\n\n"
            "Cordialement,\n{sender}\n"
        ),
    ),
    "en": (
        "Your delivery at about {hour} instead of {before}",
        (
            "Dear customer,\n\nYour delivery on {day} is now expected at about {hour} instead of {before}:\n{place}\n\n"
            "Kind regards,\n{sender}\n"
        ),
    ),
}


def arrival_words(
    language: str, expected: datetime, before: datetime | None, place: str, sender: str
) -> tuple[str, str]:
    """Subject and body. The instants are in the zone of the site; hours are told to five minutes."""
    subject, body = (_FIRST if before is None else _MOVED)[language]
    words = {
        "day": formats.short_date(expected.date(), language),
        "hour": _hour(expected, language),
        "before": _hour(before, language) if before else "",
        "place": place,
        "sender": sender,
    }
    return " ".join(subject.format(**words).split()), body.format(**words)


def _hour(instant: datetime, language: str) -> str:
    minutes = (instant.hour * 60 + instant.minute + 2) // 5 * 5 % (24 * 60)
    return f"{minutes // 60:02d}{' h ' if language == 'fr' else ':'}{minutes % 60:02d}"

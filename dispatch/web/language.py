"""The reader's language: what they chose, else what their browser prefers, else the company's."""

from __future__ import annotations

from flask import Flask, has_request_context, request, session
from flask_babel import Babel
from flask_babel import gettext as _translated
from flask_babel import ngettext as _counted

from dispatch.web.shell import asker, shell

LANGUAGES = ("fr", "en")
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def install(app: Flask) -> None:
    """Choose the locale of every page."""
    Babel(
        app,
        default_locale="fr",
        default_translation_directories=app.config["BABEL_TRANSLATION_DIRECTORIES"],
        default_timezone=app.extensions["dispatch"].settings.timezone,
        locale_selector=reader_language,
    )

    @app.context_processor
    def _for_templates() -> dict[str, object]:
        return {"language": reader_language(), "languages": LANGUAGES}


def reader_language() -> str:
    """``fr`` or ``en``."""
    if not has_request_context():
        return "fr"
    found = asker()
    if found is not None:
        return found.language
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or shell().settings.language


def reader_locale() -> str:
    """The locale in which dates, numbers and money are written."""
    return LOCALES[reader_language()]


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language; it is written in French in the code."""
    return str(_translated(message, **values))


def ngettext(one: str, several: str, count: int, **values: object) -> str:
    """The message for one or for several, in the reader's language."""
    return str(_counted(one, several, count, **values))

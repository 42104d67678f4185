"""What an import says, in French and English: one code, one reason, one remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from dispatch.intake.messages.about_cells import ABOUT_CELLS
from dispatch.intake.messages.about_doubts import ABOUT_DOUBTS
from dispatch.intake.messages.about_files import ABOUT_FILES
from dispatch.intake.messages.about_rules import ABOUT_RULES
from dispatch.intake.messages.catalogue import Catalogue

MESSAGES: Catalogue = {**ABOUT_FILES, **ABOUT_CELLS, **ABOUT_RULES, **ABOUT_DOUBTS}
LANGUAGES = ("fr", "en")


def say(code: str, language: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Reason and remedy of a code in a language; dates and quantities are written as the reader writes them."""
    reason, remedy = MESSAGES[code]["fr" if language == "fr" else "en"]
    said = {name: _written(value, language) for name, value in params.items()}
    return reason.format_map(said), remedy.format_map(said)


def _written(value: Any, language: str) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if language == "fr" else value.isoformat()
    if isinstance(value, Decimal):
        return format_decimal(value, locale=language)
    return str(value)

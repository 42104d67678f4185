"""A coordinate as people type or paste it."""

from __future__ import annotations

import math

from dispatch.errors import InvalidInputError
from dispatch.web.language import gettext as _


def coordinate(text: str, most: int, what: str) -> float:
    """Decimal degrees from «43,7384» or «43.7384», rounded to about a decimetre.

    Raises
    ------
    InvalidInputError
        When it is no number, or beyond `most` degrees; the detail is in the reader's language.
    """
    try:
        value = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and abs(value) <= most):
        raise InvalidInputError(_("%(what)s doit être un nombre de degrés, comme 43,7384.", what=what))
    return round(value, 6)

"""From the difference form to the differences: per line what was missing, what was refused, why, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dispatch.delivery.queries import LineRow
from dispatch.delivery.reserves import Difference
from dispatch.errors import InvalidInputError
from dispatch.intake import parsers
from dispatch.intake.findings import CellError
from dispatch.web.language import gettext as _


@dataclass(frozen=True)
class DeskForm:
    """What was typed, kept as typed so that a refused form comes back whole."""

    values: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str, line_no: int | None = None) -> str:
        """One field, empty when it is not there."""
        return self.values.get(name if line_no is None else f"{name}_{line_no}", "")


EMPTY = DeskForm()


def read_form(form: DeskForm, lines: Sequence[LineRow]) -> dict[str, Any]:
    """The arguments of `invoicing.confirm.confirm` that the form holds.

    Raises
    ------
    InvalidInputError
        When a quantity or the date cannot be read.
    """
    return {
        "differences": [one for line in lines for one in _differences(form, line)],
        "signed_on": _date(form.of("signed_on")),
        "signer_name": form.of("signer_name").strip()[:255],
        "signer_quality": form.of("signer_quality").strip()[:255],
        "remark": form.of("remark").strip()[:2000],
    }


def quantity(text: str, what: str) -> int:
    """A quantity in milli-units from «1,5», «1.5» or nothing.

    Raises
    ------
    InvalidInputError
        When it is no number, negative, or finer than a thousandth; the detail is in the reader's language.
    """
    if not text.strip():
        return 0
    try:
        return parsers.quantity_or_none(text.strip())
    except CellError:
        raise InvalidInputError(
            _("%(what)s : « %(text)s » n’est pas une quantité. Écrivez 2 ou 1,5.", what=what, text=text[:40])
        ) from None


def _differences(form: DeskForm, line: LineRow) -> list[Difference]:
    number = line.line_no
    missing = quantity(form.of("missing", number), _("Manquant, ligne %(number)s", number=number))
    refused = quantity(form.of("refused", number), _("Refusé, ligne %(number)s", number=number))
    nature, words = form.of("nature", number).strip(), form.of("words", number).strip()[:2000]
    found = []
    if missing:
        found.append(Difference(number, "missing", missing_qty=missing, words="" if refused else words))
    if refused:
        found.append(Difference(number, nature or "refused", refused_qty=refused, words=words))
    if not found and (nature or words):
        found.append(Difference(number, nature or "other", words=words))
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise InvalidInputError(_("Signé le : « %(text)s » n’est pas une date.", text=text[:40])) from None

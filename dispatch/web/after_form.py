"""What the forms after a receipt hold: choices about shortages, quantities by line, pieces of packaging, cash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dispatch.delivery.choosing import Choice
from dispatch.delivery.queries import LineRow
from dispatch.errors import InvalidInputError
from dispatch.invoicing.cash import Cash
from dispatch.web.desk_form import quantity
from dispatch.web.language import gettext as _
from dispatch.web.params import day_in


def choice_in(form: Mapping[str, str], name: str = "choice") -> Choice | None:
    """The choice that a form makes; None: it leaves that for later. Day and reason are the form's own."""
    chosen = form.get(name, "").strip()
    if not chosen:
        return None
    return Choice(chosen, form.get("choice_reason", "").strip()[:500], day_in(form, "deliver_on"))


def choices_in(form: Mapping[str, str], lines: Sequence[LineRow]) -> dict[int, Choice]:
    """Line number → what becomes of what was not accepted of it; a line of which everything was has none."""
    found = {}
    for line in lines:
        choice = choice_in(form, f"choice_{line.line_no}")
        short = form.get(f"missing_{line.line_no}", "").strip() or form.get(f"refused_{line.line_no}", "").strip()
        if choice is not None and short:
            found[line.line_no] = choice
    return found


def quantities_in(form: Mapping[str, str], lines: Sequence[LineRow], prefix: str) -> dict[int, int]:
    """Line number → milli-units, of the fields `prefix_1`, `prefix_2` …; empty fields are left out."""
    found = {}
    for line in lines:
        milli = quantity(form.get(f"{prefix}_{line.line_no}", ""), _("Ligne %(number)s", number=line.line_no))
        if milli:
            found[line.line_no] = milli
    return found


def cents_in(form: Mapping[str, str], name: str) -> int | None:
    """An amount in cents from «12,50», «12.5» or nothing (None).

    Raises
    ------
    InvalidInputError
        When it is no amount, or finer than a cent; the detail is in the reader's language.
    """
    text = form.get(name, "").strip().removesuffix("€")
    if not text.strip():
        return None
    milli = quantity(text, _("Montant"))
    if milli % 10:
        raise InvalidInputError(_("Montant : « %(text)s » a plus de deux décimales.", text=text[:40]))
    return milli // 10


def cash_in(form: Mapping[str, str]) -> Cash | None:
    """What was collected at the door; None: the form says nothing of it."""
    cents = cents_in(form, "cash")
    if cents is None:
        return None
    return Cash(cents, form.get("cash_means", "") if cents else "", form.get("cash_words", "").strip()[:500])


def pieces_in(form: Mapping[str, str], kinds: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Kind of packaging → pieces delivered and taken back.

    Raises
    ------
    InvalidInputError
        When one is no whole number; the detail is in the reader's language.
    """
    found = {}
    for place, kind in enumerate(kinds):
        counts = []
        for name in ("out", "back"):
            milli = quantity(form.get(f"{name}_{place}", ""), kind)
            if milli % 1000:
                raise InvalidInputError(_("%(what)s : on compte en pièces entières.", what=kind))
            counts.append(milli // 1000)
        found[kind] = (counts[0], counts[1])
    return found


def lots_in(text: str, loaded_qty: int) -> list[tuple[str, int]]:
    """Lots from «L123 : 5, L124 : 3»; one lot without a quantity is the whole line.

    Raises
    ------
    InvalidInputError
        When a quantity cannot be read, or several lots have none; the detail is in the reader's language.
    """
    parts = [part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()]
    found = []
    for part in parts:
        lot, colon, count = part.rpartition(":")
        if not colon and len(parts) > 1:
            raise InvalidInputError(_("Plusieurs lots : écrivez « lot : quantité » pour chacun, par exemple L123 : 5."))
        found.append((lot.strip(), quantity(count, lot.strip())) if colon else (part, loaded_qty))
    return found


def deadline_in(form: Mapping[str, str], name: str) -> date | None:
    """A day of a form that may be empty.

    Raises
    ------
    InvalidInputError
        When something stands there that is no day; the detail is in the reader's language.
    """
    found = day_in(form, name)
    if found is None and form.get(name, "").strip():
        raise InvalidInputError(_("« %(text)s » n’est pas une date.", text=form.get(name, "")[:40]))
    return found

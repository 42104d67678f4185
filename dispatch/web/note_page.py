"""The page of one note, drawn for every form that stands on it: what was typed comes back with what is wrong."""

from __future__ import annotations

import secrets

from flask import render_template

from dispatch.delivery import queries
from dispatch.delivery.after_models import CHOICES, MEANS, RETURN_OUTCOMES
from dispatch.delivery.after_queries import note_after
from dispatch.delivery.claim_models import CLAIM_NATURES
from dispatch.delivery.models import NATURES
from dispatch.invoicing.note_invoices import invoice_of_number
from dispatch.settings import current
from dispatch.web.desk_form import EMPTY, DeskForm
from dispatch.web.shell import reading

REFUSAL_NATURES = tuple(nature for nature in NATURES if nature != "missing")


def note_page(number: str, *, form: DeskForm = EMPTY, problem: str = "", opened: str = "") -> str:
    """The page.

    Parameters
    ----------
    form
        What was typed into the form that was refused.
    problem
        Why, in the reader's words.
    opened
        Which of the folded forms was it: `claim`, `return`, `packaging`, `lots`, `scan`, `choice`.
    """
    with reading() as session:
        detail = queries.note_detail(session, number)
        after = note_after(session, number)
        invoice = invoice_of_number(session, number)
    return render_template(
        "note.html",
        detail=detail,
        note=detail.note,
        after=after,
        invoice=invoice,
        form=form,
        problem=problem,
        opened=opened,
        natures=REFUSAL_NATURES,
        claim_natures=CLAIM_NATURES,
        choices=CHOICES,
        return_outcomes=RETURN_OUTCOMES,
        cash_means=MEANS,
        packagings=current().packaging_kinds,
        key=form.values.get("key") or secrets.token_urlsafe(24),
    )

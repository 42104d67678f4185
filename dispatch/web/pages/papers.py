"""Papers that are drawn when they are asked for: quotes."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dispatch.orders.quote_papers import quote_pdf
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.shell import reading, shell

bp = Blueprint("papers", __name__)


@bp.get("/quotes/<number>/pdf")
def quote(number: str) -> ResponseReturnValue:
    """The paper of a quote: as it was sent, else as it stands."""
    with reading() as session:
        data = quote_pdf(session, shell().store, number)
    return pdf_answer(data, number)

"""Legal sentences as they are printed: the company's own while it is in force, else the general one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch.company.models import LegalText
from dispatch.invoicing.law import said


def sentence(session: Session, code: str, on: date, language: str) -> str:
    """The sentence of a code on a day; of several of the company's own the one that began last; empty where none holds."""
    query = (
        select(LegalText)
        .where(
            LegalText.code == code,
            LegalText.valid_from <= on,
            or_(LegalText.valid_to.is_(None), LegalText.valid_to >= on),
        )
        .order_by(LegalText.valid_from.desc())
        .limit(1)
    )
    own = session.scalars(query).first()
    if own is None:
        return said(code, on, language)
    return own.en if language == "en" else own.fr

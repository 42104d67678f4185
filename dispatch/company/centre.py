"""The centre of interest of the business (centre d'intérêt): what lists group by unless somebody asks otherwise."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.company.models import Company


def centre_of(session: Session) -> str:
    """`customer`, `deal`, `site` or `product`; the customer before there is a company."""
    return session.scalar(select(Company.centre)) or "customer"

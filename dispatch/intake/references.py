"""Business keys in files become ids; a key that nobody knows is an error of its row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.catalog.price_models import PriceList
from dispatch.customers.models import Customer, Site
from dispatch.db.chunks import chunks
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.intake.columns import Incoming
from dispatch.production.models import WorkCentre

MODELS: dict[str, Any] = {
    "customers": Customer,
    "sites": Site,
    "products": Product,
    "depots": Depot,
    "vehicles": Vehicle,
    "drivers": Driver,
    "price_lists": PriceList,
    "work_centres": WorkCentre,
}
"""Kind of file → what its rows become."""


def ids_of(session: Session, kind: str, codes: Collection[str]) -> dict[str, int]:
    """The ids of business keys; unknown ones are missing."""
    model = MODELS[kind]
    found: dict[str, int] = {}
    for some in chunks(sorted(codes)):
        query = select(model.code, model.id).where(model.code.in_(some))
        found |= {code: key for code, key in session.execute(query)}  # noqa: C416  a Row is not a pair to the types
    return found


def resolve(session: Session, incoming: Incoming) -> None:
    """Put the ids in the place of the keys; rows whose key is unknown get an error."""
    for column in incoming.kind.columns:
        if not column.refers:
            continue
        wanted = {row.values[column.name] for row in incoming.rows if row.values.get(column.name)}
        known = ids_of(session, column.refers, wanted)
        for row in incoming.rows:
            code = row.values.get(column.name)
            if not code:
                continue
            if code in known:
                row.values[column.name] = known[code]
            else:
                incoming.findings.error(
                    "unknown_reference",
                    row=row.number,
                    column=column.name,
                    value=code,
                    subject=row.subject,
                    kind=column.refers,
                )

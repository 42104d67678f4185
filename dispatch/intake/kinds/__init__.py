"""The kinds of import files, in the order in which a company's files go in."""

from __future__ import annotations

from dispatch.errors import NotFoundError
from dispatch.intake.columns import Kind
from dispatch.intake.kinds.absences import ABSENCES
from dispatch.intake.kinds.capacity import CAPACITY
from dispatch.intake.kinds.company import COMPANY
from dispatch.intake.kinds.contacts import CONTACTS
from dispatch.intake.kinds.customers import CUSTOMERS
from dispatch.intake.kinds.deals import DEALS
from dispatch.intake.kinds.depots import DEPOTS
from dispatch.intake.kinds.drivers import DRIVERS
from dispatch.intake.kinds.legal_texts import LEGAL_TEXTS
from dispatch.intake.kinds.orders import ORDERS
from dispatch.intake.kinds.price_lists import PRICE_LISTS
from dispatch.intake.kinds.prices import PRICES
from dispatch.intake.kinds.production import PRODUCTION
from dispatch.intake.kinds.products import PRODUCTS
from dispatch.intake.kinds.rates import RATES
from dispatch.intake.kinds.sites import SITES
from dispatch.intake.kinds.stock import STOCK
from dispatch.intake.kinds.vehicles import VEHICLES
from dispatch.intake.kinds.work_centres import WORK_CENTRES

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        COMPANY,
        LEGAL_TEXTS,
        PRICE_LISTS,
        CUSTOMERS,
        DEPOTS,
        SITES,
        CONTACTS,
        PRODUCTS,
        PRICES,
        DEALS,
        STOCK,
        PRODUCTION,
        WORK_CENTRES,
        RATES,
        CAPACITY,
        VEHICLES,
        DRIVERS,
        ABSENCES,
        ORDERS,
    )
}


def kind_named(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    if name not in KINDS:
        raise NotFoundError(f"There is no kind of import file {name!r}.", f"There are {', '.join(KINDS)}.")
    return KINDS[name]

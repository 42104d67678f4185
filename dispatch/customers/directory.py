"""The customer file as programs read it: customers and sites, page after page or one by its code."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.customers.models import Customer, Site
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer; money in cents."""

    id: int
    code: str
    name: str
    siren: str
    vat_number: str
    billing_address: str
    postcode: str
    city: str
    country: str
    email: str
    phone: str
    language: str
    terms_days: int
    terms_end_of_month: bool
    cash_on_delivery: bool
    credit_limit_cents: int | None
    billing_mode: str
    electronic_address: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site; coordinates in degrees, service in seconds."""

    id: int
    code: str
    customer_code: str
    name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    opening_hours: str
    service_s: int
    skills: tuple[str, ...]
    max_vehicle_kg: int | None
    contact: str
    phone: str
    instructions: str


def customers_after(session: Session, last: int, limit: int) -> Slice[CustomerRow]:
    """Customers in the order in which they came."""
    found = session.scalars(after(select(Customer), Customer.id, last, limit))
    return slice_of(found, limit, lambda row: row.id, _customer)


def customer_by_code(session: Session, code: str) -> CustomerRow:
    """One customer.

    Raises
    ------
    NotFoundError
        There is none of that code.
    """
    return _customer(customer_of(session, code))


def customer_of(session: Session, code: str) -> Customer:
    """The customer's row itself, for services; raises as `customer_by_code`."""
    found = session.scalars(select(Customer).where(Customer.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no customer {code}.", "Check the code.")
    return found


def sites_after(session: Session, last: int, limit: int, customer: str = "") -> Slice[SiteRow]:
    """Sites in the order in which they came, of one customer where a code is given."""
    query = select(Site).join(Site.customer).options(joinedload(Site.customer))
    if customer:
        query = query.where(Customer.code == customer)
    return slice_of(session.scalars(after(query, Site.id, last, limit)), limit, lambda row: row.id, _site)


def site_by_code(session: Session, code: str) -> SiteRow:
    """One site.

    Raises
    ------
    NotFoundError
        There is none of that code.
    """
    return _site(site_of(session, code))


def site_of(session: Session, code: str) -> Site:
    """The site's row itself, for services; raises as `site_by_code`."""
    found = session.scalars(select(Site).where(Site.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no site {code}.", "Check the code.")
    return found


def _customer(row: Customer) -> CustomerRow:
    return CustomerRow(**{name: getattr(row, name) for name in CustomerRow.__dataclass_fields__})


def _site(row: Site) -> SiteRow:
    values = {
        name: getattr(row, name) for name in SiteRow.__dataclass_fields__ if name not in ("customer_code", "skills")
    }
    return SiteRow(**values, customer_code=row.customer.code, skills=tuple(row.skills))

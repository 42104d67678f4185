"""Customers and their sites."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.customers import directory
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Page, Paging, Reference, Shape


class CustomerOut(Shape):
    """A customer: who orders and pays, on which terms."""

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


class SiteOut(Shape):
    """A site: where goods go."""

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
    """OpenStreetMap syntax."""
    service_s: int
    skills: tuple[str, ...]
    max_vehicle_kg: int | None
    contact: str
    phone: str
    instructions: str


class SiteQuery(Paging):
    """Which sites."""

    customer: Reference = ""
    """The code of their customer."""


@operation("GET", "/customers")
def list_customers(session: Session, query: Paging) -> Page[CustomerOut]:
    """Customers, in the order in which they came."""
    return Page[CustomerOut].cut(CustomerOut, directory.customers_after(session, query.after, query.limit))


@operation("GET", "/customers/<code>")
def get_customer(session: Session, code: str) -> CustomerOut:
    """One customer."""
    return CustomerOut.of(directory.customer_by_code(session, code))


@operation("GET", "/sites")
def list_sites(session: Session, query: SiteQuery) -> Page[SiteOut]:
    """Sites, of one customer or all."""
    return Page[SiteOut].cut(SiteOut, directory.sites_after(session, query.after, query.limit, query.customer))


@operation("GET", "/sites/<code>")
def get_site(session: Session, code: str) -> SiteOut:
    """One site."""
    return SiteOut.of(directory.site_by_code(session, code))

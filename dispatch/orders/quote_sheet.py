"""What a quote will show, taken once from quote, customer and company."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import settings
from dispatch.catalog.amounts import net_cents, vat_cents
from dispatch.company.models import Company
from dispatch.documents.acknowledgement_sheets import VatOf
from dispatch.documents.quote_sheets import QuotedLineSheet, QuoteSheet
from dispatch.documents.words import say
from dispatch.errors import NotFoundError
from dispatch.orders import parties
from dispatch.orders.quotes import Quote, QuoteLine


def find_quote(session: Session, number: str) -> Quote:
    """A quote with its customer, site, lines and products.

    Raises
    ------
    NotFoundError
        There is no quote of that number.
    """
    query = (
        select(Quote)
        .where(Quote.number == number)
        .options(
            joinedload(Quote.customer),
            joinedload(Quote.site),
            selectinload(Quote.lines).joinedload(QuoteLine.product),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no quote {number}.", "Look in the list of quotes.")
    return found


def quote_sheet(quote: Quote, company: Company | None) -> QuoteSheet:
    """Build the sheet.

    Raises
    ------
    RefusedError
        The company that offers is not known.
    """
    customer = quote.customer
    language = parties.language_of(customer.language)
    lines = tuple(_line(line) for line in quote.lines)
    vat = tuple(_vat(lines, rate) for rate in sorted({line.vat_bp for line in lines}))
    net = sum(line.net_cents for line in lines)
    rules = (say(language, "quote_carriage"), settings.current().general_terms, say(language, "quote_free"))
    return QuoteSheet(
        number=quote.number,
        on=quote.quoted_on,
        valid_until=quote.valid_until,
        language=language,
        seller=parties.shipper(company),
        customer=parties.at_billing_address(customer),
        deliver_to=parties.consignee(quote.site),
        terms=parties.terms(customer, language),
        lines=lines,
        vat=vat,
        net_cents=net,
        gross_cents=net + sum(one.vat_cents for one in vat),
        customer_reference=quote.reference,
        rules=tuple(rule for rule in rules if rule),
    )


def _line(line: QuoteLine) -> QuotedLineSheet:
    return QuotedLineSheet(
        line_no=line.line_no,
        reference=line.product.code,
        designation=line.product.name,
        unit=line.product.unit,
        quantity=line.quantity,
        unit_price_micros=line.unit_price_micros,
        net_cents=net_cents(line.quantity, line.unit_price_micros),
        vat_bp=line.product.vat_bp,
        wanted_on=line.wanted_on,
    )


def _vat(lines: tuple[QuotedLineSheet, ...], rate: int) -> VatOf:
    net = sum(line.net_cents for line in lines if line.vat_bp == rate)
    return VatOf(rate, net, vat_cents(net, rate))

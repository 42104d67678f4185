"""What a new acknowledgement will show, taken once from order, customer and company."""

from __future__ import annotations

from datetime import date

from dispatch import clock, settings
from dispatch.catalog.amounts import net_cents, vat_cents
from dispatch.company.models import Company
from dispatch.documents.acknowledgement_sheets import AcknowledgedLine, AcknowledgementSheet, VatOf
from dispatch.documents.acknowledgement_words import say_ack
from dispatch.documents.sheets import Language
from dispatch.orders import parties
from dispatch.orders.models import Order, OrderLine


def acknowledgement_sheet(
    number: str,
    index_letter: str,
    order: Order,
    company: Company | None,
    before: AcknowledgementSheet | None,
    reason: str = "",
) -> AcknowledgementSheet:
    """Build the sheet; lines that were given up wholly are not on it.

    Parameters
    ----------
    before
        The acknowledgement that this one replaces: moved dates are shown beside the new ones.
    """
    customer = order.customer
    language = parties.language_of(customer.language)
    dates = {line.line_no: line.agreed_on for line in before.lines} if before else {}
    lines = tuple(_line(line, dates.get(line.line_no)) for line in order.lines if line.ordered_qty > line.cancelled_qty)
    rates = sorted({line.vat_bp for line in order.lines if line.ordered_qty > line.cancelled_qty})
    nets = {line.line_no: line.net_cents for line in lines}
    vat = tuple(
        _vat(rate, sum(nets.get(line.line_no, 0) for line in order.lines if line.vat_bp == rate)) for rate in rates
    )
    net = sum(line.net_cents for line in lines)
    moved = any(line.before_on for line in lines)
    return AcknowledgementSheet(
        number=number,
        index_letter=index_letter,
        on=clock.today(),
        language=language,
        seller=parties.shipper(company),
        customer=parties.at_billing_address(customer),
        deliver_to=parties.consignee(order.site),
        order=order.reference,
        customer_reference=order.customer_reference,
        received_on=clock.local(order.received_at).date(),
        terms=parties.terms(customer, language),
        lines=lines,
        vat=vat,
        net_cents=net,
        gross_cents=net + sum(one.vat_cents for one in vat),
        rules=_rules(order, language),
        reason=reason or (say_ack(language, "date_moved") if moved else ""),
    )


def says_the_same(now: AcknowledgementSheet, before: AcknowledgementSheet) -> bool:
    """Whether the customer would learn nothing new: same goods, prices, dates, address and terms."""

    def content(sheet: AcknowledgementSheet) -> tuple[object, ...]:
        lines = [
            (line.line_no, line.reference, line.quantity, line.unit_price_micros, line.agreed_on)
            for line in sheet.lines
        ]
        return lines, sheet.deliver_to, sheet.customer, sheet.terms, sheet.customer_reference, sheet.gross_cents

    return content(now) == content(before)


def _line(line: OrderLine, before_on: date | None) -> AcknowledgedLine:
    quantity = line.ordered_qty - line.cancelled_qty
    return AcknowledgedLine(
        line_no=line.line_no,
        reference=line.product.code,
        designation=line.product.name,
        unit=line.product.unit,
        quantity=quantity,
        unit_price_micros=line.unit_price_micros,
        net_cents=net_cents(quantity, line.unit_price_micros),
        agreed_on=line.due_on,
        before_on=before_on if before_on and before_on != line.due_on else None,
    )


def _vat(rate: int, net: int) -> VatOf:
    return VatOf(rate, net, vat_cents(net, rate))


def _rules(order: Order, language: Language) -> tuple[str, ...]:
    quantity = f"{order.partial_minimum_qty / 1000:g}"
    rules = (
        say_ack(language, f"partial_{order.partial}", quantity=quantity),
        say_ack(language, "carriage"),
        settings.current().general_terms,
        say_ack(language, "object"),
    )
    return tuple(rule for rule in rules if rule)

"""What a new note will show, taken once from order, customer, site and tour; from then on only the frozen text counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch import clock
from dispatch.catalog.amounts import gross_cents, net_cents
from dispatch.company.models import Company
from dispatch.delivery import wording
from dispatch.delivery.links import note_link
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet
from dispatch.orders.models import Order
from dispatch.tours.models import Portion, Stop, Tour

MEASURES = {
    "kg",
    "g",
    "t",
    "l",
    "litre",
    "litres",
    "m",
    "m2",
    "m²",
    "m3",
    "m³",
    "h",
    "heure",
    "heures",
    "hour",
    "hours",
}
"""Units in which goods are measured; in any other unit one unit is one parcel."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """One line about to leave: the portion and what its order line stands at. Milli-units.

    Attributes
    ----------
    before_qty
        Accepted before, or still out on an earlier note: ordered = before + today + rest + cancelled.
    """

    portion: Portion
    before_qty: int
    rest_qty: int
    rest_on: date | None

    @property
    def weight_g(self) -> int:
        """Of the whole line, rounded half up."""
        return (self.portion.quantity * self.portion.line.product.weight_g + 500) // 1000


def note_sheet(
    number: str, tour: Tour, stop: Stop, order: Order, shipped: list[Shipped], company: Company | None
) -> NoteSheet:
    """Build the sheet of one order at one stop, in the customer's language."""
    customer, site = order.customer, order.site
    language = wording.language_of(customer.language)
    lines = tuple(_line(one, priced=customer.priced_note) for one in shipped)
    nets = [(_net(one), one.portion.line.vat_bp) for one in shipped]
    return NoteSheet(
        number=number,
        on=tour.day,
        language=language,
        shipper=wording.shipper(company),
        consignee=wording.consignee(site),
        lines=lines,
        orders=(NoteOrder(order.reference, order.customer_reference, clock.local(order.received_at).date()),),
        bill_to=wording.bill_to(customer, site),
        windows=wording.windows(stop),
        tour=tour.letter,
        stop=stop.sequence,
        arrives_at=wording.on_the_wall(stop.arrives_at),
        terms=wording.terms(customer, language),
        instructions=site.instructions,
        parcels=parcels(shipped),
        weight_g=sum(one.weight_g for one in shipped),
        total_cents=sum(net for net, _ in nets) if customer.priced_note else None,
        cash_cents=gross_cents(nets) if customer.cash_on_delivery else None,
        qr_text=note_link(number),
        distances=wording.distances(tour, language),
    )


def parcels(shipped: list[Shipped]) -> int | None:
    """How many parcels to count at the door; None where goods are weighed or measured."""
    goods = [one.portion for one in shipped if one.portion.line.product.kind == "goods"]
    if any(part.line.product.unit.strip().lower() in MEASURES or part.quantity % 1000 for part in goods):
        return None
    return sum(part.quantity for part in goods) // 1000


def _line(one: Shipped, *, priced: bool) -> NoteLine:
    line, product = one.portion.line, one.portion.line.product
    return NoteLine(
        reference=product.code,
        designation=product.name,
        unit=product.unit,
        ordered_qty=line.ordered_qty,
        already_qty=one.before_qty,
        today_qty=one.portion.quantity,
        rest_qty=one.rest_qty,
        rest_on=one.rest_on,
        weight_g=one.weight_g,
        unit_price_micros=line.unit_price_micros if priced else None,
        amount_cents=_net(one) if priced else None,
    )


def _net(one: Shipped) -> int:
    return net_cents(one.portion.quantity, one.portion.line.unit_price_micros)

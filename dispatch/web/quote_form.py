"""A quote laid out in the grid that orders are entered in, and the quote that such a form means."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.orders.choices import customer_choice, products_named
from dispatch.orders.quote_editing import Offer, QuoteDraft
from dispatch.orders.quote_sheet import find_quote
from dispatch.web.amend_form import plain
from dispatch.web.language import gettext as _
from dispatch.web.line_form import Row
from dispatch.web.order_form import EntryForm, read_lines, read_party
from dispatch.web.params import day_in

VALID_DAYS = 30


def form_of_quote(session: Session, number: str) -> EntryForm:
    """The form as it stands before anybody types."""
    quote = find_quote(session, number)
    values = {
        "customer": quote.customer.code,
        "site": str(quote.site_id),
        "deal": str(quote.deal_id or ""),
        "reference": quote.reference,
        "valid_until": max(quote.valid_until, clock.today()).isoformat(),
    }
    customer = customer_choice(session, quote.customer.code)
    products = products_named(session, [line.product.code for line in quote.lines], customer.id, clock.today())
    rows = [
        Row(
            {
                "product": line.product.code,
                "quantity": plain(line.quantity, 1000),
                "price": plain(line.unit_price_micros, 1_000_000),
                "requested": line.wanted_on.isoformat() if line.wanted_on else "",
            },
            product=products[line.product.code],
        )
        for line in quote.lines
    ]
    return EntryForm(values, rows, customer=customer)


def read_quote(session: Session, form: EntryForm) -> QuoteDraft | None:
    """The quote that the form means; None, and the form says why, when it means none yet."""
    customer_id, site_id = read_party(form)
    lines = read_lines(session, form)
    valid_until = day_in(form.values, "valid_until")
    if valid_until is None or valid_until < clock.today():
        form.errors["valid_until"] = _("Jusqu’à quel jour à venir l’offre vaut-elle ?")
    if form.is_faulty or valid_until is None:
        return None
    return QuoteDraft(
        customer_id,
        site_id,
        tuple(
            Offer(
                line.product.id,
                line.quantity,
                line.product.price_micros if line.price_micros is None else line.price_micros,
                line.requested_on,
            )
            for line in lines
        ),
        valid_until,
        form.of("reference")[:64],
        form.deal_id,
    )


def usual_end() -> str:
    """Until when a quote is valid unless somebody says otherwise."""
    return (clock.today() + timedelta(days=VALID_DAYS)).isoformat()

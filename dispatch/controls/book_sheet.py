"""The order book as a workbook: the lines, and its bridge by customer, deal, site and product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.controls.workbook import Value, workbook
from dispatch.orders.book import GROUPS, BookGroup, BookLine, OrderBook

LINES = {
    "fr": (
        "Client", "Nom", "Site", "Nom du site", "Commande", "Numéro", "Ligne", "Référence client", "Produit", "Désignation", "Unité",
        "Demandé", "Promis", "Livré à ce jour", "Ouverture", "Commandé", "Livré", "Soldé", "Reste", "Ouverture €", "Commandé €", "Livré €",
        "Soldé €", "Reste €", "En retard",
    ),
    "en": (
        "Customer", "Name", "Site", "Site name", "Order", "Number", "Line", "Customer reference", "Product", "Description", "Unit",
        "Requested", "Promised", "Delivered so far", "Opening", "Booked", "Delivered", "Cancelled", "Closing", "Opening €", "Booked €",
        "Delivered €", "Cancelled €", "Closing €", "Late",
    ),
}  # fmt: skip
GROUP_HEADS = {
    "fr": ("Code", "Nom", "Lignes ouvertes", "En retard", "En retard €", "Ouverture €", "Commandé €", "Livré €", "Soldé €", "Reste €"),
    "en": ("Code", "Name", "Open lines", "Late", "Late €", "Opening €", "Booked €", "Delivered €", "Cancelled €", "Closing €"),
}  # fmt: skip
TITLES = {
    "fr": {
        "lines": "Lignes",
        "customer": "Par client",
        "deal": "Par affaire",
        "site": "Par site",
        "product": "Par produit",
        "late": "oui",
    },
    "en": {
        "lines": "Lines",
        "customer": "By customer",
        "deal": "By deal",
        "site": "By site",
        "product": "By product",
        "late": "yes",
    },
}


def book_workbook(book: OrderBook, language: str = "fr") -> bytes:
    """The book as the bytes of an xlsx file."""
    titles = TITLES[language]
    sheets: list[tuple[str, Sequence[str], Iterator[Sequence[Value]]]] = [
        (titles["lines"], LINES[language], (_line(book, line, titles["late"]) for line in book.lines))
    ]
    sheets += [(titles[group], GROUP_HEADS[language], (_group(one) for one in book.by(group))) for group in GROUPS]
    return workbook(sheets)


def _line(book: OrderBook, line: BookLine, late: str) -> list[Value]:
    quantities = (line.opening_qty, line.booked_qty, line.delivered_qty, line.cancelled_qty, line.closing_qty)
    values = (line.opening_cents, line.booked_cents, line.delivered_cents, line.cancelled_cents, line.closing_cents)
    return [
        line.customer_code,
        line.customer_name,
        line.site_code,
        line.site_name,
        line.order_reference,
        line.order_number,
        line.line_no,
        line.customer_reference,
        line.product_code,
        line.product_name,
        line.unit,
        line.requested_on,
        line.promised_on,
        line.delivered_so_far_qty / 1000,
        *(quantity / 1000 for quantity in quantities),
        *(cents / 100 for cents in values),
        late if line.closing_qty and line.due_on < book.on else "",
    ]


def _group(group: BookGroup) -> list[Value]:
    bridge = group.bridge
    return [
        group.code,
        group.name,
        group.line_count,
        group.late_count,
        *(
            cents / 100
            for cents in (
                group.late_cents,
                bridge.opening_cents,
                bridge.booked_cents,
                bridge.delivered_cents,
                bridge.cancelled_cents,
                bridge.closing_cents,
            )
        ),
    ]

"""Invoices as sheets, made by hand: only what a test says differs from these defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dispatch.documents.invoice_sheets import (
    InvoiceDelivery,
    InvoiceLineSheet,
    InvoiceParty,
    InvoiceSheet,
    InvoiceVatSheet,
)
from dispatch.invoicing.law import said
from dispatch.invoicing.money import Taxed, line_net, totals

ISSUED = date(2026, 11, 24)
SELLER = InvoiceParty(
    "Atelier Clair", ("1 rue du Four",), "38000", "Grenoble", "FR", "732829320", "73282932000074", "FR44732829320",
    "0225:732829320", "adv@example.com", "+33476000000", "SAS", 5_000_000, "Grenoble",
)  # fmt: skip
BUYER = InvoiceParty(
    "Épicerie des Halles", ("12 place Victor-Hugo",), "98000", "Monaco", "MC", "310000005",
    vat_number="FR14310000005", electronic_address="0225:310000005",
)  # fmt: skip
QUAY = InvoiceParty("Halles, quai 3", ("4 rue du Marché",), "38100", "Grenoble", "FR")
SHOP = InvoiceParty("Boutique", ("8 rue Basse",), "38000", "Grenoble", "FR")


def invoice(
    lines: list[tuple[int, int, int]] | None = None, notes: int = 1, places: int = 1, **changes: Any
) -> InvoiceSheet:
    """An invoice of (milli-units, micros, basis points) over some notes, delivered to one place or two."""
    given = lines or [(1_500, 18_333_333, 550), (3_000, 14_000_000, 2_000), (2_000, 4_999, 550)]
    language = changes.get("language", "fr")
    category = changes.pop("category", "S")
    deliveries = tuple(
        InvoiceDelivery(
            f"BL-2026-{place:06d}", date(2026, 11, place), f"CF{place}", f"BC{place}", (QUAY, SHOP)[place % places]
        )
        for place in range(1, notes + 1)
    )
    rows = tuple(
        InvoiceLineSheet(
            place, deliveries[(place - 1) % notes].note, f"P{place}", f"Produit {place}", "carton", "goods", quantity,
            price, line_net(quantity, price), category if not rate else "S", rate, 2_000 if place == 1 else 0,
        )
        for place, (quantity, price, rate) in enumerate(given, 1)
    )  # fmt: skip
    money = totals(Taxed(row.net_cents, row.category, row.vat_bp) for row in rows)
    sheet = InvoiceSheet(
        kind="invoice",
        number="FA-2026-000147",
        issued_on=ISSUED,
        due_on=date(2027, 1, 31),
        language=language,
        seller=SELLER,
        buyer=BUYER,
        deliveries=deliveries,
        lines=rows,
        vat=tuple(
            InvoiceVatSheet(
                row.category, row.vat_bp, row.net_cents, row.vat_cents, said(f"exempt_{row.category}", ISSUED, language)
            )
            for row in money.rows
        ),
        net_cents=money.net_cents,
        vat_cents=money.vat_cents,
        gross_cents=money.gross_cents,
        operations="goods",
        terms="45 jours fin de mois",
        late_penalty=said("late_penalty", ISSUED, language),
        recovery_fee=said("recovery_fee", ISSUED, language),
        discount=said("no_discount", ISSUED, language),
        iban="FR7630006000011234567890189",
    )
    return replace(sheet, **changes)


def credit_note(**changes: Any) -> InvoiceSheet:
    return invoice(
        **{
            "kind": "credit_note", "number": "AV-2026-000003", "due_on": ISSUED, "corrects": "FA-2026-000120",
            "corrects_on": date(2026, 11, 2), "reason": "2 cartons écrasés", **changes,
        }
    )  # fmt: skip

"""Invented statements of account and letters about claims."""

from __future__ import annotations

from datetime import date

from dispatch.documents.claim_sheets import ClaimLetterSheet, DisputedLine
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.specimen_facts import DAY, GOODS, PLACE, REFERENCE, SELLER
from dispatch.documents.specimens_road import CARRIER
from dispatch.documents.statement_sheets import StatementAge, StatementLine, StatementSheet


def statement_specimen(invoice: InvoiceSheet) -> StatementSheet:
    """Two invoices, one late, a credit note and a payment, between the parties of an invoice."""
    return StatementSheet(
        REFERENCE, DAY, date(2026, 10, 1), date(2026, 11, 24), "fr", invoice.seller, invoice.buyer, 12_000,
        (
            StatementLine(date(2026, 10, 5), "invoice", "FA-2026-000090", 71_677, 0, 83_677, date(2026, 11, 4), 71_677),
            StatementLine(date(2026, 10, 9), "credit_note", "AV-2026-000011", 0, 2_000, 81_677, about="FA-2026-000080"),
            StatementLine(date(2026, 10, 12), "payment", "VIR 4471", 0, 10_000, 71_677, about="transfer"),
            StatementLine(date(2026, 11, 20), "invoice", "FA-2026-000120", 5_275, 0, 76_952, date(2026, 12, 20), 5_275),
        ),
        76_952, (StatementAge(None, 0, 5_275), StatementAge(1, 30, 71_677)), 0, 71_677,
        "30 jours", invoice.late_penalty, invoice.recovery_fee, invoice.iban,
    )  # fmt: skip


def claim_specimen() -> ClaimLetterSheet:
    """A protest to a hired carrier about two crushed cartons: the letter that the law wants most on."""
    return ClaimLetterSheet(
        f"LI-{REFERENCE}", DAY, "fr", "carrier", SELLER, CARRIER, PLACE, "BL-2026-000147",
        "CF11013", date(2026, 11, 24), date(2026, 11, 24), "damaged",
        (DisputedLine(2, *GOODS[1][1:3], 8_000, 6_000, 2_000),),
        "live", date(2026, 12, 1), "2 cartons écrasés", consignment="LV-2026-000007", protest_by=date(2026, 11, 27),
    )  # fmt: skip

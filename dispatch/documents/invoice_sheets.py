"""What an invoice says, already decided: the paper and the electronic file are both drawn from this and from nothing else.

Quantities are ints in thousandths of the unit, money in cents, unit prices in millionths of the currency's unit, VAT rates
in hundredths of a percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.documents.sheets import Language, NoteSheet


@dataclass(frozen=True)
class InvoiceParty:
    """Seller, buyer, or where the goods went.

    Attributes
    ----------
    electronic_address
        Scheme and address of e-invoicing: ``0225:732829320``.
    legal_form, capital_cents, rcs
        The seller's; the register is that of the town named.
    """

    name: str
    address: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    electronic_address: str = ""
    email: str = ""
    phone: str = ""
    legal_form: str = ""
    capital_cents: int | None = None
    rcs: str = ""


@dataclass(frozen=True)
class InvoiceLineSheet:
    """One line; `rest_qty` is what is still to come of the order's line after it."""

    number: int
    note: str
    reference: str
    designation: str
    unit: str
    operation: str
    quantity: int
    unit_price_micros: int
    net_cents: int
    category: str
    vat_bp: int
    rest_qty: int = 0


@dataclass(frozen=True)
class InvoiceVatSheet:
    """VAT of one category and rate; `reason` says why there is none, where there is none."""

    category: str
    vat_bp: int
    net_cents: int
    vat_cents: int
    reason: str = ""


@dataclass(frozen=True)
class InvoiceDelivery:
    """One delivery note that the invoice covers."""

    note: str
    delivered_on: date
    order: str
    customer_reference: str
    place: InvoiceParty


@dataclass(frozen=True)
class InvoiceSheet:
    """An invoice or a credit note, in the customer's language.

    Attributes
    ----------
    kind
        `invoice` or `credit_note`; amounts are positive in both.
    number
        Empty on a draft.
    operations
        Nature: `goods`, `services` or `both`.
    terms
        Payment terms in words.
    late_penalty, recovery_fee, discount, debits
        Legal sentences in force on the day of issue; empty: none is, or it does not apply.
    corrects, corrects_on, reason
        Credit notes: which invoice, of which day, why.
    to_sign
        A note that is an invoice: it is signed at the door.
    """

    kind: str
    number: str
    issued_on: date
    due_on: date
    language: Language
    seller: InvoiceParty
    buyer: InvoiceParty
    deliveries: tuple[InvoiceDelivery, ...]
    lines: tuple[InvoiceLineSheet, ...]
    vat: tuple[InvoiceVatSheet, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    operations: str
    terms: str
    late_penalty: str
    recovery_fee: str
    discount: str
    debits: str = ""
    iban: str = ""
    period_start: date | None = None
    period_end: date | None = None
    corrects: str = ""
    corrects_on: date | None = None
    reason: str = ""
    to_sign: bool = False
    currency: str = "EUR"

    @property
    def single_delivery(self) -> bool:
        """Whether it covers one note only, as EN 16931 wants it."""
        return len(self.deliveries) == 1


@dataclass(frozen=True)
class NoteInvoiceSheet:
    """A note that is an invoice, as it is handed over at the door: both are drawn as one paper."""

    invoice: InvoiceSheet
    note: NoteSheet

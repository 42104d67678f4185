"""Invented documents, one of each kind, to try a layout on where the company has none yet; they say what they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from dispatch.documents.acknowledgement_sheets import AcknowledgedLine, AcknowledgementSheet, VatOf
from dispatch.documents.invoice_sheets import (
    InvoiceDelivery,
    InvoiceLineSheet,
    InvoiceParty,
    InvoiceSheet,
    InvoiceVatSheet,
    NoteInvoiceSheet,
)
from dispatch.documents.quote_sheets import QuotedLineSheet, QuoteSheet
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet, Window
from dispatch.documents.specimen_facts import (
    DAY,
    GOODS,
    NET,
    NETS,
    PAYER,
    PLACE,
    REFERENCE,
    SELLER,
    TAX,
    TODAY,
    VALUES,
    VAT_BP,
)
from dispatch.documents.specimens_letters import claim_specimen, statement_specimen
from dispatch.documents.specimens_road import consignment_specimen, pack_specimen
from dispatch.errors import NotFoundError


def specimen(kind: str) -> Any:
    """The invented document of a kind.

    Raises
    ------
    NotFoundError
        There is no such kind.
    """
    if kind not in _MAKE:
        raise NotFoundError(f"There is no kind of document «{kind[:40]}».", f"One of {', '.join(_MAKE)}.")
    return _MAKE[kind]()


def _quote() -> QuoteSheet:
    return QuoteSheet(
        number=f"DE-{REFERENCE}",
        on=DAY,
        valid_until=date(2026, 12, 25),
        language="fr",
        seller=SELLER,
        customer=PAYER,
        deliver_to=PLACE,
        terms="30 jours",
        lines=tuple(
            QuotedLineSheet(place, *goods[:5], NETS[place - 1], VAT_BP, DAY) for place, goods in enumerate(GOODS, 1)
        ),
        vat=(VatOf(VAT_BP, NET, TAX),),
        net_cents=NET,
        gross_cents=NET + TAX,
        customer_reference="Appel d’offres 7",
        rules=("Livraison par nos soins à l’adresse ci-dessus.", "Devis gratuit, établi en euros."),
    )


def _acknowledgement() -> AcknowledgementSheet:
    return AcknowledgementSheet(
        number=f"ARC-{REFERENCE}",
        index_letter="B",
        on=DAY,
        language="fr",
        seller=SELLER,
        customer=PAYER,
        deliver_to=PLACE,
        order="CF11013",
        customer_reference="BC-57535",
        received_on=date(2026, 11, 19),
        terms="30 jours",
        lines=tuple(
            AcknowledgedLine(
                place, *goods[:5], NETS[place - 1], date(2026, 11, 27), date(2026, 11, 26) if place == 2 else None
            )
            for place, goods in enumerate(GOODS, 1)
        ),
        vat=(VatOf(VAT_BP, NET, TAX),),
        net_cents=NET,
        gross_cents=NET + TAX,
        rules=("Livraisons partielles admises.", "Livraison par nos soins à l’adresse ci-dessus."),
        reason="La date convenue a changé.",
    )


def _note() -> NoteSheet:
    return NoteSheet(
        number=f"BL-{REFERENCE}",
        on=DAY,
        language="fr",
        shipper=SELLER,
        consignee=PLACE,
        lines=tuple(
            NoteLine(
                reference=reference,
                designation=designation,
                unit=unit,
                ordered_qty=quantity,
                already_qty=0,
                today_qty=today,
                rest_qty=quantity - today,
                rest_on=date(2026, 11, 27) if place == 2 else None,
                weight_g=grams * today // quantity,
                lots=("L2611-04",) if place == 3 else (),
                unit_price_micros=price,
                amount_cents=value,
            )
            for place, ((reference, designation, unit, quantity, price, grams), today, value) in enumerate(
                zip(GOODS, TODAY, VALUES, strict=True), 1
            )
        ),
        orders=(NoteOrder("CF11013", "BC-57535", date(2026, 11, 19), "ARC-2026-000112 B", DAY),),
        bill_to=PAYER,
        windows=(Window(datetime(2026, 11, 25, 7), datetime(2026, 11, 25, 12)),),  # noqa: DTZ001  on the wall
        tour="B",
        stop=3,
        arrives_at=datetime(2026, 11, 25, 8, 9),  # noqa: DTZ001
        terms="30 jours",
        instructions="Livraison par la cour, sonner à l’entrée de service.",
        parcels=sum(TODAY) // 1_000,
        weight_g=sum(goods[5] * today // goods[3] for goods, today in zip(GOODS, TODAY, strict=True)),
        total_cents=sum(VALUES),
    )


def _invoice(kind: str = "invoice") -> InvoiceSheet:
    credit = kind == "credit_note"
    return InvoiceSheet(
        kind=kind,
        number=f"{'AV' if credit else 'FA'}-{REFERENCE}",
        issued_on=DAY,
        due_on=DAY if credit else date(2026, 12, 25),
        language="fr",
        seller=InvoiceParty(
            SELLER.name,
            SELLER.address,
            SELLER.postcode,
            SELLER.city,
            siren="552100554",
            siret="55210055400013",
            vat_number="FR39552100554",
            electronic_address="0225:552100554",
            phone=SELLER.phone,
            legal_form="SAS",
            capital_cents=5_000_000,
            rcs="Nice",
        ),
        buyer=InvoiceParty(
            PAYER.name,
            PAYER.address,
            PAYER.postcode,
            PAYER.city,
            siren="732829320",
            electronic_address="0225:732829320",
        ),
        deliveries=(
            InvoiceDelivery(
                "BL-2026-000147",
                DAY,
                "CF11013",
                "BC-57535",
                InvoiceParty(PLACE.name, PLACE.address, PLACE.postcode, PLACE.city),
            ),
        ),
        lines=tuple(
            InvoiceLineSheet(
                place, "BL-2026-000147", *goods[:3], "goods", *goods[3:5], NETS[place - 1], "S", VAT_BP,
                2_000 if place == 2 and not credit else 0,
            )
            for place, goods in enumerate(GOODS, 1)
        ),
        vat=(InvoiceVatSheet("S", VAT_BP, NET, TAX),),
        net_cents=NET,
        vat_cents=TAX,
        gross_cents=NET + TAX,
        operations="goods",
        terms="30 jours",
        late_penalty="Pénalités de retard : trois fois le taux d’intérêt légal.",
        recovery_fee="Indemnité forfaitaire pour frais de recouvrement : 40 €.",
        discount="Pas d’escompte pour paiement anticipé.",
        iban="FR7630006000011234567890189",
        corrects="FA-2026-000120" if credit else "",
        corrects_on=date(2026, 11, 2) if credit else None,
        reason="2 cartons écrasés" if credit else "",
    )  # fmt: skip


_MAKE: dict[str, Callable[[], Any]] = {
    "quote": _quote,
    "acknowledgement": _acknowledgement,
    "loading": pack_specimen,
    "route": pack_specimen,
    "consignment": consignment_specimen,
    "note": _note,
    "note_invoice": lambda: NoteInvoiceSheet(_invoice(), _note()),
    "invoice": _invoice,
    "credit_note": lambda: _invoice("credit_note"),
    "statement": lambda: statement_specimen(_invoice()),
    "claim": claim_specimen,
}

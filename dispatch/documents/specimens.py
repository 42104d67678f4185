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
)
from dispatch.documents.quote_sheets import QuotedLineSheet, QuoteSheet
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet, Party, Window
from dispatch.errors import NotFoundError

DAY = date(2026, 11, 25)
SELLER = Party(
    "Fournil des Trois Ponts",
    ("14 chemin des Moulins",),
    "06300",
    "Nice",
    "FR",
    ("SIREN 552 100 554", "TVA FR39552100554"),
    phone="04 93 11 22 33",
)
PAYER = Party("Traiteur Maïté", ("27 boulevard Carnot",), "06400", "Cannes", "FR", ("SIREN 732 829 320",))
PLACE = Party("Hôtel Belvédère", ("12 corniche Fleurie",), "06200", "Nice", "FR", (), "Mme Ferrand", "04 93 55 10 01")
REFERENCE = "SPÉCIMEN"
_VAT_BP = 550
_GOODS = (
    ("P011", "Pain de campagne au levain", "carton de 6", 12_000, 9_800_000, 64_800),
    ("P023", "Fougasse aux olives de pays", "carton de 12", 8_000, 14_500_000, 38_800),
    ("P042", "Ganses de carnaval, sachet de 250 g", "carton de 20 sachets", 5_000, 31_200_000, 28_000),
    ("P068", "Tourte de blettes sucrée, 26 cm", "pièce", 24_000, 7_350_000, 27_600),
    ("P104", "Pissaladière, plaque 40 × 60", "plaque", 6_000, 18_900_000, 17_400),
)
_NETS = tuple(quantity * price // 10_000_000 for _, _, _, quantity, price, _ in _GOODS)
_TODAY = tuple(quantity - (2_000 if place == 2 else 0) for place, (_, _, _, quantity, _, _) in enumerate(_GOODS, 1))
"""What is delivered: of the second line two stay behind."""
_VALUES = tuple(today * goods[4] // 10_000_000 for today, goods in zip(_TODAY, _GOODS, strict=True))
_NET = sum(_NETS)
_TAX = (_NET * _VAT_BP + 5_000) // 10_000


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
            QuotedLineSheet(place, *goods[:5], _NETS[place - 1], _VAT_BP, DAY) for place, goods in enumerate(_GOODS, 1)
        ),
        vat=(VatOf(_VAT_BP, _NET, _TAX),),
        net_cents=_NET,
        gross_cents=_NET + _TAX,
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
                place, *goods[:5], _NETS[place - 1], date(2026, 11, 27), date(2026, 11, 26) if place == 2 else None
            )
            for place, goods in enumerate(_GOODS, 1)
        ),
        vat=(VatOf(_VAT_BP, _NET, _TAX),),
        net_cents=_NET,
        gross_cents=_NET + _TAX,
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
                zip(_GOODS, _TODAY, _VALUES, strict=True), 1
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
        parcels=sum(_TODAY) // 1_000,
        weight_g=sum(goods[5] * today // goods[3] for goods, today in zip(_GOODS, _TODAY, strict=True)),
        total_cents=sum(_VALUES),
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
                place, "BL-2026-000147", *goods[:3], "goods", *goods[3:5], _NETS[place - 1], "S", _VAT_BP,
                2_000 if place == 2 and not credit else 0,
            )
            for place, goods in enumerate(_GOODS, 1)
        ),
        vat=(InvoiceVatSheet("S", _VAT_BP, _NET, _TAX),),
        net_cents=_NET,
        vat_cents=_TAX,
        gross_cents=_NET + _TAX,
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
    "note": _note,
    "invoice": _invoice,
    "credit_note": lambda: _invoice("credit_note"),
}

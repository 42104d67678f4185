"""From an invoice's sheet to the business terms of EN 16931, exact decimals as texts; pure, and the same for the same sheet.

One note is profile EN 16931; several notes or orders are EXTENDED-CTC-FR, which carries note, order and day on each line.
"""

from __future__ import annotations

import re
from typing import Any

from dispatch.documents.invoice_sheets import InvoiceDelivery, InvoiceLineSheet, InvoiceParty, InvoiceSheet
from dispatch.invoicing.export import decimal

EN16931 = "en16931"
EXTENDED = "extended-ctc-fr"
UNITS = {
    "kg": "KGM", "g": "GRM", "t": "TNE", "l": "LTR", "litre": "LTR", "litres": "LTR", "m": "MTR", "m2": "MTK", "m²": "MTK",
    "m3": "MTQ", "m³": "MTQ", "h": "HUR", "heure": "HUR", "heures": "HUR", "hour": "HUR", "hours": "HUR",
}  # fmt: skip
"""Our units that UN/ECE Recommendation 20 knows; any other is one (C62) and stands in words beside the line."""
TYPE_CODES = {"invoice": "380", "credit_note": "381"}
PROCESS = {"goods": "B1", "services": "S1", "both": "M1"}
"""BT-23, the billing frame: an invoice not yet paid, of goods, services or both."""
CREDIT_TRANSFER = "30"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def profile_of(sheet: InvoiceSheet) -> str:
    """Which profile the invoice is written in."""
    return EN16931 if sheet.single_delivery else EXTENDED


def business_terms(sheet: InvoiceSheet) -> dict[str, Any]:
    """The invoice as `facturx.generate_cii_xml` takes it."""
    terms: dict[str, Any] = {
        "BT-1": sheet.number,
        "BT-2": sheet.issued_on,
        "BT-3": TYPE_CODES[sheet.kind],
        "BT-5": sheet.currency,
        "BT-9": sheet.due_on,
        "BT-20": sheet.terms,
        "BT-23": PROCESS[sheet.operations],
        "BG-1": _notes(sheet),
        "BG-4": _seller(sheet.seller),
        "BG-7": _party(sheet.buyer),
        "BG-23": _vat(sheet),
        "BG-25": [_line(sheet, line) for line in sheet.lines],
        "BT-106": decimal(sheet.net_cents, 2),
        "BT-109": decimal(sheet.net_cents, 2),
        "BT-110": decimal(sheet.vat_cents, 2),
        "BT-112": decimal(sheet.gross_cents, 2),
        "BT-115": decimal(sheet.gross_cents, 2),
    }
    if sheet.debits:
        terms["BT-8"] = "invoice"
    if sheet.iban:
        terms |= {"BT-81": CREDIT_TRANSFER, "BT-84": sheet.iban.replace(" ", "")}
    if sheet.corrects:
        terms["BG-3"] = [{"BT-25": sheet.corrects, "BT-26": sheet.corrects_on}]
    terms |= _one_delivery(sheet.deliveries[0]) if sheet.single_delivery else _period(sheet)
    return {key: _writable(value) for key, value in terms.items()}


def _writable(value: Any) -> Any:
    """A value without the characters that no XML can carry."""
    if isinstance(value, str):
        return _NO_XML.sub("", value)
    if isinstance(value, list):
        return [_writable(one) for one in value]
    return {key: _writable(one) for key, one in value.items()} if isinstance(value, dict) else value


def _one_delivery(one: InvoiceDelivery) -> dict[str, Any]:
    terms = {"BT-14": one.order, "BT-16": one.note, "BT-72": one.delivered_on, "BG-13": _place(one.place)}
    return terms | ({"BT-13": one.customer_reference} if one.customer_reference else {})


def _period(sheet: InvoiceSheet) -> dict[str, Any]:
    days = [one.delivered_on for one in sheet.deliveries]
    terms: dict[str, Any] = {
        "BT-72": max(days),
        "BT-73": sheet.period_start or min(days),
        "BT-74": sheet.period_end or max(days),
    }
    if _one_place(sheet):
        terms["BG-13"] = _place(sheet.deliveries[0].place)
    return terms


def _one_place(sheet: InvoiceSheet) -> bool:
    return len({one.place for one in sheet.deliveries}) == 1


def _line(sheet: InvoiceSheet, line: InvoiceLineSheet) -> dict[str, Any]:
    code = UNITS.get(line.unit.strip().lower(), "C62")
    terms: dict[str, Any] = {
        "BT-126": str(line.number),
        "BT-153": line.designation,
        "BT-155": line.reference,
        "BT-129": decimal(line.quantity, 3),
        "BT-130": code,
        "BT-146": decimal(line.unit_price_micros, 6),
        "BT-131": decimal(line.net_cents, 2),
        "BT-151": line.category,
        "BT-152": decimal(line.vat_bp, 2),
    }
    if code == "C62" and line.unit:
        terms["BT-154"] = line.unit
    if not sheet.single_delivery:
        delivery = next(one for one in sheet.deliveries if one.note == line.note)
        terms |= {
            "EXT-FR-FE-140": delivery.note,
            "EXT-FR-FE-158": delivery.delivered_on,
            "EXT-FR-FE-144": delivery.order,
        }
        if delivery.customer_reference:
            terms["EXT-FR-FE-135"] = delivery.customer_reference
        if not _one_place(sheet):
            terms["EXT-FR-FE-BG-10"] = _place(delivery.place)
    return terms


def _vat(sheet: InvoiceSheet) -> list[dict[str, str]]:
    rows = []
    for row in sheet.vat:
        terms = {
            "BT-116": decimal(row.net_cents, 2),
            "BT-117": decimal(row.vat_cents, 2),
            "BT-118": row.category,
            "BT-119": decimal(row.vat_bp, 2),
        }
        rows.append(terms | ({"BT-120": row.reason} if row.reason else {}))
    return rows


def _notes(sheet: InvoiceSheet) -> list[dict[str, str]]:
    """Legal notes under their codes: PMT recovery fee, PMD late penalties, AAB discount, REG the seller's register."""
    seller = sheet.seller
    capital = f"capital {decimal(seller.capital_cents, 2)} {sheet.currency}" if seller.capital_cents else ""
    register = f"RCS {seller.rcs} {seller.siren}" if seller.rcs else ""
    said = [
        ("PMT", sheet.recovery_fee),
        ("PMD", sheet.late_penalty),
        ("AAB", sheet.discount),
        ("REG", ", ".join(part for part in (f"{seller.name} {seller.legal_form}".strip(), capital, register) if part)),
        ("", sheet.debits),
        ("", sheet.reason),
    ]
    return [{"BT-22": words} | ({"BT-21": code} if code else {}) for code, words in said if words]


def _seller(party: InvoiceParty) -> dict[str, Any]:
    contact = {
        key: value for key, value in (("name", party.name), ("phone", party.phone), ("email", party.email)) if value
    }
    return _party(party) | ({"contacts": [contact]} if party.phone or party.email else {})


def _party(party: InvoiceParty) -> dict[str, Any]:
    scheme, _, address = party.electronic_address.partition(":")
    terms = _place(party) | {
        "legal_identifier": party.siren,
        "legal_identifier_schemeid": "0002" if party.siren else "",
        "vat_identifier": party.vat_number,
        "einvoicing_addr": address,
        "einvoicing_addr_schemeid": scheme if address else "",
    }
    return {key: value for key, value in terms.items() if value}


def _place(party: InvoiceParty) -> dict[str, Any]:
    lines = dict(zip(("addr_l1", "addr_l2", "addr_l3"), party.address, strict=False))
    terms = {"name": party.name, **lines, "postcode": party.postcode, "city": party.city, "country_code": party.country}
    return {key: value for key, value in terms.items() if value}

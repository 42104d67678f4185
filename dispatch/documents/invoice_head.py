"""The head of an invoice: who sells, number and day, who pays, where it went, what it refers to; short on the pages that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.documents import formats
from dispatch.documents.blocks import chosen_panels, gap
from dispatch.documents.flow import Block
from dispatch.documents.invoice_sheets import InvoiceParty, InvoiceSheet
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.note_head import consignee_panel, copy_tag, travel
from dispatch.documents.panel import Panel, address_texts, panels
from dispatch.documents.pen import INK, LEFT, WIDTH, Pen
from dispatch.documents.sheets import NoteSheet, Party
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.words import say

INVOICE_PANELS = ("bill_to", "deliver_to", "references")


@dataclass(frozen=True)
class Door:
    """What an invoice that is a note takes from that note, so that it is handed over and signed as one."""

    note: NoteSheet
    copy: Copy

    def tag(self, pen: Pen, x: float, y: float) -> None:
        """Draw whom this copy is for."""
        copy_tag(pen, x, y, self.note.language, self.copy)


def invoice_letterhead(sheet: InvoiceSheet, layout: Layout, door: Door | None = None) -> Block:
    """Return seller, number and day; at the door also how it travels, its copy and the note's QR code."""
    seller, language = sheet.seller, sheet.language
    ids = [
        say(language, "siret", number=_establishment(seller.siret)) if seller.siret else "",
        _vat_words(sheet, seller),
    ]
    party = replace(
        as_party(seller),
        identifiers=tuple(part for part in ids if part),
        contact=seller.email,
        phone=seller.phone,
    )
    head = Letterhead(
        seller=party,
        title=say(language, "note_invoice" if sheet.to_sign else sheet.kind),
        number=sheet.number or say(language, "draft_without_value"),
        day=formats.long_date(sheet.issued_on, language),
        more=(travel(door.note),) if door else (),
        qr_text=door.note.qr_text if door else "",
        tag=door.tag if door else None,
    )
    return letterhead(head, language, layout)


def invoice_parties(sheet: InvoiceSheet, layout: Layout, door: Door | None = None) -> list[Block]:
    """Return who pays, where it went (at the door: when it is open, and whom to ask for), what it refers to, in panels."""
    found = _panels(sheet)
    if door is not None:
        found["deliver_to"] = consignee_panel(door.note, 8.5)
    items = chosen_panels(found, INVOICE_PANELS, layout.of(sheet.kind))
    return [gap(12), panels(items, layout.scale), gap(12)]


def invoice_running_head(sheet: InvoiceSheet) -> Block:
    """Return the head of the pages that follow: number, customer, day."""
    where = f"{sheet.buyer.name} · {formats.short_date(sheet.issued_on, sheet.language)}"
    return running_head(title_of(sheet), f"{where} · {say(sheet.language, 'continued')}")


def title_of(sheet: InvoiceSheet) -> str:
    """``Facture FA-2026-000012``; a draft says that it is one."""
    kind = say(sheet.language, "note_invoice" if sheet.to_sign else sheet.kind)
    return f"{kind} {sheet.number}" if sheet.number else f"{kind} · {say(sheet.language, 'draft')}"


def _establishment(siret: str) -> str:
    """Return a SIRET in groups: the company's nine digits, then the five of its place."""
    return f"{_grouped(siret[:9])} {siret[9:]}" if len(siret) == 14 else siret


def legal_line(sheet: InvoiceSheet) -> str:
    """Name, form, capital, register and VAT number of the seller, for the foot."""
    seller, language = sheet.seller, sheet.language
    capital = ""
    if seller.capital_cents:
        amount = formats.whole_money(seller.capital_cents, sheet.currency, language)
        capital = say(language, "capital", amount=amount)
    register = say(language, "register", town=seller.rcs, number=_grouped(seller.siren)) if seller.rcs else ""
    vat = say(language, "vat_id", number=seller.vat_number) if seller.vat_number else ""
    form = " ".join(part for part in (seller.name, seller.legal_form, capital) if part)
    return " · ".join(part for part in (form, register, vat) if part)


def _panels(sheet: InvoiceSheet) -> dict[str, Panel]:
    home, language = sheet.seller.country, sheet.language
    buyer = sheet.buyer
    ids = [say(language, "siren", number=_grouped(buyer.siren)) if buyer.siren else "", _vat_words(sheet, buyer)]
    payer = (
        Text(buyer.name, 10.5, bold=True, most_lines=3),
        *address_texts(as_party(buyer), language, home, 8.5),
        Text(" · ".join(part for part in ids if part), 7.5, soft=True, most_lines=2),
    )
    items = {"bill_to": Panel(say(language, "bill_to"), payer)}
    place = sheet.deliveries[0].place
    if len({one.place for one in sheet.deliveries}) == 1 and not _same_place(place, buyer):
        there = (
            Text(place.name, 10.5, bold=True, most_lines=3),
            *address_texts(as_party(place), language, home, 8.5),
        )
        items["deliver_to"] = Panel(say(language, "deliver_to"), there)
    items["references"] = Panel(say(language, "references"), _references(sheet))
    return items


def _references(sheet: InvoiceSheet) -> tuple[Text, ...]:
    language = sheet.language
    if not sheet.single_delivery:
        texts = []
        if sheet.period_start is not None and sheet.period_end is not None:
            start, end = (formats.short_date(day, language) for day in (sheet.period_start, sheet.period_end))
            texts.append(Text(say(language, "period", start=start, end=end), 8.5, most_lines=2))
        texts.append(Text(say(language, "notes_covered", count=len(sheet.deliveries)), 8.5, most_lines=2))
        return tuple(texts)
    only = sheet.deliveries[0]
    day = say(language, "delivered_on", day=formats.short_date(only.delivered_on, language))
    texts = [
        Text(say(language, "note_ref", number=only.note), 8.5, bold=True, most_lines=2),
        Text(day[:1].upper() + day[1:], 8.5),
        Text(say(language, "order_ref", number=only.order), 8.5, most_lines=2),
    ]
    if only.customer_reference:
        reference = say(language, "your_reference", reference=only.customer_reference)
        texts.append(Text(reference[:1].upper() + reference[1:], 8.5, most_lines=2))
    return tuple(texts)


def correction(sheet: InvoiceSheet) -> list[Block]:
    """Return what a credit note corrects, and why; nothing on an invoice."""
    if not sheet.corrects:
        return []
    language = sheet.language
    day = formats.short_date(sheet.corrects_on, language) if sheet.corrects_on else ""
    words = set_texts(
        [
            Text(say(language, "corrects", number=sheet.corrects, day=day), 9.5, bold=True),
            Text(say(language, "why", reason=sheet.reason), 9, most_lines=6),
        ],
        WIDTH - 14,
    )

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top)

    return [Block(words.height + 16, draw)]


def _same_place(place: InvoiceParty, buyer: InvoiceParty) -> bool:
    def key(one: InvoiceParty) -> tuple[object, ...]:
        return one.name, one.address, one.postcode, one.city

    return key(place) == key(buyer)


def _vat_words(sheet: InvoiceSheet, party: InvoiceParty) -> str:
    return say(sheet.language, "vat_id", number=party.vat_number) if party.vat_number else ""


def as_party(one: InvoiceParty) -> Party:
    """Name and address alone."""
    return Party(one.name, one.address, one.postcode, one.city, one.country)


def _grouped(siren: str) -> str:
    return f"{siren[:3]}\u00a0{siren[3:6]}\u00a0{siren[6:]}" if len(siren) == 9 else siren

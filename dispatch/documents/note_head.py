"""The head of a delivery note: shipper, number, QR code, who receives, what was ordered; short on the pages that follow."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.blocks import chosen_panels, gap
from dispatch.documents.flow import Block
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, address_texts, contact_line, panels
from dispatch.documents.pen import INK, LEFT, WIDTH, Pen, tag_width
from dispatch.documents.sheets import Language, NoteOrder, NoteSheet
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.words import say

_MOST_ORDERS = 5

NOTE_PANELS = ("consignee", "bill_to", "orders")


def note_letterhead(note: NoteSheet, copy: Copy, layout: Layout) -> Block:
    """Return shipper, number, day and how the note travels, below whom this copy is for."""

    def tag(pen: Pen, x: float, y: float) -> None:
        copy_tag(pen, x, y, note.language, copy)

    head = Letterhead(
        seller=note.shipper,
        title=say(note.language, "note"),
        number=note.number,
        day=formats.long_date(note.on, note.language),
        more=(travel(note),),
        qr_text=note.qr_text,
        tag=tag,
    )
    return letterhead(head, note.language, layout)


def parties(note: NoteSheet, layout: Layout) -> list[Block]:
    """Return who receives, who pays, and what was ordered, in panels."""
    items = chosen_panels(_panels(note), NOTE_PANELS, layout.of("note"))
    return [gap(10), panels(items, layout.scale), gap(12)]


def note_running_head(note: NoteSheet, copy: Copy) -> Block:
    """Return the head of the pages that follow: number, consignee, copy."""

    def tag(pen: Pen, x: float, y: float) -> None:
        copy_tag(pen, x, y, note.language, copy, from_right=True)

    where = f"{note.consignee.name} · {formats.short_date(note.on, note.language)}"
    title = f"{say(note.language, 'note')} {note.number}"
    return running_head(title, f"{where} · {say(note.language, 'continued')}", tag)


def travel(note: NoteSheet) -> str:
    """Return how a note travels: tour, stop, planned arrival."""
    words = []
    if note.tour:
        words.append(say(note.language, "tour", tour=note.tour))
    if note.stop is not None:
        words.append(say(note.language, "stop", number=note.stop))
    if note.arrives_at is not None:
        words.append(say(note.language, "planned_at", time=formats.clock(note.arrives_at)))
    return " · ".join(words)


def copy_tag(pen: Pen, x: float, y: float, language: Language, copy: Copy, *, from_right: bool = False) -> None:
    """Draw whom this copy is for; the one that comes back is white on black."""
    words = say(language, f"copy_{copy.value}").upper()
    size = 6.8
    if from_right:
        x -= tag_width(words, size)
    pen.tag(x, y, words, size, filled=copy is Copy.DRIVER)


def consignee_panel(note: NoteSheet, size: float) -> Panel:
    """Return who receives, when the site is open and whom to ask for there."""
    home = note.shipper.country
    consignee = [
        Text(note.consignee.name, 10.5, bold=True, most_lines=3),
        *address_texts(note.consignee, note.language, home, size),
    ]
    if note.windows:
        hours = ", ".join(formats.window(one) for one in note.windows)
        consignee.append(Text(say(note.language, "reception", windows=hours), size, most_lines=2))
    consignee.append(Text(contact_line(note.consignee, note.language), size, most_lines=2))
    return Panel(say(note.language, "deliver_to"), tuple(consignee))


def _panels(note: NoteSheet) -> dict[str, Panel]:
    home = note.shipper.country
    size = 9.0 if note.bill_to is None else 8.5
    items = {"consignee": consignee_panel(note, size)}
    if note.bill_to is not None:
        payer = (
            Text(note.bill_to.name, 10.5, bold=True, most_lines=3),
            *address_texts(note.bill_to, note.language, home, size),
            Text(" · ".join(note.bill_to.identifiers), 7.5, soft=True, most_lines=2),
        )
        items["bill_to"] = Panel(say(note.language, "bill_to"), payer)
    key = "orders" if len(note.orders) > 1 else "order"
    items["orders"] = Panel(say(note.language, key), tuple(_order_texts(note, size)))
    return items


def _order_texts(note: NoteSheet, size: float) -> list[Text]:
    texts: list[Text] = []
    for order in note.orders[:_MOST_ORDERS]:
        texts.extend(_one_order(note, order, size))
    if len(note.orders) > _MOST_ORDERS:
        texts.append(Text(", ".join(order.number for order in note.orders[_MOST_ORDERS:]), size, most_lines=3))
    agreed = " · ".join(part for part in (note.terms, note.carriage) if part)
    if agreed:
        texts.append(Text(say(note.language, "terms", terms=agreed), size, most_lines=2))
    return texts


def _one_order(note: NoteSheet, order: NoteOrder, size: float) -> list[Text]:
    language = note.language
    number = order.number
    if order.ordered_on is not None:
        number += " " + say(language, "ordered_on", day=formats.short_date(order.ordered_on, language))
    texts = [Text(number, size + 0.5, bold=True, most_lines=2)]
    if order.customer_reference:
        reference = say(language, "your_reference", reference=order.customer_reference)
        texts.append(Text(reference[:1].upper() + reference[1:], size, most_lines=2))
    if order.acknowledgement and len(note.orders) == 1:
        if order.acknowledged_on is None:
            words = say(language, "acknowledged", number=order.acknowledgement)
        else:
            day = formats.short_date(order.acknowledged_on, language)
            words = say(language, "acknowledged_on", number=order.acknowledgement, day=day)
        texts.append(Text(words, size, most_lines=3))
    return texts


def instructions(note: NoteSheet, layout: Layout) -> list[Block]:
    """Return what the site asks of whoever delivers; nothing where it asks nothing."""
    if not note.instructions:
        return []
    words = set_texts(
        [
            Text(say(note.language, "instructions"), 7, soft=True),
            Text(note.instructions, 9 * layout.scale, most_lines=11),
        ],
        WIDTH - 14,
    )

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top)

    return [Block(words.height + 12, draw)]

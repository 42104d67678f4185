"""The head of a delivery note: shipper, number, QR code, who receives, what was ordered; short on the pages that follow."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.flow import Block
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.lettering import elide
from dispatch.documents.panel import Panel, address_texts, contact_line, panels
from dispatch.documents.paper import below
from dispatch.documents.pen import INK, LEFT, RIGHT, SOFT, WIDTH, Pen, tag_width
from dispatch.documents.sheets import NoteOrder, NoteSheet
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.words import say

_QR = 66.0
_LOGO_HEIGHT = 34.0
_MOST_ORDERS = 5


def note_head(note: NoteSheet, copy: Copy, layout: Layout) -> Block:
    """Return the whole head, for the first page."""
    head = below(_title(note, copy, layout), _gap(10))
    head = below(head, panels(_panels(note)))
    if note.instructions:
        head = below(head, _instructions(note))
    return below(head, _gap(12))


def note_running_head(note: NoteSheet, copy: Copy) -> Block:
    """Return the head of the pages that follow: number, consignee, copy."""

    def draw(pen: Pen, top: float) -> None:
        title = elide(f"{say(note.language, 'note')} {note.number}", WIDTH - 200, 12, bold=True)
        pen.text(LEFT, top + 12, title, 12, bold=True, accent=True)
        where = f"{note.consignee.name} · {formats.short_date(note.on, note.language)}"
        words = f"{where} · {say(note.language, 'continued')}"
        pen.text(LEFT, top + 26, elide(words, WIDTH - 190, 8.5), 8.5, grey=SOFT)
        _copy_tag(pen, RIGHT, top + 1, note, copy, from_right=True)

    return Block(42, draw)


def _title(note: NoteSheet, copy: Copy, layout: Layout) -> Block:
    code = _QR + 14 if note.qr_text else 0.0
    title_width = 232.0
    shipper_width = WIDTH - code - title_width - 12
    name = () if layout.logo is not None else (Text(note.shipper.name, 13, bold=True, most_lines=2),)
    shipper = set_texts(
        [
            *name,
            *address_texts(note.shipper, note.language, note.shipper.country, 8),
            Text(" · ".join(note.shipper.identifiers), 7.5, soft=True, most_lines=2),
            Text(contact_line(note.shipper), 7.5, soft=True, most_lines=2),
        ],
        shipper_width,
    )
    logo = _LOGO_HEIGHT + 6 if layout.logo is not None else 0.0
    number = set_texts([Text(note.number, 13, bold=True, most_lines=2)], title_width)
    height = max(20 + logo + shipper.height, 20 + _QR, 66 + number.height)

    def draw(pen: Pen, top: float) -> None:
        _copy_tag(pen, LEFT, top, note, copy, from_right=False)
        y = top + 22
        pen.logo(LEFT, y, shipper_width, _LOGO_HEIGHT)
        shipper.draw(pen, LEFT, y + logo)
        pen.qr(RIGHT - _QR, top, _QR, note.qr_text)
        right = RIGHT - code
        pen.text(right, top + 17, say(note.language, "note"), 21, bold=True, align="right", accent=True)
        number.draw(pen, right - title_width, top + 24, title_width, "right")
        y = top + 24 + number.height + 11
        pen.text(right, y, formats.long_date(note.on, note.language), 9.5, align="right")
        pen.text(right, y + 13, _travel(note), 8.5, align="right", grey=SOFT)

    return Block(height, draw)


def _travel(note: NoteSheet) -> str:
    words = []
    if note.tour:
        words.append(say(note.language, "tour", tour=note.tour))
    if note.stop is not None:
        words.append(say(note.language, "stop", number=note.stop))
    if note.arrives_at is not None:
        words.append(say(note.language, "planned_at", time=formats.clock(note.arrives_at)))
    return elide(" · ".join(words), 232, 8.5)


def _copy_tag(pen: Pen, x: float, y: float, note: NoteSheet, copy: Copy, *, from_right: bool) -> None:
    """Draw whom this copy is for; the one that comes back is white on black."""
    words = say(note.language, f"copy_{copy.value}").upper()
    size = 6.8
    if from_right:
        x -= tag_width(words, size)
    pen.tag(x, y, words, size, filled=copy is Copy.DRIVER)


def _panels(note: NoteSheet) -> list[Panel]:
    home = note.shipper.country
    size = 9.0 if note.bill_to is None else 8.5
    consignee = [
        Text(note.consignee.name, 10.5, bold=True, most_lines=3),
        *address_texts(note.consignee, note.language, home, size),
    ]
    if note.windows:
        hours = ", ".join(formats.window(one) for one in note.windows)
        consignee.append(Text(say(note.language, "reception", windows=hours), size, most_lines=2))
    consignee.append(Text(contact_line(note.consignee), size, most_lines=2))
    items = [Panel(say(note.language, "deliver_to"), tuple(consignee))]
    if note.bill_to is not None:
        payer = (
            Text(note.bill_to.name, 10.5, bold=True, most_lines=3),
            *address_texts(note.bill_to, note.language, home, size),
            Text(" · ".join(note.bill_to.identifiers), 7.5, soft=True, most_lines=2),
        )
        items.append(Panel(say(note.language, "bill_to"), payer))
    key = "orders" if len(note.orders) > 1 else "order"
    items.append(Panel(say(note.language, key), tuple(_order_texts(note, size))))
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


def _instructions(note: NoteSheet) -> Block:
    words = set_texts(
        [Text(say(note.language, "instructions"), 7, soft=True), Text(note.instructions, 9, most_lines=11)],
        WIDTH - 14,
    )

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top + 10, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top + 10)

    return Block(words.height + 12, draw)


def _gap(height: float) -> Block:
    return Block(height, lambda _pen, _top: None)

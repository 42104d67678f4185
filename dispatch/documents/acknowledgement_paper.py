"""The acknowledgement of an order: what was ordered, at which price, agreed for which day, line by line."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.acknowledgement_sheets import AcknowledgedLine, AcknowledgementSheet
from dispatch.documents.acknowledgement_words import say_ack
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.lettering import elide
from dispatch.documents.panel import Panel, address_texts, contact_line, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import INK, LEFT, RIGHT, SOFT, WIDTH, Pen
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Column, Table, fitted, soft
from dispatch.documents.words import say

_LOGO_HEIGHT = 34.0
_TITLE_WIDTH = 250.0


def draw_acknowledgement(sheet: AcknowledgementSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one acknowledgement."""
    title = f"{say_ack(sheet.language, 'title')} {sheet.title}"
    return print_papers(title, sheet.seller.name, [("", [acknowledgement_paper(sheet, layout)])], layout)


def draw_acknowledgements(title: str, sheets: list[AcknowledgementSheet], layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw several for the post, one after the other."""
    papers = [acknowledgement_paper(sheet, layout) for sheet in sheets]
    return print_papers(title, sheets[0].seller.name, [("", papers)], layout)


def acknowledgement_paper(sheet: AcknowledgementSheet, layout: Layout) -> Paper:
    """Lay out one acknowledgement."""
    rows = [_cells(sheet, line) for line in sheet.lines]
    table = Table(fitted(_columns(sheet), rows, WIDTH))
    blocks = [block for place, cells in enumerate(rows, 1) for block in table.row(cells, glued=place == len(rows))]
    blocks.append(_totals(sheet))
    blocks.extend(_rules(sheet))
    label = f"{say_ack(sheet.language, 'title')} {sheet.title}"
    foot = Foot(label=label, digits=in_groups(fingerprint(sheet)), legal=layout.legal_footer)
    head = below(below(_title(sheet, layout), _gap(10)), below(panels(_panels(sheet)), _gap(12)))
    if sheet.reason:
        head = below(head, _replaces(sheet))
    return lay_out(
        sheet.title,
        sheet.language,
        head=below(head, table.head()),
        running=below(_running(sheet), table.head()),
        blocks=blocks,
        foot=foot,
    )


def _title(sheet: AcknowledgementSheet, layout: Layout) -> Block:
    width = WIDTH - _TITLE_WIDTH - 12
    name = () if layout.logo is not None else (Text(sheet.seller.name, 13, bold=True, most_lines=2),)
    seller = set_texts(
        [
            *name,
            *address_texts(sheet.seller, sheet.language, sheet.seller.country, 8),
            Text(" · ".join(sheet.seller.identifiers), 7.5, soft=True, most_lines=2),
            Text(contact_line(sheet.seller), 7.5, soft=True, most_lines=2),
        ],
        width,
    )
    logo = _LOGO_HEIGHT + 6 if layout.logo is not None else 0.0
    words = set_texts([Text(say_ack(sheet.language, "title"), 16, bold=True, most_lines=2)], _TITLE_WIDTH)
    number = set_texts([Text(sheet.title, 13, bold=True, most_lines=2)], _TITLE_WIDTH)

    def draw(pen: Pen, top: float) -> None:
        pen.logo(LEFT, top, width, _LOGO_HEIGHT)
        seller.draw(pen, LEFT, top + logo)
        words.draw(pen, RIGHT - _TITLE_WIDTH, top, _TITLE_WIDTH, "right")
        y = top + words.height + 4
        number.draw(pen, RIGHT - _TITLE_WIDTH, y, _TITLE_WIDTH, "right")
        y += number.height + 11
        pen.text(RIGHT, y, formats.long_date(sheet.on, sheet.language), 9.5, align="right")

    return Block(max(seller.height + logo, words.height + number.height + 30), draw)


def _panels(sheet: AcknowledgementSheet) -> list[Panel]:
    language, home = sheet.language, sheet.seller.country
    order = [
        Text(sheet.order, 9.5, bold=True, most_lines=2),
        Text(say_ack(language, "received_on", day=formats.short_date(sheet.received_on, language)), 8.5),
        Text(
            say_ack(language, "your_reference", reference=sheet.customer_reference) if sheet.customer_reference else "",
            8.5,
            most_lines=2,
        ),
        Text(say(language, "terms", terms=sheet.terms), 8.5, most_lines=2),
    ]
    return [
        Panel(
            say_ack(language, "customer"),
            (
                Text(sheet.customer.name, 10, bold=True, most_lines=3),
                *address_texts(sheet.customer, language, home, 8.5),
                Text(" · ".join(sheet.customer.identifiers), 7.5, soft=True, most_lines=2),
            ),
        ),
        Panel(
            say_ack(language, "deliver_to"),
            (
                Text(sheet.deliver_to.name, 10, bold=True, most_lines=3),
                *address_texts(sheet.deliver_to, language, home, 8.5),
                Text(contact_line(sheet.deliver_to), 8.5, most_lines=2),
            ),
        ),
        Panel(say(language, "order"), tuple(order)),
    ]


def _replaces(sheet: AcknowledgementSheet) -> Block:
    words = set_texts(
        [
            Text(say_ack(sheet.language, "replaces"), 9, bold=True),
            Text(sheet.reason, 8.5, most_lines=4),
        ],
        WIDTH - 14,
    )

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top)

    return Block(words.height + 14, draw)


def _running(sheet: AcknowledgementSheet) -> Block:
    def draw(pen: Pen, top: float) -> None:
        title = elide(f"{say_ack(sheet.language, 'title')} {sheet.title}", WIDTH, 12, bold=True)
        pen.text(LEFT, top + 12, title, 12, bold=True, accent=True)
        words = f"{sheet.customer.name} · {sheet.order} · {say(sheet.language, 'continued')}"
        pen.text(LEFT, top + 26, elide(words, WIDTH, 8.5), 8.5, grey=SOFT)

    return Block(42, draw)


def _columns(sheet: AcknowledgementSheet) -> list[Column]:
    def word(key: str) -> str:
        return say(sheet.language, key)

    return [
        Column(word("col_number"), 30, "right"),
        Column(word("col_reference"), 80),
        Column(word("col_designation"), 0),
        Column(word("col_quantity"), 66, "right"),
        Column(word("col_price"), 72, "right"),
        Column(say(sheet.language, "col_amount", currency=sheet.currency), 78, "right"),
        Column(say_ack(sheet.language, "col_agreed"), 84, "right", tinted=True),
    ]


def _cells(sheet: AcknowledgementSheet, line: AcknowledgedLine) -> list[Cell]:
    language = sheet.language
    agreed = [Text(formats.short_date(line.agreed_on, language), 9.5, bold=True)]
    if line.before_on is not None:
        day = formats.short_date(line.before_on, language)
        agreed.append(soft(say_ack(language, "instead_of", day=day), 7))
    return [
        [soft(str(line.line_no), 8)],
        [Text(line.reference, 8.5)],
        [Text(line.designation, 9), soft(line.unit)],
        [Text(formats.quantity(line.quantity, language), 9.5, bold=True)],
        [Text(formats.unit_price(line.unit_price_micros, language), 8.5)],
        [Text(formats.amount(line.net_cents, language), 8.5)],
        agreed,
    ]


def _totals(sheet: AcknowledgementSheet) -> Block:
    language, currency = sheet.language, sheet.currency
    rows = [(say(language, "total_net"), formats.money(sheet.net_cents, currency, language), False)]
    for one in sheet.vat:
        rate = f"{one.vat_bp / 100:g}".replace(".", "," if language == "fr" else ".")
        words = say_ack(language, "vat_of", rate=rate, base=formats.money(one.net_cents, currency, language))
        rows.append((words, formats.money(one.vat_cents, currency, language), False))
    rows.append((say_ack(language, "total_gross"), formats.money(sheet.gross_cents, currency, language), True))

    def draw(pen: Pen, top: float) -> None:
        y = top + 14
        for words, amount, strong in rows:
            size = 10.5 if strong else 9
            pen.text(RIGHT - 110, y, words, size, bold=strong, align="right", grey=INK if strong else SOFT)
            pen.text(RIGHT - 3.5, y, amount, size, bold=strong, align="right")
            y += 15

    return Block(15.0 * len(rows) + 10, draw)


def _rules(sheet: AcknowledgementSheet) -> list[Block]:
    blocks = []
    for rule in sheet.rules:
        words = set_texts([Text(rule, 8.5)], WIDTH)
        blocks.append(Block(words.height + 3, lambda pen, top, words=words: words.draw(pen, LEFT, top)))  # type: ignore[misc]
    return blocks


def _gap(height: float) -> Block:
    return Block(height, lambda _pen, _top: None)

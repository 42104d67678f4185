"""The acknowledgement of an order: what was ordered, at which price, agreed for which day, line by line."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.acknowledgement_sheets import AcknowledgedLine, AcknowledgementSheet
from dispatch.documents.acknowledgement_words import say_ack
from dispatch.documents.blocks import arranged, chosen_panels, gap, own_text, piled
from dispatch.documents.fields import Field, Row, line_table
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import INK, LEFT, WIDTH, Pen
from dispatch.documents.sales_blocks import customer_panel, place_panel, rules_blocks, vat_totals
from dispatch.documents.sales_fields import day_cell, sales_fields
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, soft
from dispatch.documents.words import say

ACKNOWLEDGEMENT_BLOCKS = ("parties", "replaces", "lines", "totals", "rules", "text")
ACKNOWLEDGEMENT_PANELS = ("customer", "deliver_to", "order")


def _agreed(row: Row[AcknowledgementSheet, AcknowledgedLine]) -> Cell:
    language = row.sheet.language
    texts = [day_cell(row.line.agreed_on, language)]
    if row.line.before_on is not None:
        day = formats.short_date(row.line.before_on, language)
        texts.append(soft(say_ack(language, "instead_of", day=day), 7))
    return texts


ACKNOWLEDGEMENT_FIELDS: tuple[Field[AcknowledgementSheet, AcknowledgedLine], ...] = sales_fields(
    (Field("agreed", lambda s: say_ack(s.language, "col_agreed"), _agreed, 84, "right", tinted=True),)
)


def draw_acknowledgement(sheet: AcknowledgementSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one acknowledgement."""
    return print_papers(_label(sheet), sheet.seller.name, [("", [acknowledgement_paper(sheet, layout)])])


def draw_acknowledgements(title: str, sheets: list[tuple[AcknowledgementSheet, Layout]]) -> bytes:
    """Draw several for the post, one after the other."""
    papers = [acknowledgement_paper(sheet, layout) for sheet, layout in sheets]
    return print_papers(title, sheets[0][0].seller.name, [("", papers)])


def acknowledgement_paper(sheet: AcknowledgementSheet, layout: Layout) -> Paper:
    """Lay out one acknowledgement."""
    language, wanted = sheet.language, layout.of("acknowledgement")
    table, rows = line_table(ACKNOWLEDGEMENT_FIELDS, sheet, sheet.lines, wanted, layout.scale)
    above, under = arranged(
        {
            "parties": lambda: _parties(sheet, layout),
            "replaces": lambda: _replaces(sheet),
            "totals": lambda: [vat_totals(sheet.net_cents, sheet.vat, sheet.gross_cents, sheet.currency, language)],
            "rules": lambda: rules_blocks(sheet.rules, layout.scale),
            "text": lambda: own_text(wanted, language, layout.scale),
        },
        ACKNOWLEDGEMENT_BLOCKS,
        wanted,
    )
    lines = [block for place, cells in enumerate(rows, 1) for block in table.row(cells, glued=place == len(rows))]
    head = Letterhead(sheet.seller, say_ack(language, "title"), sheet.title, formats.long_date(sheet.on, language))
    under_title = f"{sheet.customer.name} · {sheet.order} · {say(language, 'continued')}"
    return lay_out(
        sheet.title,
        language,
        head=below(piled(letterhead(head, language, layout), above), table.head()),
        running=below(running_head(_label(sheet), under_title), table.head()),
        blocks=[*lines, *under],
        foot=Foot(label=_label(sheet), digits=in_groups(fingerprint(sheet)), legal=layout.legal_footer),
        layout=layout,
    )


def _label(sheet: AcknowledgementSheet) -> str:
    return f"{say_ack(sheet.language, 'title')} {sheet.title}"


def _parties(sheet: AcknowledgementSheet, layout: Layout) -> list[Block]:
    language, home = sheet.language, sheet.seller.country
    reference = say_ack(language, "your_reference", reference=sheet.customer_reference)
    order = (
        Text(sheet.order, 9.5, bold=True, most_lines=2),
        Text(say_ack(language, "received_on", day=formats.short_date(sheet.received_on, language)), 8.5),
        Text(reference if sheet.customer_reference else "", 8.5, most_lines=2),
        Text(say(language, "terms", terms=sheet.terms), 8.5, most_lines=2),
    )
    items = {
        "customer": customer_panel(say_ack(language, "customer"), sheet.customer, language, home),
        "deliver_to": place_panel(say_ack(language, "deliver_to"), sheet.deliver_to, language, home),
        "order": Panel(say(language, "order"), order),
    }
    chosen = chosen_panels(items, ACKNOWLEDGEMENT_PANELS, layout.of("acknowledgement"))
    return [gap(10), panels(chosen, layout.scale), gap(12)]


def _replaces(sheet: AcknowledgementSheet) -> list[Block]:
    if not sheet.reason:
        return []
    words = set_texts(
        [Text(say_ack(sheet.language, "replaces"), 9, bold=True), Text(sheet.reason, 8.5, most_lines=4)], WIDTH - 14
    )

    def draw(pen: Pen, top: float) -> None:
        pen.fill(LEFT, top, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top)

    return [Block(words.height + 14, draw)]

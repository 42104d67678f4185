"""The quote: what is offered, at which price, until when, and the box in which the customer accepts."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.blocks import arranged, chosen_panels, gap, own_text, piled
from dispatch.documents.fields import Field, line_table
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import LEFT, RIGHT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.quote_sheets import QuotedLineSheet, QuoteSheet
from dispatch.documents.sales_blocks import customer_panel, place_panel, rules_blocks, vat_totals
from dispatch.documents.sales_fields import day_cell, sales_fields
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.words import say

QUOTE_BLOCKS = ("parties", "lines", "totals", "rules", "text")
QUOTE_PANELS = ("customer", "deliver_to", "offer")
QUOTE_FIELDS: tuple[Field[QuoteSheet, QuotedLineSheet], ...] = sales_fields(
    (
        Field(
            "vat",
            lambda s: say(s.language, "col_vat"),
            lambda r: [Text(f"{formats.quantity(r.line.vat_bp * 10, r.sheet.language)}\u00a0%", 8.5)],
            50,
            "right",
        ),
        Field(
            "wanted",
            lambda s: say(s.language, "col_wanted"),
            lambda r: [day_cell(r.line.wanted_on, r.sheet.language)],
            84,
            "right",
            when=lambda s: any(line.wanted_on for line in s.lines),
        ),
    )
)
_ACCEPTED = 84.0


def draw_quote(sheet: QuoteSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one quote."""
    return print_papers(_label(sheet), sheet.seller.name, [("", [quote_paper(sheet, layout)])])


def quote_paper(sheet: QuoteSheet, layout: Layout) -> Paper:
    """Lay out one quote."""
    language, wanted = sheet.language, layout.of("quote")
    table, rows = line_table(QUOTE_FIELDS, sheet, sheet.lines, wanted, layout.scale)
    above, under = arranged(
        {
            "parties": lambda: _parties(sheet, layout),
            "totals": lambda: [vat_totals(sheet.net_cents, sheet.vat, sheet.gross_cents, sheet.currency, language)],
            "rules": lambda: rules_blocks(sheet.rules, layout.scale),
            "text": lambda: own_text(wanted, language, layout.scale),
        },
        QUOTE_BLOCKS,
        wanted,
    )
    lines = [block for place, cells in enumerate(rows, 1) for block in table.row(cells, glued=place == len(rows))]
    head = Letterhead(sheet.seller, say(language, "quote"), sheet.number, formats.long_date(sheet.on, language))
    return lay_out(
        sheet.number,
        language,
        head=below(piled(letterhead(head, language, layout), above), table.head()),
        running=below(
            running_head(_label(sheet), f"{sheet.customer.name} · {say(language, 'continued')}"), table.head()
        ),
        blocks=[*lines, *under],
        foot=Foot(label=_label(sheet), digits=in_groups(fingerprint(sheet)), legal=layout.legal_footer),
        closing=_accepted(language),
        layout=layout,
    )


def _label(sheet: QuoteSheet) -> str:
    return f"{say(sheet.language, 'quote')} {sheet.number}"


def _parties(sheet: QuoteSheet, layout: Layout) -> list[Block]:
    language, home = sheet.language, sheet.seller.country
    reference = say(language, "your_reference", reference=sheet.customer_reference)
    offer = (
        Text(say(language, "valid_until", day=formats.short_date(sheet.valid_until, language)), 8.5, bold=True),
        Text(reference[:1].upper() + reference[1:] if sheet.customer_reference else "", 8.5, most_lines=2),
        Text(say(language, "terms", terms=sheet.terms), 8.5, most_lines=2),
    )
    items = {
        "customer": customer_panel(say(language, "quote_customer"), sheet.customer, language, home),
        "deliver_to": place_panel(say(language, "quote_deliver_to"), sheet.deliver_to, language, home),
        "offer": Panel(say(language, "quote_offer"), offer),
    }
    return [gap(10), panels(chosen_panels(items, QUOTE_PANELS, layout.of("quote")), layout.scale), gap(12)]


def _accepted(language: Language) -> Block:
    """Return the box in which the customer says yes."""
    half = WIDTH * 0.62

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, _ACCEPTED, weight=1.1)
        pen.upright(LEFT + half, top, _ACCEPTED, grey=RULE)
        pen.text(LEFT + 10, top + 16, say(language, "accepted_title"), 9, bold=True)
        pen.text(LEFT + 10, top + 27, say(language, "accepted_how"), 7, grey=SOFT)
        pen.text(LEFT + half + 10, top + 16, say(language, "accepted_order"), 9, bold=True)
        pen.rule(LEFT + half + 10, top + 44, RIGHT - LEFT - half - 20, grey=SOFT)

    return Block(_ACCEPTED, draw)

"""What quotes and acknowledgements show below and above their lines: parties, totals with VAT, the rules agreed."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.documents import formats
from dispatch.documents.acknowledgement_sheets import VatOf
from dispatch.documents.blocks import paragraph
from dispatch.documents.flow import Block
from dispatch.documents.panel import Panel, address_texts, contact_line
from dispatch.documents.pen import INK, RIGHT, SOFT, Pen
from dispatch.documents.sheets import Language, Party
from dispatch.documents.stack import Text
from dispatch.documents.words import say


def customer_panel(label: str, party: Party, language: Language, home: str) -> Panel:
    """Return who orders and pays."""
    return Panel(
        label,
        (
            Text(party.name, 10, bold=True, most_lines=3),
            *address_texts(party, language, home, 8.5),
            Text(" · ".join(party.identifiers), 7.5, soft=True, most_lines=2),
        ),
    )


def place_panel(label: str, party: Party, language: Language, home: str) -> Panel:
    """Return where the goods go."""
    return Panel(
        label,
        (
            Text(party.name, 10, bold=True, most_lines=3),
            *address_texts(party, language, home, 8.5),
            Text(contact_line(party, language), 8.5, most_lines=2),
        ),
    )


def vat_totals(net_cents: int, vat: Sequence[VatOf], gross_cents: int, currency: str, language: Language) -> Block:
    """Return net, VAT per rate and gross, at the right."""
    rows = [(say(language, "total_net"), formats.money(net_cents, currency, language), False)]
    for one in vat:
        rate = formats.quantity(one.vat_bp * 10, language)
        base = formats.money(one.net_cents, currency, language)
        rows.append(
            (say(language, "vat_row", rate=rate, base=base), formats.money(one.vat_cents, currency, language), False)
        )
    rows.append((say(language, "gross_sum"), formats.money(gross_cents, currency, language), True))

    def draw(pen: Pen, top: float) -> None:
        y = top + 14
        for words, amount, strong in rows:
            size = 10.5 if strong else 9
            pen.text(RIGHT - 110, y, words, size, bold=strong, align="right", grey=INK if strong else SOFT)
            pen.text(RIGHT - 3.5, y, amount, size, bold=strong, align="right")
            y += 15

    return Block(15.0 * len(rows) + 10, draw)


def rules_blocks(rules: Sequence[str], scale: float) -> list[Block]:
    """Return one paragraph per sentence that was agreed."""
    return [paragraph(Text(rule, 8.5 * scale), 3.0) for rule in rules]

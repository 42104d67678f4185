"""A letter about a claim: to whom, about which delivery, what was found line by line, and what follows."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.blocks import gap, paragraph, piled
from dispatch.documents.claim_sheets import ClaimLetterSheet, DisputedLine
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, address_texts, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import WIDTH
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.table import Cell, Column, Table
from dispatch.documents.words import say


def draw_claim_letter(sheet: ClaimLetterSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one letter."""
    return print_papers(subject_of(sheet), sheet.sender.name, [("", [claim_paper(sheet, layout)])])


def subject_of(sheet: ClaimLetterSheet) -> str:
    """What the letter is about, in a line."""
    day = formats.short_date(sheet.delivered_on, sheet.language)
    return say(sheet.language, f"claim_subject_{sheet.audience}", note=sheet.note, day=day)


def claim_paper(sheet: ClaimLetterSheet, layout: Layout) -> Paper:
    """Lay out one letter."""
    language, subject = sheet.language, subject_of(sheet)
    title = f"{say(language, 'claim')} {sheet.number}"
    head = Letterhead(sheet.sender, say(language, "claim"), sheet.number, formats.long_date(sheet.on, language))
    table = _table(language)
    before, after = (_before(sheet), _after(sheet))
    above = [*_parties(sheet, layout), paragraph(Text(subject, 11, bold=True), 6.0)]
    above += [paragraph(Text(words, 9.5 * layout.scale), 7.0) for words in before]
    return lay_out(
        title,
        language,
        head=below(piled(letterhead(head, language, layout), [*above, gap(10)]), table.head()),
        running=below(running_head(title, f"{sheet.recipient.name} · {say(language, 'continued')}"), table.head()),
        blocks=[
            *(block for line in sheet.lines for block in table.row(_cells(line, language))),
            gap(4),
            *(paragraph(Text(words, 9.5 * layout.scale), 7.0) for words in after),
            paragraph(Text(sheet.sender.name, 9.5 * layout.scale, bold=True), 20.0),
        ],
        foot=Foot(label=f"{title} · {subject}", digits=in_groups(fingerprint(sheet)), legal=layout.legal_footer),
        layout=layout,
    )


def _parties(sheet: ClaimLetterSheet, layout: Layout) -> list[Block]:
    language, home = sheet.language, sheet.sender.country
    recipient = (
        Text(say(language, "registered") if sheet.audience == "carrier" else "", 8, bold=True, most_lines=2),
        Text(sheet.recipient.name, 10.5, bold=True, most_lines=3),
        *address_texts(sheet.recipient, language, home, 9),
        Text(" · ".join(sheet.recipient.identifiers), 7.5, soft=True, most_lines=2),
    )
    received = formats.short_date(sheet.received_on, language)
    references = [f"{say(language, 'order')} {sheet.order}"]
    if sheet.customer_reference:
        references.append(say(language, "your_reference", reference=sheet.customer_reference))
    delivery = (
        Text(sheet.note, 10, bold=True),
        Text(say(language, "claim_received", day=received), 8.5),
        Text(" · ".join(references), 8.5, most_lines=3),
        Text(
            say(language, "claim_consignment", number=sheet.consignment) if sheet.consignment else "", 8.5, most_lines=2
        ),
        Text(sheet.place.name, 8.5, bold=True, most_lines=2),
        *address_texts(sheet.place, language, home, 8),
    )
    items = [Panel(say(language, "claim_delivery"), delivery), Panel(say(language, "claim_to"), recipient)]
    return [gap(10), panels(items, layout.scale), gap(8)]


def _before(sheet: ClaimLetterSheet) -> list[str]:
    """Return what stands above the lines."""
    language = sheet.language
    if sheet.audience == "carrier":
        received = formats.short_date(sheet.received_on, language)
        words = [say(language, "claim_carrier", received=received, place=sheet.place.name)]
    else:
        deadline = formats.short_date(sheet.deadline_on, language)
        key = f"claim_{sheet.answer}"
        words = [say(language, key, number=sheet.number, deadline=deadline)]
        if sheet.reason and sheet.answer != "live":
            words.append(say(language, "claim_reason", reason=sheet.reason))
    words.append(say(language, "claim_nature", nature=say(language, f"nature_{sheet.nature}")))
    if sheet.words:
        words.append(say(language, "claim_said", words=sheet.words))
    return words


def _after(sheet: ClaimLetterSheet) -> list[str]:
    """Return what stands below them."""
    words = []
    if sheet.audience == "carrier" and sheet.protest_by is not None:
        by = formats.short_date(sheet.protest_by, sheet.language)
        words.append(say(sheet.language, "claim_carrier_law", by=by))
    return [*words, say(sheet.language, "regards")]


def _table(language: Language) -> Table:
    widths = (36, 0, 74, 74, 78)
    keys = ("col_number", "col_designation", "col_loaded", "col_accepted", "col_disputed")
    free = WIDTH - sum(widths)
    return Table(
        [
            Column(say(language, key), width or free, "right" if place > 1 else "left", tinted=key == "col_disputed")
            for place, (key, width) in enumerate(zip(keys, widths, strict=True))
        ]
    )


def _cells(line: DisputedLine, language: Language) -> list[Cell]:
    quantities = [formats.quantity(one, language) for one in (line.loaded_qty, line.accepted_qty, line.disputed_qty)]
    return [
        [Text(str(line.line_no), 9)],
        [Text(line.designation, 9.5), Text(line.unit, 7.5, soft=True)],
        [Text(quantities[0], 9)],
        [Text(quantities[1], 9)],
        [Text(quantities[2], 10, bold=True)],
    ]

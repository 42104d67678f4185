"""The statement of account: what moved with the running balance, what is open by age, and how to pay."""

from __future__ import annotations

from dataclasses import replace

from dispatch.documents import formats
from dispatch.documents.blocks import gap, paragraph, piled
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.invoice_head import as_party
from dispatch.documents.invoice_paper import in_fours
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, address_texts, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import WIDTH
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.statement_sheets import StatementAge, StatementLine, StatementSheet
from dispatch.documents.table import Cell, Column, Table, soft
from dispatch.documents.words import say


def draw_statement(sheet: StatementSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one statement."""
    return print_papers(_title(sheet), sheet.seller.name, [("", [statement_paper(sheet, layout)])])


def statement_paper(sheet: StatementSheet, layout: Layout) -> Paper:
    """Lay out one statement."""
    language, title = sheet.language, _title(sheet)
    head = Letterhead(
        seller=replace(as_party(sheet.seller), contact=sheet.seller.email, phone=sheet.seller.phone),
        title=say(language, "statement"),
        number=say(language, "statement_of", code=sheet.customer_code),
        day=_period(sheet),
        more=(formats.long_date(sheet.drawn_on, language),),
    )
    table = _table(language)
    rows = [_opening(sheet), *(_cells(line, sheet) for line in sheet.lines)]
    blocks: list[Block] = [block for cells in rows for block in table.row(cells)]
    if not sheet.lines:
        blocks.append(paragraph(Text(say(language, "nothing_moved"), 9), 8.0))
    law = (sheet.late_penalty, sheet.recovery_fee) if sheet.overdue_cents > 0 else ()
    words = [say(language, "statement_ask"), *law]
    return lay_out(
        title,
        language,
        head=below(piled(letterhead(head, language, layout), _parties(sheet, layout)), table.head()),
        running=below(running_head(title, f"{sheet.buyer.name} · {say(language, 'continued')}"), table.head()),
        blocks=[*blocks, gap(6), *(paragraph(Text(one, 8)) for one in words if one)],
        foot=Foot(label=title, digits=in_groups(fingerprint(sheet)), legal=layout.legal_footer),
        layout=layout,
    )


def _title(sheet: StatementSheet) -> str:
    return f"{say(sheet.language, 'statement')} {sheet.customer_code} · {_period(sheet)}"


def _period(sheet: StatementSheet) -> str:
    start, end = (formats.short_date(day, sheet.language) for day in (sheet.period_start, sheet.period_end))
    return say(sheet.language, "statement_period", start=start, end=end)


def _parties(sheet: StatementSheet, layout: Layout) -> list[Block]:
    """Return who owes, how much with how to pay it, and what is open by age."""
    language = sheet.language
    buyer = (
        Text(sheet.buyer.name, 10.5, bold=True, most_lines=3),
        *address_texts(as_party(sheet.buyer), language, sheet.seller.country, 8.5),
    )
    items = [
        Panel(say(language, "quote_customer"), buyer),
        Panel(say(language, "balance"), tuple(_balance(sheet))),
        Panel(say(language, "open_by_age"), tuple(_age(age, sheet) for age in sheet.ages)),
    ]
    return [gap(12), panels(items, layout.scale), gap(12)]


def _balance(sheet: StatementSheet) -> list[Text]:
    language = sheet.language
    day = formats.short_date(sheet.period_end, language)
    key = "balance_owed" if sheet.closing_cents > 0 else "balance_credit" if sheet.closing_cents < 0 else "balance_none"
    texts = [Text(say(language, key, day=day, amount=_money(abs(sheet.closing_cents), sheet)), 9.5, bold=True)]
    if sheet.overdue_cents > 0:
        texts.append(Text(say(language, "overdue", amount=_money(sheet.overdue_cents, sheet)), 8.5, bold=True))
    if sheet.unmatched_cents:
        texts.append(Text(say(language, "unmatched", amount=_money(sheet.unmatched_cents, sheet)), 8.5))
    texts.append(Text(say(language, "pay_terms", terms=sheet.terms), 8.5, most_lines=2))
    if sheet.iban and sheet.closing_cents > 0:
        texts.append(Text(say(language, "pay_to", iban=in_fours(sheet.iban)), 7, most_lines=3))
    return texts


def _age(age: StatementAge, sheet: StatementSheet) -> Text:
    language = sheet.language
    if age.from_days is None:
        words = say(language, "age_due")
    elif age.to_days is None:
        words = say(language, "age_over", days=age.from_days - 1)
    else:
        words = say(language, "age_between", start=age.from_days, end=age.to_days)
    return Text(f"{words}\u00a0: {_money(age.cents, sheet)}", 8.5, bold=age.from_days is not None and age.cents > 0)


def _table(language: Language) -> Table:
    widths = (66, 0, 68, 70, 70, 74, 70)
    keys = ("col_date", "col_piece", "col_due", "col_debit", "col_credit", "col_balance", "col_open")
    free = WIDTH - sum(widths)
    return Table(
        [
            Column(say(language, key), width or free, "left" if place < 3 else "right", tinted=key == "col_balance")
            for place, (key, width) in enumerate(zip(keys, widths, strict=True))
        ]
    )


def _opening(sheet: StatementSheet) -> list[Cell]:
    day = formats.short_date(sheet.period_start, sheet.language)
    words = soft(say(sheet.language, "opening"), 9)
    return [[Text(day, 9)], [words], [], [], [], [Text(_plain(sheet.opening_cents, sheet), 9, bold=True)], []]


def _cells(line: StatementLine, sheet: StatementSheet) -> list[Cell]:
    language = sheet.language
    piece = [Text(f"{say(language, f'entry_{line.entry}')} {line.number}".strip(), 9, bold=line.entry == "invoice")]
    if line.about:
        about = f"means_{line.about}" if line.entry == "payment" else ""
        piece.append(soft(say(language, about) if about else say(language, "entry_about", number=line.about)))
    late = line.due_on is not None and line.open_cents > 0 and line.due_on < sheet.period_end
    return [
        [Text(formats.short_date(line.on, language), 9)],
        piece,
        [Text(formats.short_date(line.due_on, language), 9, bold=late)] if line.due_on else [],
        [Text(_plain(line.debit_cents, sheet), 9)] if line.debit_cents else [],
        [Text(_plain(line.credit_cents, sheet), 9)] if line.credit_cents else [],
        [Text(_plain(line.balance_cents, sheet), 9, bold=True)],
        [Text(_plain(line.open_cents, sheet), 9, bold=late)] if line.open_cents else [],
    ]


def _money(cents: int, sheet: StatementSheet) -> str:
    return formats.money(cents, sheet.currency, sheet.language)


def _plain(cents: int, sheet: StatementSheet) -> str:
    return formats.amount(cents, sheet.language)

"""A real document under any layout: which there are to look at, its paper, and what the law wants on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from dispatch.company.looks import layout_for
from dispatch.controls.maquette_sources import SOURCES, Found
from dispatch.documents.invoice_sheets import InvoiceSheet, NoteInvoiceSheet
from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import Layout
from dispatch.documents.specimen_facts import DAY
from dispatch.documents.specimens import specimen
from dispatch.errors import NotFoundError
from dispatch.invoicing.mentions import missing

SPECIMEN = ""
"""Number of the invented document that is shown where there is no real one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One document that can be looked at; `customer` is whom it is for: a carrier or a driver too."""

    number: str
    customer: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that is looked at; `layout` is the one that it was or would be issued with."""

    kind: str
    number: str
    sheet: Any
    layout: Layout


@dataclass(frozen=True, slots=True)
class MentionCheck:
    """One mandatory mention: whether the paper carries it, and whether the layout or the data lack it."""

    name: str
    article: str
    present: bool
    lacks: str = ""
    """`layout` or `data`."""


def choices(session: Session, kind: str) -> tuple[Choice, ...]:
    """The newest documents of a kind.

    Raises
    ------
    NotFoundError
        There is no such kind.
    """
    if kind not in SOURCES:
        raise NotFoundError(f"There is no kind of document «{kind[:40]}».", f"One of {', '.join(KINDS)}.")
    return tuple(Choice(number, name) for number, name in SOURCES[kind].newest(session))


def subject(session: Session, kind: str, number: str) -> Subject:
    """One document to look at; without a number the invented one.

    Raises
    ------
    NotFoundError
        There is no such document.
    """
    found = Found(specimen(kind), None, DAY) if number == SPECIMEN else SOURCES[kind].find(session, number)
    adopted = KINDS[kind].adopted_as
    layout = layout_for(session, adopted, found.customer_id, found.on, found.issued_at)
    return Subject(kind, number, found.sheet, layout)


def draw(about: Subject, layout: Layout) -> bytes:
    """The paper of a document under a layout."""
    return SOURCES[about.kind].draw(about.sheet, layout)


def check_mentions(about: Subject, layout: Layout, language: str) -> tuple[MentionCheck, ...]:
    """Every mention that the law or usage wants on this paper: those that are missing first, with who lacks them."""
    kind = KINDS[about.kind]
    off = {one.code for one in kind.lacking(layout.of(kind.adopted_as))}
    unknown = {one.code for one in kind.mentions if one.said is not None and not one.said(about.sheet)}
    checks = [
        MentionCheck(
            one.name(language),
            one.article,
            one.code not in off | unknown,
            "layout" if one.code in off else "data" if one.code in unknown else "",
        )
        for one in kind.mentions
    ]
    invoice = about.sheet.invoice if isinstance(about.sheet, NoteInvoiceSheet) else about.sheet
    if isinstance(invoice, InvoiceSheet):
        checks.extend(MentionCheck(one.name(language), one.article, False, "data") for one in missing(invoice))
    return tuple(sorted(checks, key=lambda check: check.present))

"""The door of the drawing half of this room: a sheet goes in, the bytes of a PDF come out; the same sheet, the same bytes.

Drawing a day's pack takes seconds: call it in a child process, never in a thread that serves pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from dispatch.documents import formats
from dispatch.documents.consignment_paper import ConsignmentCopy, consignment_paper
from dispatch.documents.cover_paper import Content, cover_paper
from dispatch.documents.invoice_head import Door
from dispatch.documents.invoice_paper import invoice_paper
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.layout import DEFAULT_LAYOUT, Copy, Layout
from dispatch.documents.loading_paper import loading_paper
from dispatch.documents.note_paper import note_paper
from dispatch.documents.paper import Paper, print_papers
from dispatch.documents.route_paper import route_paper
from dispatch.documents.sheets import NoteSheet
from dispatch.documents.truck_sheets import LoadingSheet, PackSheet, RouteSheet
from dispatch.documents.words import say


def draw_note(note: NoteSheet, copy: Copy = Copy.CUSTOMER, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw one copy of a delivery note.

    Raises
    ------
    InvalidInputError
        The layout's logo cannot be used (as for every function here).
    """
    title = f"{say(note.language, 'note')} {note.number}"
    return print_papers(title, note.shipper.name, [("", [note_paper(note, copy, layout)])])


def draw_note_invoice(
    invoice: InvoiceSheet, note: NoteSheet, copy: Copy = Copy.CUSTOMER, layout: Layout = DEFAULT_LAYOUT
) -> bytes:
    """Draw one copy of a note that is an invoice, as it is handed over at the door."""
    paper = invoice_paper(invoice, layout, Door(note, copy))
    return print_papers(paper.title, note.shipper.name, [("", [paper])])


def draw_route(sheet: RouteSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw a route sheet alone, as for a driver who has lost his."""
    paper = route_paper(sheet, layout)
    return print_papers(paper.title, sheet.truck.company, [("", [paper])])


def draw_loading(sheet: LoadingSheet, trips: int = 1, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw the loading list of one of a truck's `trips` alone."""
    paper = loading_paper(sheet, trips, layout)
    return print_papers(paper.title, sheet.truck.company, [("", [paper])])


def draw_pack(
    packs: Sequence[PackSheet],
    layout: Layout = DEFAULT_LAYOUT,
    looks: Mapping[str, Layout] | None = None,
    invoices: Mapping[str, InvoiceSheet] | None = None,
) -> bytes:
    """Draw the print pack of a day: for each truck cover, loading lists, route sheet, consignment note, notes in stop order × copies.

    Parameters
    ----------
    looks
        Number of a note or an invoice → its layout, where that is not the pack's.
    invoices
        Number of a note → the invoice that it is, which is then printed in its place.

    Raises
    ------
    ValueError
        There is no truck: a PDF has at least one page.
    """
    if not packs:
        raise ValueError("a print pack needs at least one truck")
    truck = packs[0].cover.truck
    title = f"{truck.company} · {formats.long_date(truck.on, truck.language)}"
    sections = [(_section(pack), pack_papers(pack, layout, looks or {}, invoices or {})) for pack in packs]
    return print_papers(title, truck.company, sections)


def pack_papers(
    pack: PackSheet, layout: Layout, looks: Mapping[str, Layout], invoices: Mapping[str, InvoiceSheet]
) -> list[Paper]:
    """Lay out the papers of one truck in the order in which they are printed."""
    loadings = [loading_paper(sheet, len(pack.loadings), layout) for sheet in pack.loadings]
    route = route_paper(pack.route, layout)
    notes = [
        (kind, copy, paper)
        for note in pack.notes
        for copy in looks.get(note.number, layout).copies
        for kind, paper in (_handed_over(note, copy, layout, looks, invoices),)
    ]
    language = pack.cover.truck.language
    contents: list[Content] = [(paper.title, 1, len(paper.pages)) for paper in [*loadings, route]]
    letters = (
        [consignment_paper(pack.consignment, copy, layout) for copy in ConsignmentCopy] if pack.consignment else []
    )
    contents += [(paper.title, 1, len(paper.pages)) for paper in letters]
    for kind, copy in product(("note", "note_invoice"), Copy):
        copies = [paper for what, whom, paper in notes if what == kind and whom is copy]
        words = f"{say(language, kind)} · {say(language, f'copy_{copy.value}')}"
        if copies:
            contents.append((words, len(copies), sum(len(paper.pages) for paper in copies)))
    return [cover_paper(pack, contents, layout), *loadings, route, *letters, *(paper for _, _, paper in notes)]


def _handed_over(
    note: NoteSheet,
    copy: Copy,
    layout: Layout,
    looks: Mapping[str, Layout],
    invoices: Mapping[str, InvoiceSheet],
) -> tuple[str, Paper]:
    """Return what is handed over for a note, and its kind: the invoice that it is, else the note itself."""
    invoice = invoices.get(note.number)
    if invoice is None:
        return "note", note_paper(note, copy, looks.get(note.number, layout))
    return "note_invoice", invoice_paper(invoice, looks.get(invoice.number, layout), Door(note, copy))


def _section(pack: PackSheet) -> str:
    truck = pack.cover.truck
    tour = say(truck.language, "tour", tour=truck.tour)
    return " · ".join(part for part in (tour, truck.vehicle, truck.driver) if part)

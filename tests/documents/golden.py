"""Every kind of paper once, whose text and first page are kept beside as they should be.

After a change that is meant, look at the papers, write them anew and read the difference before it is committed::

    python -m tests.documents.golden
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from dispatch.documents.acknowledgement_paper import draw_acknowledgement
from dispatch.documents.claim_paper import draw_claim_letter
from dispatch.documents.claim_sheets import ClaimLetterSheet, DisputedLine
from dispatch.documents.consignment_paper import draw_consignment
from dispatch.documents.consignment_sheets import CarriedGoods, CarriedTo, ConsignmentSheet, Loading
from dispatch.documents.drawing import draw_loading, draw_note, draw_note_invoice, draw_pack, draw_route
from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.layout import Arrangement, ColumnChoice, Copy, Layout
from dispatch.documents.pictures import fingerprint_of, page_pictures
from dispatch.documents.quote_paper import draw_quote
from dispatch.documents.sheets import Language, Party
from dispatch.documents.specimens import specimen
from dispatch.documents.statement_paper import draw_statement
from dispatch.documents.truck_sheets import CoverSheet
from dispatch.sandbox.papers import PINE, logo
from tests.documents.builders import DAY, DEPOT, SHIPPER, a_loading, a_pack, a_party, a_route, a_truck, at
from tests.documents.pdf_reading import pages

FOLDER = Path(__file__).parent / "golden"
_FINGERPRINT = re.compile(r"(empreinte|fingerprint) [0-9a-f ]+")


def a_consignment(language: Language) -> ConsignmentSheet:
    """Two stops that a hired carrier goes to, the second with cash to collect."""
    goods = (CarriedGoods("Pain de campagne au levain", "carton de 6", 12_000, 64_800),)
    return ConsignmentSheet(
        "LV-2026-000007", DAY, language, SHIPPER,
        Party("Transports Rivière", ("4 quai de la Loire",), "06200", "Nice", "FR", ("SIREN 732 829 320",)),
        (Loading(DEPOT, at(6)),),
        (
            CarriedTo(1, a_party(0), at(7, 21), goods, ("BL-2026-000101",), 12),
            CarriedTo(2, a_party(1), at(7, 42), goods, ("BL-2026-000102",), 12, 18_640),
        ),
        "B", "AA-002-ZZ", "Amina Benali",
    )  # fmt: skip


def a_protest(language: Language) -> ClaimLetterSheet:
    """A protest to a hired carrier about two crushed cartons."""
    return ClaimLetterSheet(
        "LI-2026-000003", DAY, language, "carrier", SHIPPER,
        Party("Transports Rivière", ("4 quai de la Loire",), "06200", "Nice"), a_party(0), "BL-2026-000147",
        "CF11013", date(2026, 11, 24), date(2026, 11, 24), "damaged",
        (DisputedLine(2, "Fougasse aux olives de pays", "carton de 12", 8_000, 6_000, 2_000),),
        "live", date(2026, 12, 1), "2 cartons écrasés", consignment="LV-2026-000007", protest_by=date(2026, 11, 27),
    )  # fmt: skip


DRESSED = Layout(
    accent=PINE,
    logo=logo(),
    letters_percent=110,
    arrangements=(
        (
            "invoice",
            Arrangement(
                columns=tuple(
                    ColumnChoice(key) for key in ("quantity", "unit", "designation", "price", "vat", "amount")
                ),
                panels=("references", "bill_to", "deliver_to"),
                blocks=("text", "parties", "lines", "money"),
                text_fr="Fermé du 24 décembre au 2 janvier.",
                text_en="Closed from 24 December to 2 January.",
            ),
        ),
    ),
)
"""A layout that changes all there is to change."""

PAPERS: dict[str, Callable[[Language], bytes]] = {
    "quote": lambda language: draw_quote(replace(specimen("quote"), language=language)),
    "acknowledgement": lambda language: draw_acknowledgement(replace(specimen("acknowledgement"), language=language)),
    "loading": lambda language: draw_loading(a_loading(truck=a_truck(language=language))),
    "route": lambda language: draw_route(a_route(truck=a_truck(language=language))),
    "consignment": lambda language: draw_consignment(a_consignment(language)),
    "note": lambda language: draw_note(replace(specimen("note"), language=language), Copy.DRIVER),
    "note_invoice": lambda language: draw_note_invoice(
        replace(specimen("invoice"), language=language), replace(specimen("note"), language=language)
    ),
    "invoice": lambda language: draw_invoice(replace(specimen("invoice"), language=language)),
    "dressed_invoice": lambda language: draw_invoice(replace(specimen("invoice"), language=language), DRESSED),
    "credit_note": lambda language: draw_invoice(replace(specimen("credit_note"), language=language)),
    "statement": lambda language: draw_statement(replace(specimen("statement"), language=language)),
    "claim": lambda language: draw_claim_letter(a_protest(language)),
    "pack": lambda language: draw_pack(
        [replace(a_pack(stops=2), cover=CoverSheet(a_truck(language=language), capacity_g=1_100_000))]
    ),
}
"""In the order of the chain; the cover is the first page of the pack."""


def text_of(pdf: bytes) -> str:
    """The text of all pages; the fingerprint of the content is left out, it is tested elsewhere."""
    found = "\n\f\n".join(pages(pdf))
    return _FINGERPRINT.sub(r"\1 …", "\n".join(line.rstrip() for line in found.splitlines())) + "\n"


def picture_of(pdf: bytes) -> str:
    """How dark the first page is, rectangle by rectangle."""
    [first], _ = page_pictures(pdf, 600, most=1)
    return fingerprint_of(first) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PAPERS.items():
        for language in ("fr", "en"):
            (FOLDER / f"{name}.{language}.txt").write_text(text_of(draw(language)), encoding="utf-8")
        (FOLDER / f"{name}.page.txt").write_text(picture_of(draw("fr")), encoding="utf-8")

"""Names that programs would run or choke on go down the whole chain as text: note, pack, map, export."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from dispatch import journal
from dispatch.db import Database
from dispatch.delivery import day_map
from dispatch.delivery.pack import draw_day_pack
from dispatch.delivery.release import release_day
from dispatch.documents.register import installed_store
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.export import export_triggers
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.documents.pdf_reading import text

NAMES = {
    "markup": "<b>Gras</b> & <img src=x onerror=alert(1)>",
    "template": "${alert(1)} {{7*7}} {0} %s",
    "script": "</script><script>alert(1)</script>",
    "quotes": "L'\"Œuf\" `d'or` \\",
    "emoji": "Chez 🎂 Zoé",
    "right to left": "Café שלום",
    "sql": "'; DROP TABLE orders; --",
    "formula": "=HYPERLINK(0)",
}


def the_day_of(database: Database, name: str) -> str:
    """A day on which everything that has a name has this one; gives the note's number."""
    with database.transaction("test") as session:
        builders.company(session, name=name)
        owner = builders.customer(session, "C1", name=name)
        site = builders.site(session, owner, name=name, address=name, contact=name, instructions=name)
        product = builders.product(session, name=name, unit=name)
        depot = builders.depot(session, name=name)
        vehicle = builders.vehicle(session, depot)
        driver = builders.driver(session, vehicle, name=name)
        order = builders.order(session, site, [(product, 4)], customer_reference=name[:64])
        tour(session, depot, vehicle, [[(order.lines[0], 4)]], driver=driver)
    with database.transaction("test") as session:
        return release_day(session, DAY).notes[0]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_text_on_every_paper_and_page_of_its_day(database: Database, name: str) -> None:
    store = installed_store()
    number = the_day_of(database, name)
    pdf = text(store.get(draw_day_pack(database, "test", store, DAY).sha256))
    shown = re.sub(r"[\U00010000-\U0010ffff]", "□", name)
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", pdf)  # a long name may stand on two lines

    with database.reading() as session:
        page = day_map.draw(session, DAY, "fr")
    data = re.compile(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
    assert json.loads(data.findall(page)[0])["tours"][0]["stops"][0]["name"] == name
    assert not [sign for sign in ("<img src=x", "alert(1)", "${", "{{7") if sign in data.sub("", page)]

    with database.transaction("user:anna") as session:
        confirm(session, number, request_key="k1")
        exported = export_triggers(session, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(exported), delimiter=";") for cell in row]
    assert any(name in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
    with database.reading() as session:
        assert journal.verify_chain(session) == []

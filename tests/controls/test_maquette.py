"""A layout tried on real documents of every kind: the truck's papers, a carrier's note, letters and statements among them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.company.looks import plain_layout
from dispatch.company.models import Company
from dispatch.controls.maquette import check_mentions, choices, draw, subject
from dispatch.db import Database
from dispatch.errors import NotFoundError
from dispatch.invoicing.claims import open_claim
from tests.delivery.test_consignments import HIRED, hire
from tests.documents.pdf_reading import text
from tests.invoicing.builders import delivered, issued
from tests.invoicing.test_note_invoices import released


def drawn(database: Database, kind: str) -> str:
    """The newest real document of a kind, drawn with a layout of another colour."""
    with database.reading() as session:
        number = choices(session, kind)[0].number
        about = subject(session, kind, number)
        layout = replace(plain_layout(session.get(Company, 1)), accent="#1a4d8f")
        return " ".join(text(draw(about, layout)).split())


def test_the_papers_of_a_hired_truck_are_tried_on_its_own_tour(any_database: Database) -> None:
    note = hire(any_database)[0]
    for kind, words in (
        ("loading", "Bordereau de chargement"), ("route", "Feuille de route"), ("consignment", "Transports Alp"),
    ):  # fmt: skip
        paper = drawn(any_database, kind)
        assert (words in paper, note in paper) == (True, True), kind
    with any_database.reading() as session:
        assert choices(session, "loading")[0].number == "2026-11-25 A"
        with pytest.raises(NotFoundError):
            subject(session, "route", "2026-11-25 Z")
        with pytest.raises(NotFoundError):
            subject(session, "route", "tomorrow")


def test_what_the_files_of_a_carrier_lack_is_told_with_its_article(database: Database) -> None:
    hire(database, replace(HIRED, siren="", address=""))
    with database.reading() as session:
        about = subject(session, "consignment", "LV-2026-000001")
        [lacking] = [one for one in check_mentions(about, about.layout, "en") if not one.present]
    assert (lacking.name, lacking.article, lacking.lacks) == (
        "carrier’s name, address and SIREN", "arrêté du 9 novembre 1999", "data",
    )  # fmt: skip


def test_letters_and_statements_are_tried_on_real_ones(database: Database) -> None:
    note = delivered(database, units=8, planned=8)[0]
    invoice = issued(database)[-1]
    with database.transaction("user:anna") as session:
        number = open_claim(session, note, {1: 2_000}, nature="damaged", request_key="k", words="écrasés").number
    assert number in drawn(database, "claim")
    assert invoice in drawn(database, "statement")


def test_a_note_that_is_an_invoice_is_tried_as_it_is_handed_over(database: Database) -> None:
    note = released(database)
    paper = drawn(database, "note_invoice")
    assert "FA-2026-000001" in paper
    assert note in paper

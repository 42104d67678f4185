"""Maquettage: two layouts of the same document side by side, the edited one seen at once, saved, adopted from a day on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from dispatch.company.layout_models import LayoutAdoption, LayoutVersion
from dispatch.company.layout_queries import version_layout
from dispatch.db import Database
from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import ColumnChoice
from tests import builders
from tests.documents.pdf_reading import text
from tests.orders.test_quote_papers import a_quote
from tests.web.conftest import Browser

COLUMNS = KINDS["quote"].columns


def form(kind: str = "quote", without: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """What the form sends when nothing was changed but what the test says."""
    known = KINDS[kind]
    parts = {"column": known.columns, "panel": known.panels, "block": known.blocks}
    usual = (*known.usual_columns, *known.panels, *known.blocks)
    shown = {
        f"shown_{part}_{key}": "1"
        for part, keys in parts.items()
        for key in keys
        if key in usual and key not in without
    }
    given = {"kind": kind, "number": "", "accent": "#14181f", "letters": "100", "footer": "", "code": "maison"}
    return {**given, **{part: list(keys) for part, keys in parts.items()}, **shown, **changes}


def test_a_real_quote_is_shown_twice_with_its_differences_and_its_mentions(
    database: Database, as_role: Callable[..., Browser]
) -> None:
    number = a_quote(database)
    page = as_role("administrator").get(f"/layouts?kind=quote&number={number}").get_data(as_text=True)
    assert page.count("data:image/png;base64,") == 2
    assert f'value="{number}" selected' in page
    assert "Toutes les mentions y sont." in page
    assert "Les deux maquettes sont les mêmes" in page


def test_what_is_edited_is_seen_at_once_and_the_missing_mention_is_named(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    sent = form(accent="#1a4d8f", without=("price",), move="column:quantity:up")
    live = browser.post("/layouts/preview", data=sent, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in live
    assert "couleur des titres : #14181f → #1a4d8f" in live
    assert "colonne « prix unitaire » retirée" in live
    assert "prix unitaire hors taxe" in live
    assert "la maquette la laisse de côté" in live
    assert "<rect x=" in live
    assert live.index('value="quantity"') < live.index('value="unit"')


def test_a_faulty_layout_keeps_what_was_typed_and_says_what_is_wrong(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    answer = browser.post(
        "/layouts/save", data=form(accent="#ffee00", width_price="900", text_fr="Réserve de propriété.")
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "disparaît sur une photocopie" in page
    assert "Une largeur va de 20 à 300 points" in page
    assert "Réserve de propriété." in page
    assert 'value="#ffee00"' in page


def test_a_version_is_saved_then_adopted_for_a_customer(database: Database, as_role: Callable[..., Browser]) -> None:
    with database.transaction("test") as session:
        builders.company(session)
        builders.customer(session, "ZOE")
    browser = as_role("administrator")
    saved = browser.post("/layouts/save", data=form(letters="110", width_reference="70", remark="plus grand"))
    assert saved.status_code == 303
    with database.reading() as session:
        key = session.scalars(select(LayoutVersion.id)).one()
        row, layout = version_layout(session, key)
    assert (row.title, row.remark, row.saved_by) == ("maison 1", "plus grand", "user:administrator")
    assert layout.letters_percent == 110
    assert ColumnChoice("reference", 70.0) in layout.of("quote").columns
    sent = {
        "kind": "quote",
        "right": str(key),
        "kinds": ["quote", "note"],
        "customer": "ZOE",
        "valid_from": "2026-12-01",
    }
    assert browser.post("/layouts/adopt", data=sent).status_code == 303
    with database.reading() as session:
        kinds = session.scalars(select(LayoutAdoption.kind).order_by(LayoutAdoption.id)).all()
    assert kinds == ["quote", "note"]
    page = browser.get("/layouts").get_data(as_text=True)
    assert "ZOE · Client ZOE" in page
    assert "à venir" in page


def test_an_adoption_that_cannot_be_says_why_beside_the_form(
    database: Database, as_role: Callable[..., Browser]
) -> None:
    browser = as_role("administrator")
    browser.post("/layouts/save", data=form("invoice", without=("vat",)))
    with database.reading() as session:
        key = session.scalars(select(LayoutVersion.id)).one()
    asked = {"kind": "invoice", "right": str(key), "kinds": ["invoice"], "valid_from": "2026-12-01"}
    for change, words, status in (
        ({}, "facture : taux de TVA de chaque ligne (CGI ann. II 242 nonies A)", 409),
        ({"customer": "NOBODY"}, "Il n’existe aucun client NOBODY.", 404),
        ({"valid_from": "2026-11-01", "right": ""}, "un jour à venir", 400),
    ):
        answer = browser.post("/layouts/adopt", data={**asked, **change})
        assert (answer.status_code, words in answer.get_data(as_text=True)) == (status, True), change


def test_every_kind_has_an_invented_document_to_try_a_layout_on(as_role: Callable[..., Browser]) -> None:
    browser = as_role("manager")
    for kind in KINDS:
        answer = browser.get(f"/layouts/paper.pdf?kind={kind}")
        assert "SPÉCIMEN" in text(answer.data), kind
    page = browser.get("/layouts?kind=invoice").get_data(as_text=True)
    assert "Toutes les mentions y sont." in page
    assert "Enregistrer la version" not in page


def test_papers_of_a_fixed_form_are_tried_side_by_side_too(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    for kind, mention, adopted in (
        ("consignment", "nom, adresse et SIREN du transporteur", "route"),
        ("claim", "dernier jour des trois jours (transporteur)", "claim"),
    ):
        page = browser.get(f"/layouts?kind={kind}").get_data(as_text=True)
        assert mention in page
        assert "Toutes les mentions y sont." in page
        assert f'value="{adopted}" checked' in page
        assert 'name="text_fr"' not in page
    sent = form("consignment", accent="#1a4d8f")
    live = browser.post("/layouts/preview", data=sent, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert live.count("data:image/png;base64,") == 2
    assert "couleur des titres : #14181f → #1a4d8f" in live
    assert browser.post("/layouts/save", data=sent).status_code == 303
    given = {"kind": "consignment", "right": "1", "kinds": ["route"], "valid_from": "2026-12-01"}
    assert browser.post("/layouts/adopt", data=given).status_code == 303
    assert "papiers du camion" in browser.get("/layouts").get_data(as_text=True)


def test_an_adoption_to_come_is_withdrawn_with_a_reason_on_its_page(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    browser.post("/layouts/save", data=form())
    browser.post("/layouts/adopt", data={"kind": "quote", "right": "1", "kinds": ["quote"], "valid_from": "2026-12-01"})
    address = "/layouts/adoptions/1/withdraw"
    refused = browser.post(address, data={"kind": "quote", "reason": " "})
    assert refused.status_code == 400
    assert "Dites pourquoi" in refused.text
    assert as_role("manager").post(address, data={"kind": "quote", "reason": "non"}).status_code == 403
    answer = browser.post(address, data={"kind": "quote", "reason": "refusée par la direction"}, follow_redirects=True)
    assert "retirée par" in answer.text
    assert "refusée par la direction" in answer.text
    assert address not in answer.text
    again = browser.post(address, data={"kind": "quote", "reason": "encore"})
    assert again.status_code == 409

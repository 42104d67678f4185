"""The company's files in the console: lists, forms that keep what was typed, two people at one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dispatch.company.models import Company
from dispatch.customers.models import Customer, Site
from dispatch.db import Database
from dispatch.intake import KINDS, run_import, template
from dispatch.intake.by_hand import rule_of
from dispatch.web.file_layout import COLUMNS, GROUPS, REMOVABLE, SECTIONS
from tests.intake.files import CUSTOMER
from tests.web.conftest import Browser

LIST, NEW = "/files/customer/customers", "/files/customer/customers/new"
MANY = {kind for kind in KINDS if kind != "orders"}


@pytest.fixture
def filled(database: Database) -> None:
    """One row of every file."""
    for kind in KINDS:
        assert run_import(database, "operator", kind, template(kind, "csv"), f"{kind}.csv").accepted


def test_every_column_of_every_file_stands_once_on_its_form() -> None:
    assert {kind for group in GROUPS for kind in group.kinds} == set(SECTIONS) == set(COLUMNS) == MANY
    for kind in MANY:
        names = [name for _, section in SECTIONS[kind] for name in section]
        assert sorted(names) == sorted(column.name for column in KINDS[kind].columns)
        assert set(COLUMNS[kind]) <= set(names)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_list_and_form_opens_filled_and_a_form_saved_as_it_is_changes_nothing(
    as_role: Callable[..., Browser], database: Database, filled: None, language: str
) -> None:
    browser = as_role("administrator", language)
    for group in GROUPS:
        for kind in group.kinds:
            with database.reading() as session:
                stored = session.scalars(select(rule_of(KINDS[kind]).model)).one()
            row = f"/files/{group.code}/{kind}/{stored.id}"
            listing = browser.get(f"/files/{group.code}/{kind}")
            assert listing.status_code == (302 if kind == "company" else 200), kind
            opened = {"customers": "/customers/C001", "deals": "/deals/AF-2026-01"}.get(kind, row)
            assert opened in (listing.headers.get("Location") or listing.text)
            assert browser.get(f"/files/{group.code}/{kind}/new").status_code == 200
            page = browser.get(row)
            assert page.status_code == 200
            assert (f"{row}/remove" in page.text) == (kind in REMOVABLE)
    sent = {"version": "1", "country": "FR"}
    assert browser.post("/files/company/company/1", sent).status_code == 303
    with database.reading() as session:
        assert session.get_one(Company, 1).version == 1


def test_a_customer_is_made_found_and_changed(as_role: Callable[..., Browser], database: Database) -> None:
    desk = as_role("sales")
    assert "porte ses conditions" in desk.get(LIST).text
    made = desk.post(NEW, CUSTOMER | {"name": "Épicerie <du> Marché", "regulated_goods": ["alcools"]})
    assert made.status_code == 303
    assert "Épicerie &lt;du&gt; Marché" in desk.get(f"{LIST}?q=ÉPICERIE").text or desk.get(f"{LIST}?q=picerie").text
    assert "Aucune fiche ne correspond" in desk.get(f"{LIST}?q=rien").text
    page = desk.get(made.headers["Location"])
    assert 'value="alcools" checked' in page.text
    assert desk.post(made.headers["Location"], CUSTOMER | {"version": "1", "city": "Lyon"}).status_code == 303
    with database.reading() as session:
        row = session.scalars(select(Customer)).one()
        assert (row.city, row.regulated_goods, row.version) == ("Lyon", [], 2)


def test_what_is_refused_comes_back_whole_with_words_at_its_field(
    as_role: Callable[..., Browser], database: Database
) -> None:
    desk = as_role("sales")
    answer = desk.post(NEW, CUSTOMER | {"siren": "123", "payment_terms": "90 jours", "phone": "04 76 00 00 01"})
    assert answer.status_code == 400
    assert "2 champs sont à corriger" in answer.text
    assert 'id="siren-problem"' in answer.text
    assert "C. com. L441-10" in answer.text
    assert 'value="04 76 00 00 01"' in answer.text
    with database.reading() as session:
        assert session.scalars(select(Customer)).all() == []
    english = as_role("sales", "en").post(NEW, CUSTOMER | {"email": "nobody"})
    assert "This e-mail address cannot exist" in english.text


def test_two_people_at_one_page_the_second_sees_what_the_first_saved(
    as_role: Callable[..., Browser], database: Database
) -> None:
    desk, other = as_role("sales"), as_role("administrator")
    address = desk.post(NEW, CUSTOMER).headers["Location"]
    assert other.post(address, CUSTOMER | {"version": "1", "city": "Lyon"}).status_code == 303
    answer = desk.post(address, CUSTOMER | {"version": "1", "city": "Nice"})
    assert answer.status_code == 409
    assert "administrator a enregistré cette fiche" in answer.text
    assert "Enregistré entre-temps : Lyon" in answer.text
    assert 'value="Nice"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert desk.post(address, CUSTOMER | {"version": "2", "city": "Nice"}).status_code == 303


def test_a_row_is_removed_only_where_its_kind_allows_it(
    as_role: Callable[..., Browser], database: Database, filled: None
) -> None:
    desk = as_role("sales")
    assert (
        desk.post("/files/customer/contacts/1/remove", {"version": "1", "next": "/orders"}).headers["Location"]
        == "/orders"
    )
    assert desk.post("/files/product/prices/1/remove", {"version": "9"}).status_code == 409
    assert desk.post("/files/customer/customers/1/remove", {"version": "1"}).status_code == 404
    assert desk.get("/files/customer/vehicles").status_code == 404
    assert desk.get("/files/site/sites/99").status_code == 404


def test_each_role_sees_its_own_tabs(as_role: Callable[..., Browser]) -> None:
    planner = as_role("planner")
    assert planner.get("/files/").headers["Location"] == "/files/site/sites"
    text = planner.get("/files/site/sites").text
    assert "/files/fleet/vehicles" in text
    assert "/files/product/products" not in text
    assert planner.get(LIST).status_code == 403


def test_a_site_is_placed_on_its_form_by_who_fills_it(as_role: Callable[..., Browser], database: Database) -> None:
    desk = as_role("sales")
    desk.post(NEW, CUSTOMER)
    site = {"site": "S1", "customer": "C1", "name": "Quai", "address": "1 rue", "postcode": "38000", "city": "Grenoble"}
    assert "map-data" in desk.get("/files/site/sites/new?customer=C1").text
    assert desk.post("/files/site/sites/new", site | {"latitude": "45,19", "longitude": "5,73"}).status_code == 303
    with database.reading() as session:
        row = session.scalars(select(Site)).one()
        assert (row.latitude, row.placed_by, row.country) == (45.19, "user:sales", "FR")

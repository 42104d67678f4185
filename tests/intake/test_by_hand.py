"""Rows saved from forms: refused at the field, recorded, and never over what somebody else saved meanwhile."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from dispatch.customers.terms import terms_refusal
from dispatch.errors import ChangedMeanwhileError, RefusedError, RefusedFieldsError
from dispatch.intake import KINDS, template
from dispatch.intake.by_hand import get, remove, rule_of, save
from dispatch.intake.cells import cells_of
from dispatch.journal import JournalEntry
from tests.intake.files import CUSTOMER, DEPOT, PRODUCT, SITE, VEHICLE, take_well

CUSTOMERS, SITES, PRICES, ABSENCES = (KINDS[name] for name in ("customers", "sites", "prices", "absences"))


def saved(database, kind, typed, **options):
    with database.transaction(options.pop("by", "user:anna")) as session:
        row = save(session, kind, typed, language="fr", **options)
        return row.id, row.version


def refused(database, kind, typed, **options):
    with pytest.raises(RefusedFieldsError) as caught:
        saved(database, kind, typed, **options)
    return caught.value.problems


def told(database, kind):
    with database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == kind)).one()
        return entry.actor, entry.subject, json.loads(entry.payload)


def test_a_customer_is_made_and_changed_and_both_are_told_by_name(any_database):
    key, version = saved(any_database, CUSTOMERS, CUSTOMER)
    assert version == 1
    assert told(any_database, "customer.created")[:2] == ("user:anna", "C1")
    assert saved(any_database, CUSTOMERS, {"city": "Lyon", "credit_limit": "5 000,50 €"}, key=key, version=1) == (
        key,
        2,
    )
    changes = told(any_database, "customer.amended")[2]["changes"]
    assert changes == [["city", "Grenoble", "Lyon"], ["credit_limit_cents", None, 500_050]]
    with any_database.reading() as session:
        row = get(session, CUSTOMERS, key)
        assert (row.name, row.terms_days, row.changed_by) == ("Client C1", 30, "user:anna")


def test_who_saved_meanwhile_is_named_and_nothing_is_lost(any_database):
    key, version = saved(any_database, CUSTOMERS, CUSTOMER)
    saved(any_database, CUSTOMERS, {"phone": "+33476000001"}, key=key, version=version, by="user:paul")
    with pytest.raises(ChangedMeanwhileError, match="user:paul") as caught:
        saved(any_database, CUSTOMERS, {"phone": "+33476000002"}, key=key, version=version)
    assert caught.value.by == "user:paul"
    with any_database.reading() as session:
        assert get(session, CUSTOMERS, key).phone == "+33476000001"
    take_well(any_database, "customers", CUSTOMER | {"city": "Nice"})
    with pytest.raises(ChangedMeanwhileError, match="version 3"):
        saved(any_database, CUSTOMERS, {"city": "Lyon"}, key=key, version=2)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"siren": "732829321"}, "siren", "SIREN est faux"),
        ({"vat_number": "FR00732829320"}, "vat_number", "TVA est faux"),
        ({"email": "compta@"}, "email", "ne peut pas exister"),
        ({"phone": "12"}, "phone", "ne peut pas exister"),
        ({"payment_terms": "75 jours"}, "payment_terms", "C. com. L441-10"),
        ({"payment_terms": "60 jours fin de mois"}, "payment_terms", "45 jours fin de mois"),
        ({"payment_terms": "45 jours", "regulated_goods": "denrées périssables"}, "payment_terms", "L441-11, II, 1°"),
        ({"name": ""}, "name", "Renseignez"),
        ({"bill_to": "C9"}, "bill_to", "n'existe pas"),
        ({"credit_limit": "-5"}, "credit_limit", "négatif"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(database, cells, column, said):
    problems = refused(database, CUSTOMERS, CUSTOMER | cells)
    assert list(problems) == [column]
    assert said in problems[column]


def test_an_old_doubt_does_not_stand_in_the_way_of_another_change_but_terms_do(database):
    take_well(database, "customers", CUSTOMER | {"siren": "732829321"})
    with database.reading() as session:
        key = session.scalars(select(rule_of(CUSTOMERS).model.id)).one()
    saved(database, CUSTOMERS, {"city": "Lyon"}, key=key)
    assert "siren" in refused(database, CUSTOMERS, {"siren": "732829322"}, key=key)
    saved(database, CUSTOMERS, {"payment_terms": "50 jours"}, key=key)
    assert "L441-10" in refused(database, CUSTOMERS, {"billing_mode": "périodique"}, key=key)["payment_terms"]


def test_a_code_that_is_taken_is_refused(database):
    saved(database, CUSTOMERS, CUSTOMER)
    assert "existe déjà" in refused(database, CUSTOMERS, CUSTOMER | {"name": "Autre"})["customer"]


def test_a_site_says_who_placed_it_and_unreadable_hours_are_refused(database):
    saved(database, CUSTOMERS, CUSTOMER)
    key, _ = saved(database, SITES, SITE)
    with database.reading() as session:
        assert get(session, SITES, key).placed_by == "user:anna"
    assert list(refused(database, SITES, {"opening_hours": "le matin"}, key=key)) == ["opening_hours"]
    assert list(refused(database, SITES, SITE | {"site": "S2", "longitude": ""})) == ["longitude"]
    saved(database, SITES, SITE | {"site": "S3", "latitude": "", "longitude": ""})


def test_every_kind_comes_back_from_the_store_as_its_cells_say(any_database):
    for kind in KINDS.values():
        if kind.name != "orders":
            take_well(any_database, kind.name, {column.name: column.example for column in kind.columns})
    assert template("prices")
    with any_database.reading() as session:
        for kind in KINDS.values():
            if kind.name == "orders":
                continue
            row = session.scalars(select(rule_of(kind).model)).first()
            for language in ("fr", "en"):
                cells = cells_of(session, kind, row, language)
                for column in kind.columns:
                    wanted = column.parse(column.example) if column.example else column.empty()
                    found = column.parse(cells[column.name]) if cells[column.name] else column.empty()
                    if column.name != "electronic_address":
                        assert found == wanted, (kind.name, column.name)


def test_a_row_that_nothing_needs_is_removed_and_one_that_is_needed_stays(any_database):
    take_well(any_database, "customers", CUSTOMER)
    key, version = saved(any_database, SITES, SITE)
    take_well(any_database, "products", PRODUCT)
    price, _ = saved(
        any_database, PRICES, {"product": "P1", "customer": "C1", "price": "9", "valid_from": "2026-01-01"}
    )
    with any_database.transaction("user:anna") as session:
        remove(session, PRICES, price, 1)
        remove(session, SITES, key, version)
    assert told(any_database, "price.removed")[1] == "P1/C1/2026-01-01"
    take_well(any_database, "depots", DEPOT)
    take_well(any_database, "vehicles", VEHICLE)
    with pytest.raises(RefusedError, match="used elsewhere"), any_database.transaction("user:anna") as session:
        remove(session, KINDS["depots"], 1, None)


def test_a_price_and_an_absence_are_of_one_and_end_after_they_begin(database):
    take_well(database, "customers", CUSTOMER)
    take_well(database, "products", PRODUCT)
    price = {"product": "P1", "price": "9", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    assert list(refused(database, PRICES, price)) == ["valid_to", "price_list"]
    absence = {"first_on": "2026-12-02", "last_on": "2026-12-01"}
    assert list(refused(database, ABSENCES, absence)) == ["last_on", "vehicle"]


@pytest.mark.parametrize(
    ("days", "month_end", "mode", "period", "goods", "article"),
    [
        (60, False, "per_delivery", "", (), None),
        (61, False, "per_delivery", "", (), "L441-10"),
        (45, True, "per_delivery", "", (), None),
        (46, False, "periodic", "", (), "L441-10"),
        (30, False, "per_delivery", "", ("perishable",), None),
        (31, False, "per_delivery", "", ("perishable",), "II, 1°"),
        (30, True, "per_delivery", "", ("perishable",), "II, 1°"),
        (10, False, "periodic", "month", ("perishable",), "II, 1°"),
        (9, False, "periodic", "month", ("perishable",), None),
        (30, False, "periodic", "decade", ("perishable",), None),
        (20, False, "per_delivery", "", ("fresh_meat",), None),
        (21, False, "per_delivery", "", ("fresh_meat", "perishable"), "II, 2°"),
        (0, False, "periodic", "month", ("fresh_meat",), "II, 2°"),
        (30, True, "periodic", "month", ("spirits",), None),
        (31, True, "per_delivery", "", ("spirits",), "II, 3°"),
        (31, False, "per_delivery", "", ("transport",), "II, 5°"),
    ],
)
def test_the_law_sets_the_longest_terms_and_shorter_ones_for_some_goods(days, month_end, mode, period, goods, article):
    found = terms_refusal(days, month_end, mode, period, goods)
    assert (found is None) == (article is None)
    assert article is None or (found is not None and article in found.article)

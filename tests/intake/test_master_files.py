"""Files of customers, sites, products, stock, production and fleet: created, amended visibly, left alone."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import func, select

from dispatch.catalog.models import Product
from dispatch.company.models import Company
from dispatch.customers.models import Customer, Site
from dispatch.fleet.models import Driver, Vehicle
from dispatch.intake import KINDS, run_import, template
from dispatch.intake.models import ImportBatch
from dispatch.intake.worklist import open_warnings
from dispatch.journal import JournalEntry, verify_chain
from dispatch.production.models import ProductionSlot, Stock
from tests.intake.files import (
    CUSTOMER,
    DEPOT,
    PRODUCT,
    SITE,
    VEHICLE,
    as_csv,
    as_xlsx,
    codes,
    masters,
    take,
    take_well,
    warned,
)


def one(database, model):
    with database.reading() as session:
        return session.scalars(select(model)).one()


def entries(database, kind):
    with database.reading() as session:
        return session.scalars(select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.seq)).all()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_templates_of_all_kinds_import_as_they_are_in_the_order_of_the_kinds(any_database, form):
    for again in (False, True):
        for kind in KINDS:
            report = run_import(any_database, "operator", kind, template(kind, form), f"{kind}.{form}")
            assert (report.errors, report.warnings) == ((), ())
            assert (report.created, report.unchanged) == ((0, 1) if again else (1, 0))
    company = one(any_database, Company)
    assert (company.capital_cents, company.operations, company.vat_on_debits) == (5_000_000, "goods", False)
    site = one(any_database, Site)
    assert (site.service_s, site.service_per_unit_ms, site.skills, site.placed_by) == (480, 6000, ["hayon"], "import")
    vehicle = one(any_database, Vehicle)
    assert (vehicle.payload_g, vehicle.volume_cm3, vehicle.pallets_micro) == (1_100_000, 7_000_000, 3_000_000)
    assert (vehicle.shift_start, vehicle.shift_end, vehicle.cost_km_cents) == (time(5, 30), time(13, 30), 38)
    assert one(any_database, Driver).vehicle_id == vehicle.id
    with any_database.reading() as session:
        assert verify_chain(session) == []


def test_a_changed_row_is_an_amendment_in_the_journal_and_the_rest_stays(any_database):
    take_well(any_database, "products", PRODUCT, PRODUCT | {"product": "P2"})
    report = take_well(any_database, "products", PRODUCT | {"price": "11,00"}, PRODUCT | {"product": "P2"})
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    (entry,) = entries(any_database, "product.amended")
    assert (entry.actor, entry.subject) == ("user:anna", "P1")
    assert entry.payload == '{"changes":[["price_micros",10000000,11000000]]}'


def test_a_column_that_the_file_leaves_out_changes_nothing_and_an_empty_cell_means_the_default(database):
    take_well(database, "products", PRODUCT | {"kg": "4,2", "multiple": "6"})
    take_well(database, "products", PRODUCT)
    product = one(database, Product)
    assert (product.weight_g, product.multiple_qty) == (4200, 6000)
    take_well(database, "products", PRODUCT | {"kg": ""})
    product = one(database, Product)
    assert (product.weight_g, product.multiple_qty) == (0, 6000)


def test_the_electronic_address_follows_from_the_siren(database):
    take_well(database, "customers", CUSTOMER)
    assert one(database, Customer).electronic_address == "0225:732829320"


def test_a_gross_weight_below_the_payload_is_a_warning(database):
    take_well(database, "depots", DEPOT)
    report = take_well(database, "vehicles", VEHICLE | {"gross_kg": "1000"})
    assert warned(report) == [("gross_below_payload", 2, "gross_kg")]


def test_there_is_one_company(database):
    row = {
        "name": "Atelier", "siren": "732829320", "vat_number": "FR44732829320", "address": "1 rue", "postcode": "38000",
        "city": "Grenoble", "country": "FR",
    }  # fmt: skip
    take_well(database, "company", row)
    assert take_well(database, "company", row | {"name": "Atelier Clair"}).changed == 1
    assert codes(take(database, "company", row, row | {"name": "Autre"})) == [("conflicting_rows", 3, "name")]


def test_what_the_law_refuses_is_a_warning(database):
    report = take_well(
        database,
        "customers",
        CUSTOMER | {"customer": "A", "payment_terms": "90 jours"},
        CUSTOMER | {"customer": "B", "payment_terms": "60 jours fin de mois"},
        CUSTOMER | {"customer": "C", "payment_terms": "60 jours", "billing_mode": "periodic"},
        CUSTOMER | {"customer": "D", "payment_terms": "60 jours"},
        CUSTOMER | {"customer": "E", "payment_terms": "45 jours fin de mois", "siren": "732829321"},
        CUSTOMER | {"customer": "F", "siren": "0403170701", "country": "BE"},
    )
    assert warned(report) == [
        ("terms_illegal", 2, "payment_terms"),
        ("terms_illegal", 3, "payment_terms"),
        ("terms_illegal", 4, "payment_terms"),
        ("siren_invalid", 6, "siren"),
    ]
    assert "L441-10" in report.warnings[0].reason


def test_contacts_and_identifiers_that_cannot_exist_are_warnings(database):
    report = take_well(
        database, "customers", CUSTOMER | {"email": "no mail", "phone": "12", "vat_number": "FR00732829320"}
    )
    company = {
        name: value for name, value in CUSTOMER.items() if name not in ("customer", "billing_address", "payment_terms")
    }
    company |= {
        "address": "1 rue",
        "vat_number": "FR44732829320",
        "siret": "73282932000075",
        "iban": "FR76",
        "phone": "x",
    }
    doubted = [code for code, _row, _column in warned(take_well(database, "company", company))]
    assert doubted == ["siret_invalid", "iban_invalid", "phone_doubtful"]
    assert warned(report) == [
        ("vat_number_invalid", 2, "vat_number"),
        ("email_doubtful", 2, "email"),
        ("phone_doubtful", 2, "phone"),
    ]


def test_unreadable_hours_and_missing_coordinates_are_warnings(database):
    take_well(database, "customers", CUSTOMER)
    report = take_well(
        database,
        "sites",
        SITE | {"opening_hours": "le matin"},
        SITE | {"site": "S2", "latitude": "", "longitude": ""},
    )
    assert warned(report) == [("hours_unreadable", 2, "opening_hours"), ("site_to_place", 3, "latitude")]
    assert codes(take(database, "sites", SITE | {"longitude": ""})) == [("half_placed", 2, "longitude")]
    assert codes(take(database, "sites", SITE | {"latitude": "91"})) == [("out_of_range", 2, "latitude")]


def test_a_file_without_coordinates_does_not_move_a_site_that_somebody_placed(database):
    take_well(database, "customers", CUSTOMER)
    take_well(database, "sites", SITE)
    report = take_well(database, "sites", SITE | {"latitude": "", "longitude": ""})
    assert (report.unchanged, report.warnings) == (1, ())


def test_warnings_are_listed_once_and_close_when_a_file_sets_them_right(any_database):
    take_well(any_database, "customers", CUSTOMER)
    for _ in range(2):
        take_well(any_database, "sites", SITE | {"opening_hours": "le matin"})
    with any_database.reading() as session:
        (warning,) = open_warnings(session)
        assert (warning.code, warning.subject, warning.row, warning.file_kind) == ("hours_unreadable", "S1", 2, "sites")
    take_well(any_database, "sites", SITE)
    with any_database.reading() as session:
        assert len(open_warnings(session)) == 1, "the file says nothing of hours"
    take_well(any_database, "sites", SITE | {"opening_hours": "Mo-Fr 08:00-12:00"})
    with any_database.reading() as session:
        assert open_warnings(session) == []


def test_production_adds_up_over_hours_and_work_centres_and_the_same_four_replace(any_database):
    take_well(any_database, "products", PRODUCT)
    row = {"product": "P1", "date": "25/11/2026", "quantity": 10, "ready_at": "05:00", "work_centre": "L1"}
    later, other = row | {"ready_at": "10:00"}, row | {"work_centre": "L2"}
    report = take_well(any_database, "production", row, later, other)
    assert report.created == 3
    report = take_well(any_database, "production", row | {"quantity": 7}, later, other)
    assert (report.changed, report.unchanged) == (1, 2)
    report = take_well(any_database, "production", row, row | {"quantity": 8})
    assert report.changed == 1
    with any_database.reading() as session:
        assert session.scalar(select(func.sum(ProductionSlot.quantity))) == 28_000


def test_production_is_ready_at_the_days_start_by_default(database):
    take_well(database, "products", PRODUCT)
    take_well(database, "production", {"product": "P1", "date": "2026-11-25", "quantity": 10})
    report = take_well(
        database,
        "production",
        {"product": "P1", "date": "25/11/2026", "quantity": 10, "ready_at": "", "work_centre": ""},
    )
    assert report.unchanged == 1
    assert one(database, ProductionSlot).ready_at == time(0)


def test_stock_is_counted_today_by_default_and_per_depot(any_database):
    take_well(any_database, "products", PRODUCT)
    take_well(any_database, "depots", DEPOT)
    report = take_well(any_database, "stock", {"product": "P1", "quantity": 5})
    assert report.created == 1
    stock = one(any_database, Stock)
    assert (stock.counted_on, stock.depot_id, stock.quantity) == (date(2026, 11, 24), None, 5000)
    rows = (
        {"product": "P1", "quantity": 6, "on": "24/11/2026", "depot": ""},
        {"product": "P1", "quantity": 5, "on": "25/11/2026", "depot": ""},
        {"product": "P1", "quantity": 5, "on": "24/11/2026", "depot": "D1"},
    )
    report = take_well(any_database, "stock", *rows)
    assert (report.changed, report.created) == (1, 2)
    assert take_well(any_database, "stock", *rows).unchanged == 3


def test_names_that_look_like_code_stay_text(any_database):
    names = ["=HYPERLINK(1)", "<b>gras</b>", "${7*7}{{x}}", "'; DROP TABLE customers; --", "عميل 🚚"]
    rows = [CUSTOMER | {"customer": f"C{number}", "name": name} for number, name in enumerate(names)]
    report = run_import(any_database, "a", "customers", as_csv(*rows), "c.csv")
    assert report.created == len(names)
    with any_database.reading() as session:
        assert list(session.scalars(select(Customer.name).order_by(Customer.code))) == names


def test_a_workbook_with_typed_cells_says_the_same_as_a_csv(database):
    masters(database)
    row = {"product": "P1", "date": date(2026, 11, 25), "quantity": 10.5, "ready_at": time(5), "work_centre": "L1"}
    run_import(database, "a", "production", as_xlsx(row), "p.xlsx")
    report = take_well(database, "production", row | {"date": "25/11/2026", "quantity": "10,5", "ready_at": "5:00"})
    assert report.unchanged == 1


def test_every_batch_leaves_one_entry_and_is_kept_with_its_counts(any_database):
    masters(any_database)
    with any_database.reading() as session:
        batches = session.scalars(select(ImportBatch).order_by(ImportBatch.id)).all()
        assert [(batch.kind, batch.row_count, batch.created_count) for batch in batches] == [
            ("customers", 2, 2),
            ("sites", 2, 2),
            ("products", 2, 2),
        ]
        assert {len(batch.sha256) for batch in batches} == {64}
    assert len(entries(any_database, "import.received")) == 3

"""What is wrong with a file is told whole, and nothing of it is written."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dispatch.catalog.models import Product
from dispatch.errors import NotFoundError
from dispatch.intake import import_file, run_import, template
from dispatch.intake.models import ImportBatch
from tests.intake.files import (
    PRODUCT,
    SITE,
    VEHICLE,
    as_csv,
    codes,
    take,
    take_well,
    warned,
)


def one(database, model):
    with database.reading() as session:
        return session.scalars(select(model)).one()


def test_a_wrong_cell_is_named_and_nothing_is_written(any_database):
    report = take(any_database, "products", PRODUCT, PRODUCT | {"product": "P2", "price": "dix", "vat_rate": ""})
    assert codes(report) == [("not_a_number", 3, "price"), ("required", 3, "vat_rate")]
    problem = report.errors[0]
    assert (problem.value, problem.subject, problem.severity) == ("dix", "P2", "error")
    assert "nombre" in problem.reason
    assert problem.remedy
    with any_database.reading() as session:
        assert session.scalar(select(func.count(Product.id))) == 0
        assert session.scalar(select(func.count(ImportBatch.id))) == 0


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(database):
    take_well(database, "products", PRODUCT)
    report = take(database, "products", PRODUCT | {"price": "9"}, PRODUCT | {"product": "P2"}, dry_run=True)
    assert (report.created, report.changed, report.dry_run, report.errors) == (1, 1, True, ())
    assert one(database, Product).price_micros == 10_000_000


def test_problems_are_told_in_the_readers_language(database):
    said = {
        language: take(database, "products", PRODUCT | {"price": "x"}, language=language).errors[0].reason
        for language in ("fr", "en")
    }
    assert said == {"fr": "Ce n'est pas un nombre.", "en": "This is not a number."}


def test_headers_are_checked_before_rows(database):
    row = {name: value for name, value in PRODUCT.items() if name not in ("price", "unit")}
    assert codes(take(database, "products", row)) == [("missing_column", 1, "unit"), ("missing_column", 1, "price")]
    doubled = b"product;name;unit;price;vat_rate;Name\r\nP1;x;u;1;20;y\r\n"
    assert codes(run_import(database, "a", "products", doubled, "p.csv")) == [("duplicate_column", 1, "name")]
    report = take_well(database, "products", PRODUCT | {"couleur": "bleu"})
    assert warned(report) == [("unknown_column", 1, "couleur")]
    capitals = b"PRODUCT;Name;unit;Price;VAT rate\r\nP1;x;u;1;20\r\n"
    assert run_import(database, "a", "products", capitals, "p.csv").errors == ()


def test_a_decimal_comma_in_a_file_of_commas_is_found_out(database):
    data = b"product,name,unit,price,vat_rate\r\nP1,x,u,1,50,20\r\n"
    assert codes(run_import(database, "a", "products", data, "p.csv")) == [("too_many_cells", 2, "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04", "not_a_workbook"),
        (b"x" * 21_000_000, "file_too_large"),
        (b'a;"b', "broken_csv"),
    ],
    ids=["empty", "no workbook", "large", "open quotes"],
)
def test_a_file_that_cannot_be_read_is_one_error_of_the_file(database, data, code):
    report = run_import(database, "a", "products", data, "p.csv")
    assert codes(report) == [(code, 1, "")]
    assert (report.errors[0].value, report.row_count, report.accepted) == ("p.csv", 0, False)


def test_an_unknown_kind_is_refused(database):
    with pytest.raises(NotFoundError, match="vehicles"):
        run_import(database, "a", "spaceships", b"", "s.csv")
    with pytest.raises(NotFoundError, match="xlsx"):
        template("orders", "pdf")


def test_a_file_may_be_taken_within_a_larger_transaction(any_database):
    with any_database.reading() as session:  # rolled back
        assert import_file(session, "products", as_csv(PRODUCT), "p.csv").created == 1
    with any_database.transaction("user:anna") as session:
        report = import_file(session, "products", as_csv(PRODUCT), "p.csv")
        assert (report.created, report.batch_id) == (1, session.scalars(select(ImportBatch.id)).one())
        assert import_file(session, "products", as_csv(PRODUCT | {"price": "x"}), "p.csv").accepted is False
    assert one(any_database, Product).code == "P1"


def test_a_header_alone_is_a_warning(database):
    report = run_import(database, "a", "products", as_csv(PRODUCT).splitlines()[0], "p.csv")
    assert (warned(report), report.row_count) == ([("no_rows", 1, "")], 0)


def test_the_same_row_twice_in_a_file_counts_once_and_a_contradiction_is_an_error(any_database):
    report = take_well(any_database, "products", PRODUCT, PRODUCT)
    assert (report.created, report.unchanged) == (1, 1)
    report = take(any_database, "products", PRODUCT, PRODUCT | {"price": "11"})
    assert codes(report) == [("conflicting_rows", 3, "price")]
    assert "ligne 2" in report.errors[0].reason


def test_unknown_references_are_errors_of_their_rows(database):
    assert codes(take(database, "sites", SITE)) == [("unknown_reference", 2, "customer")]
    assert codes(take(database, "stock", {"product": "P9", "quantity": 1})) == [("unknown_reference", 2, "product")]
    assert codes(take(database, "vehicles", VEHICLE)) == [("unknown_reference", 2, "depot")]

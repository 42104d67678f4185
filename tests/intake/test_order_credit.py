"""Imported orders are never refused for credit; passing the limit warns."""

from __future__ import annotations

from tests.intake.files import CUSTOMER, ORDER, take_well, warned
from tests.intake.stored import stored


def test_passing_the_credit_limit_warns_once_per_customer_and_with_vat(either_company):
    take_well(either_company, "customers", CUSTOMER | {"credit_limit": "144"})
    assert take_well(either_company, "orders", ORDER).warnings == (), "12 x 10 € and 20 % VAT are the limit itself"
    report = take_well(
        either_company, "orders", ORDER | {"order": "CF2", "quantity": 1}, ORDER | {"order": "CF2", "line": 2}
    )
    assert warned(report) == [("credit_limit_passed", 2, "customer")]
    assert "300" in report.warnings[0].reason
    assert stored(either_company, "CF2")[0] == "confirmed"
    assert take_well(either_company, "orders", ORDER).warnings == ()
    report = take_well(either_company, "orders", ORDER | {"quantity": 13})
    assert warned(report) == [("credit_limit_passed", 2, "customer")]


def test_drafts_and_frameworks_do_not_weigh_on_the_credit_limit(company):
    take_well(company, "customers", CUSTOMER | {"credit_limit": "1"})
    rows = [ORDER | {"order": "F", "kind": "framework"}, ORDER | {"order": "D", "status": "draft"}]
    assert take_well(company, "orders", *rows).warnings == ()


def test_confirming_a_draft_and_adding_a_line_weigh_on_the_credit_limit(company):
    take_well(company, "customers", CUSTOMER | {"credit_limit": "100"})
    draft = ORDER | {"status": "draft"}
    assert take_well(company, "orders", draft).warnings == ()
    assert take_well(company, "orders", draft | {"quantity": 13}).warnings == ()
    assert (
        warned(take_well(company, "orders", ORDER | {"quantity": 13, "status": "confirmed"}))[0][0]
        == "credit_limit_passed"
    )
    report = take_well(company, "orders", ORDER | {"quantity": 13}, ORDER | {"line": 2, "quantity": 1})
    assert warned(report) == [("credit_limit_passed", 2, "customer")]
    assert "168" in report.warnings[0].reason

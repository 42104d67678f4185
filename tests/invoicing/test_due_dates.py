"""Due dates fall on real calendars and within the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.customers.terms import terms_refusal
from dispatch.invoicing.due_dates import Terms, due_on
from dispatch.invoicing.law import CGI_TOLERATED_UNTIL, said, text, too_long

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("issued", "terms", "first_way", "second_way"),
    [
        (date(2026, 11, 24), Terms(30), date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 11, 24), Terms(45, end_of_month=True), date(2027, 1, 31), date(2027, 1, 14)),
        (date(2027, 1, 31), Terms(30, end_of_month=True), date(2027, 3, 31), date(2027, 3, 2)),
        (date(2028, 1, 30), Terms(30), date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 11, 24), Terms(0, end_of_month=True), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 24), Terms(0, cash=True), date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 24), Terms(30, end_of_month=True, cash=True), date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_the_end_of_month_is_counted_either_way(issued: date, terms: Terms, first_way: date, second_way: date) -> None:
    assert due_on(issued, terms, "days_then_month_end") == first_way
    assert due_on(issued, terms, "month_end_then_days") == second_way


@given(
    issued=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(-5, 120),
    end=st.booleans(),
    cash=st.booleans(),
    way=st.sampled_from(("days_then_month_end", "month_end_then_days")),
)
def test_nothing_is_due_before_it_is_issued(issued: date, days: int, end: bool, cash: bool, way: str) -> None:
    found = due_on(issued, Terms(days, end, cash), way)  # type: ignore[arg-type]
    assert issued <= found
    if end and not cash and way == "days_then_month_end":
        assert (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("terms", "periodic", "limit"),
    [
        (Terms(60), False, None),
        (Terms(61), False, "60 jours date de facture"),
        (Terms(45, end_of_month=True), False, None),
        (Terms(46, end_of_month=True), False, "45 jours fin de mois"),
        (Terms(46), True, "45 jours pour une facture récapitulative"),
        (Terms(90, cash=True), False, None),
    ],
)
def test_terms_beyond_the_law_are_refused_with_their_article(terms: Terms, periodic: bool, limit: str | None) -> None:
    found = too_long(terms, DAY, periodic=periodic)
    assert (found and found.fr) == limit
    if found:
        assert found.article == "C. com. L441-10"


@given(days=st.integers(0, 120), end=st.booleans(), mode=st.sampled_from(("per_delivery", "periodic")))
def test_the_invoice_refuses_what_the_customer_file_warns_of(days: int, end: bool, mode: str) -> None:
    there = terms_refusal(days, end, mode)
    here = too_long(Terms(days, end), DAY, periodic=mode == "periodic")
    assert (there and (there.article, there.limit_fr)) == (here and (here.article, here.fr))


def test_a_text_that_has_run_out_is_not_said_any_more() -> None:
    assert "262 ter" in said("exempt_K", CGI_TOLERATED_UNTIL, "fr")
    assert text("exempt_K", CGI_TOLERATED_UNTIL + timedelta(days=1)) is None
    assert said("exempt_K", CGI_TOLERATED_UNTIL + timedelta(days=1), "fr") == ""

"""Lines without VAT: their category, and the sentence that says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch import journal
from dispatch.company.models import LegalText
from dispatch.db import Database
from dispatch.errors import MissingMentionError
from dispatch.invoicing.validation import validate
from dispatch.invoicing.vat_categories import category, reason
from tests.delivery.builders import DAY
from tests.invoicing.builders import delivered, drafted


@pytest.mark.parametrize(
    ("country", "operation", "expected"),
    [("FR", "goods", "E"), ("MC", "goods", "E"), ("BE", "goods", "K"), ("BE", "service", "AE"), ("CH", "goods", "G")],
)
def test_no_vat_has_the_category_of_where_the_customer_is(country: str, operation: str, expected: str) -> None:
    assert category(0, operation, country) == expected
    assert category(2000, operation, country) == "S"


@pytest.mark.parametrize(
    ("code", "operations", "articles"),
    [
        ("K", {"goods"}, ["262 ter, I"]),
        ("AE", {"service"}, ["259, 1°"]),
        ("G", {"goods"}, ["262, I"]),
        ("G", {"service"}, ["259, 1°"]),
        ("G", {"goods", "service"}, ["262, I", "259, 1°"]),
        ("E", {"goods"}, []),
        ("S", {"goods"}, []),
    ],
)
def test_what_bears_no_vat_names_the_article_of_goods_and_of_services(
    database: Database, code: str, operations: set[str], articles: list[str]
) -> None:
    with database.reading() as session:
        said = reason(session, code, operations, DAY, "fr")
    assert [one for one in ("262 ter, I", "262, I", "259, 1°") if one in said] == articles


def test_an_exemption_at_home_is_the_companys_own_sentence_while_it_holds(database: Database) -> None:
    with database.transaction("test") as session:
        session.add(LegalText(code="exempt_E", valid_from=DAY, fr="Article 261, 4 du CGI.", en="Article 261, 4."))
        journal.record(session, "test.built")
    with database.reading() as session:
        assert reason(session, "E", {"service"}, DAY, "fr") == "Article 261, 4 du CGI."
        assert reason(session, "E", {"service"}, DAY - timedelta(days=1), "fr") == ""


def test_an_exemption_that_no_text_carries_stops_the_invoice(database: Database) -> None:
    delivered(database, vat_bp=0)
    first, _ = drafted(database)
    with pytest.raises(MissingMentionError, match="no VAT is charged"), database.transaction("user:anna") as session:
        validate(session, first)

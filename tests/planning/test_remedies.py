"""Remedies are told in the trade's units and the reader's language."""

from __future__ import annotations

from datetime import time
from types import MappingProxyType
from typing import Any

import pytest

from dispatch.db import Database
from dispatch.planning.queries import day_board
from dispatch.planning.remedies import SENTENCES, remedy
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import plan, site_at, slot, yard

FACTS: MappingProxyType[str, Any] = MappingProxyType(
    {
        "amount": 24_000,
        "vehicle": "V2",
        "product": "Gnocchi",
        "skills": "hayon",
        "minutes": 40,
        "at": "2026-11-25T09:30",
    }
)


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("supply", "24 × Gnocchi de plus d'ici 09:30 (25/11)", "24 × Gnocchi more by 09:30 (25/11)"),
        ("shift", "prolonger V2 de 40 min, jusqu'à 09:30 (25/11)", "40 more minutes for V2, until 09:30 (25/11)"),
        ("weight", "24 kg de plus sur V2", "24 kg more on V2"),
        ("skills", "équiper V2 : hayon", "equip V2: hayon"),
    ],
)
def test_a_remedy_says_how_much_of_what_where(kind: str, french: str, english: str) -> None:
    told = {"remedy": {**FACTS, "kind": kind}}
    assert remedy(told, "fr") == french
    assert remedy(told, "en") == english


@pytest.mark.parametrize("kind", sorted(SENTENCES))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_remedy_has_its_words(kind: str, language: str) -> None:
    told = remedy({"remedy": {**FACTS, "kind": kind}}, language)
    assert told
    assert "{" not in told


def test_no_remedy_is_no_sentence() -> None:
    assert remedy({}, "fr") == ""


def test_missing_goods_are_counted_in_the_products_own_steps(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        nuts = builders.product(session, "NUTS", name="Noix", multiple_qty=4_000, price_micros=100_000_000)
        slot(session, nuts, 4, ready=time(5))
        builders.order(session, site_at(session, "S1"), [(nuts, 12)])
    assert plan(database).state == "adopted"
    with database.reading() as session:
        (left,) = day_board(session, TOMORROW, "fr").unplanned
    assert left.quantity == 8_000
    assert left.remedy.startswith("8 × Noix de plus d'ici ")

"""Reasons as people read them, in both languages."""

from __future__ import annotations

import pytest

from dispatch.planning import wording
from dispatch.planning.models import REASONS

FACTS = {
    "order": "CF1",
    "line": 1,
    "product": "Gnocchi",
    "site": "Le Quai",
    "hours": "Mo-Fr 07:00-12:00",
    "vehicle": "V2",
}


def test_a_shortage_says_how_many_of_what_until_when() -> None:
    facts = FACTS | {"missing": 24_000, "short_product": "Gnocchi", "before": "2026-11-25T05:00"}
    assert wording.sentence("supply", "supply:P1", facts, 60_000, "fr") == "il manque 24 × Gnocchi avant 05:00 le 25/11"
    assert wording.sentence("supply", "supply:P1", facts, 60_000, "en") == "24 × Gnocchi short before 05:00 on 25/11"


def test_fractions_are_written_as_the_reader_writes_them() -> None:
    assert [wording.number(1_500, language) for language in ("fr", "en")] == ["1,5", "1.5"]


@pytest.mark.parametrize(
    ("code", "rule", "facts", "part"),
    [
        ("data", "no_place", {}, "Le Quai n'a pas de coordonnées"),
        ("data", "no_vehicle", {}, "aucun véhicule n'est disponible"),
        ("window", "closed", {"days": "25/11"}, "ne reçoit pas le 25/11 (Mo-Fr 07:00-12:00)"),
        ("window", "closed", {"days": "25/12", "hours": ""}, "jour férié"),
        ("window", "time_windows", {"seconds": 1250}, "V2, arrive 21 min après la fermeture"),
        ("shift", "time_window", {"seconds": 60}, "dépasse de 1 min les horaires de V2"),
        ("skill", "skills", {"skills": "hayon"}, "hayon"),
        ("skill", "skills", {"lack": "skill_weight", "max_kg": 3500}, "aucun véhicule libre n'est aussi léger"),
        (
            "skill",
            "skills",
            {"lack": "skill_light", "skills": "hayon", "max_kg": 3500},
            "aucun véhicule aussi léger n'a : hayon",
        ),
        ("skill", "skills", {"lack": "skill_together", "skills": "froid, hayon"}, "à la fois : froid, hayon"),
        ("load", "capacity", {"kg": 1400, "payload_kg": 1100}, "pèse 1400 kg"),
        ("load", "capacity", {"kg": 14, "payload_kg": 1100}, "trop volumineuse"),
        ("supply", "supply:P1", {"missing": 1000, "complete": True, "lines": 3}, "complète (3 lignes)"),
        ("outbid", "cost", {}, "plus pressantes"),
    ],
)
def test_every_reason_names_its_rule_and_number(code: str, rule: str, facts: dict, part: str) -> None:
    assert part in wording.sentence(code, rule, FACTS | facts, 1_000, "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", REASONS)
def test_no_sentence_says_that_something_is_infeasible(code: str, language: str) -> None:
    told = wording.sentence(code, "", FACTS, 1_000, language)
    assert told
    assert "{" not in told
    assert "infeasible" not in told.lower()
    assert "infaisable" not in told.lower()
    assert wording.label(code, language)

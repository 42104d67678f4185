"""Files that hold between two days: absences keep vehicles out of planning, the company's own sentences are printed."""

from __future__ import annotations

from datetime import date, timedelta

from dispatch.fleet.absences import away_vehicles
from dispatch.intake import KINDS
from dispatch.intake.by_hand import save
from dispatch.invoicing.law import said
from dispatch.invoicing.sentences import sentence
from dispatch.planning.situation import Span, read_situation
from tests import builders

FIRST = date(2026, 11, 25)
LATER = FIRST + timedelta(days=1)


def test_a_vehicle_is_away_by_itself_or_with_all_its_drivers(any_database):
    with any_database.transaction("test") as session:
        at = builders.depot(session)
        one, two = builders.vehicle(session, at), builders.vehicle(session, at, "V2")
        builders.vehicle(session, at, "V3")
        builders.driver(session, two, "DR1")
        builders.driver(session, two, "DR2")
        for who in ({"vehicle": "V1"}, {"driver": "DR1"}):
            days = {"first_on": FIRST.isoformat(), "last_on": FIRST.isoformat()}
            save(session, KINDS["absences"], who | days, language="fr")
        assert away_vehicles(session, [FIRST, LATER]) == {(FIRST, one.id)}
        days = {"first_on": FIRST.isoformat(), "last_on": LATER.isoformat()}
        save(session, KINDS["absences"], {"driver": "DR2"} | days, language="fr")
        assert away_vehicles(session, [FIRST, LATER]) == {(FIRST, one.id), (FIRST, two.id)}


def test_planning_does_not_count_on_who_is_away(database):
    with database.transaction("test") as session:
        at = builders.depot(session)
        builders.vehicle(session, at)
        here = builders.vehicle(session, at, "V2")
        days = {"first_on": FIRST.isoformat(), "last_on": FIRST.isoformat()}
        save(session, KINDS["absences"], {"vehicle": "V1"} | days, language="fr")
        assert {each.row.id for each in read_situation(session, Span(FIRST, 1, 0)).fleet} == {here.id}


def test_the_companys_own_sentence_holds_between_its_days(database):
    with database.transaction("test") as session:
        own = {
            "text": "late_penalty",
            "valid_from": FIRST.isoformat(),
            "valid_to": FIRST.isoformat(),
            "fr": "Trois fois",
            "en": "Thrice",
        }
        save(session, KINDS["legal_texts"], own, language="fr")
        assert [sentence(session, "late_penalty", FIRST, each) for each in ("fr", "en")] == ["Trois fois", "Thrice"]
        assert sentence(session, "late_penalty", LATER, "fr") == said("late_penalty", LATER, "fr")

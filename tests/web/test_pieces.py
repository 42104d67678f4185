"""The parts of pages that need neither a request nor a database."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from dispatch.errors import InvalidInputError
from dispatch.planning.rows import UnplannedRow
from dispatch.tours.rows import StopRow, TourRow, TripRow
from dispatch.web import formats
from dispatch.web.desk_form import quantity
from dispatch.web.leftovers import cards, map_points
from dispatch.web.map_data import map_data
from dispatch.web.road_lines import as_json
from dispatch.web.timeline import timeline
from dispatch.web.tour_marks import MARKS, mark_number

SIX = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # 06:00 in Paris


def stop(sequence: int, arrives: int, begins: int, leaves: int, **changes: Any) -> StopRow:
    values: dict[str, Any] = {
        "id": sequence, "sequence": sequence, "trip_number": 1, "site_id": 1, "site_code": "S", "site_name": "Site", "customer_code": "C",
        "customer_name": "Client", "address": "", "postcode": "", "city": "Ville", "country": "FR", "latitude": 45.0, "longitude": 5.0, "contact": "",
        "phone": "", "instructions": "", "opening_hours": "", "cash_on_delivery": False, "arrives_at": SIX + timedelta(minutes=arrives),
        "begins_at": SIX + timedelta(minutes=begins), "leaves_at": SIX + timedelta(minutes=leaves), "window_opens_at": None, "window_closes_at": None,
        "distance_m": 0, "locked": False, "weight_g": 0, "value_cents": 0, "portions": (),
    }  # fmt: skip
    return StopRow(**{**values, **changes})


def tour(*stops: StopRow, ends: int = 120, **changes: Any) -> TourRow:
    trip = TripRow(1, 1, "D", "Dépôt", 45.1, 5.1, SIX, SIX + timedelta(minutes=15), (), stops)
    values: dict[str, Any] = {
        "id": 1, "day": date(2026, 11, 25), "letter": "A", "state": "draft", "vehicle_id": 1, "vehicle_code": "V1", "plate": "", "profile": "van",
        "driver_id": None, "driver_name": "", "driver_phone": "", "starts_at": SIX, "ends_at": SIX + timedelta(minutes=ends), "shift_s": 0, "drive_s": 0,
        "distance_m": 0, "cost_cents": 0, "break_at": None, "break_s": 0, "source_fr": "", "source_en": "", "estimated": True, "locked": False, "retimed_at": None, "bars": (), "trips": (trip,),
    }  # fmt: skip
    return TourRow(**{**values, **changes})


def test_a_tour_of_two_hours_fills_its_axis_in_the_order_of_what_happens() -> None:
    drawn = timeline([tour(stop(1, 30, 45, 60))], SIX + timedelta(minutes=60))
    assert drawn is not None
    assert [tick.hour for tick in drawn.ticks] == ["06:00", "07:00"]
    assert [(span.kind, span.start, span.width) for span in drawn.rows[0].spans] == [
        ("loading", 0, 12.5), ("drive", 12.5, 12.5), ("wait", 25, 12.5), ("stop", 37.5, 12.5), ("drive", 50, 50),
    ]  # fmt: skip
    assert drawn.now == 50


def test_the_present_is_drawn_only_on_the_axis() -> None:
    drawn = timeline([tour(stop(1, 30, 30, 60))], SIX + timedelta(days=1))
    assert drawn is not None
    assert drawn.now is None


def test_a_long_day_has_few_hours_written_on_it() -> None:
    drawn = timeline([tour(stop(1, 30, 30, 60), ends=40 * 60)], SIX)
    assert drawn is not None
    assert len(drawn.ticks) <= 16


def test_a_day_without_tours_has_no_timeline() -> None:
    assert timeline([], SIX) is None


def test_letters_have_marks_and_neighbours_never_the_same() -> None:
    letters = [chr(65 + number) for number in range(26)] + ["AA", "AB"]
    numbers = [mark_number(letter) for letter in letters]
    assert set(numbers) == set(range(MARKS))
    assert all(one != other for one, other in itertools.pairwise(numbers))


def test_a_trip_is_drawn_from_depot_to_depot_and_a_stop_without_place_is_left_out() -> None:
    data = map_data([tour(stop(1, 30, 30, 40), stop(2, 50, 50, 60, latitude=None, longitude=None))])
    assert data["tours"][0]["lines"] == [[[45.1, 5.1], [45.0, 5.0], [45.1, 5.1]]]
    assert [one["n"] for one in data["tours"][0]["stops"]] == [1]
    assert data["depots"] == [{"at": [45.1, 5.1], "name": "Dépôt"}]


def left(order: str, sentence: str, lost: int, **changes: Any) -> UnplannedRow:
    values: dict[str, Any] = {
        "order_line_id": 1, "order_id": 1, "order_number": "CO", "order_reference": order, "line_no": 1, "customer_code": "C", "customer_name": "Client",
        "site_name": "Site", "city": "Ville", "latitude": 45.0, "longitude": 5.0, "product_code": "P", "product_name": "Produit", "unit": "u",
        "quantity": 1000, "due_on": date(2026, 11, 25), "expected_on": None, "code": "supply", "label": "production", "sentence": sentence, "remedy": "",
        "price_cents": None, "lost_cents": lost,
    }  # fmt: skip
    return UnplannedRow(**{**values, **changes})


def test_lines_of_one_order_that_stay_for_one_reason_are_one_card_and_the_dearest_is_first() -> None:
    found = cards([left("CF1", "il manque 3", 100), left("CF2", "trop tard", 500), left("CF1", "il manque 3", 50)])
    assert [(card.reference, card.line_count, card.lost_cents, len(card.whys)) for card in found] == [
        ("CF2", 1, 500, 1),
        ("CF1", 2, 150, 1),
    ]


def test_a_site_is_one_point_and_an_unplaced_one_none() -> None:
    rows = [left("CF1", "a", 1), left("CF2", "b", 1), left("CF3", "c", 1, latitude=None, longitude=None)]
    assert map_points(rows) == [{"at": [45.0, 5.0], "name": "Site", "reason": "a", "orders": ["CF1", "CF2"]}]


@pytest.mark.parametrize(
    ("text", "milli"), [("", 0), ("2", 2000), ("1,5", 1500), ("1.250", 1250), (" 1 000 ", 1_000_000), ("0", 0)]
)
def test_a_quantity_is_read_as_people_write_it(text: str, milli: int) -> None:
    assert quantity(text, "Ligne 1") == milli


@pytest.mark.parametrize("text", ["deux", "-1", "1e400", "NaN", "Infinity", "0,0001", "1,2,3"])
def test_what_is_no_quantity_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(InvalidInputError, match="Ligne 1"):
        quantity(text, "Ligne 1")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["1 234,50 €", "1 235 €", "14,00 €", "1,5", "12 345", "4,1 %", "9,6 km", "46 km", "5 h 22", "18 min", "25/11/2026", "mercredi 25 novembre 2026"]),
        ("en", ["€1,234.50", "€1,235", "€14.00", "1.5", "12,345", "4.1%", "9.6 km", "46 km", "5 h 22", "18 min", "25/11/2026", "Wednesday, 25 November 2026"]),
    ],
)  # fmt: skip
def test_the_reader_gets_their_own_formats(app: Flask, language: str, expected: list[str]) -> None:
    day = date(2026, 11, 25)
    with app.test_request_context("/login", headers={"Accept-Language": language}):
        shown = [
            formats.money(123_450), formats.euros(123_450), formats.unit_price(14_000_000), formats.quantity(1500), formats.number(12_345),
            formats.percent(0.041), formats.kilometres(9_600), formats.kilometres(46_000), formats.duration(19_320), formats.duration(1080),
            formats.day(day), formats.day(day, "full"),
        ]  # fmt: skip
    plain = [text.replace("\u00a0", " ").replace("\u202f", " ") for text in shown]
    assert plain == expected


def test_tours_on_their_roads_are_lines_and_straight_ones_are_left_to_the_page() -> None:
    from maps.day import DayDrawing, DepotDrawing, TourDrawing
    from maps.places import Place

    way = (Place(45.0, 5.0), Place(45.1234567, 5.1))
    one = TourDrawing("A", "V1", "#112233", "", (), points=way)
    other = TourDrawing("B", "V2", "#112233", "", (), points=way, straight=True)
    found = as_json(DayDrawing("Jour", (DepotDrawing("Dépôt", way[0]),), (one, other), streets=(way,)))
    assert found["lines"] == {"A": [[45.0, 5.0], [45.12346, 5.1]]}
    assert len(found["streets"]) == 1
    assert found["attribution"] == "© OpenStreetMap contributors"


def test_the_map_says_how_much_of_a_window_is_left_and_counts_what_the_driver_has_said() -> None:
    closes = SIX + timedelta(minutes=60)
    stops = (stop(1, 20, 25, 30), stop(2, 50, 50, 55, window_closes_at=closes))
    late = {number: map_data([tour(*stops)], late_min={1: number})["tours"][0]["stops"] for number in (0, 20)}
    assert [one["slack"] for one in late[0]] == [None, 10]
    assert [one["slack"] for one in late[20]] == [None, -10]

"""The day's map: tours with their stops, names as text, kept as a document."""

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.day_map import day_drawing, draw, keep_day_map
from dispatch.documents.register import installed_store, read
from dispatch.errors import RefusedError
from dispatch.tours.models import Stop
from maps.drawing import UnplannedDrawing
from tests import builders
from tests.delivery.builders import DAY, small_world


def test_each_tour_is_a_line_from_and_to_its_depot(database: Database) -> None:
    small_world(database)
    with database.reading() as session:
        day = day_drawing(session, DAY, "fr")
    assert [(one.letter, len(one.stops), one.straight) for one in day.tours] == [("A", 1, True), ("B", 1, True)]
    first = day.tours[0]
    assert first.points[0] == first.points[-1] == day.depots[0].place
    assert first.label == "V1 · Chauffeur DR1"
    assert day.source.startswith("distances estimées")


def test_the_map_is_kept_and_hostile_names_stay_text(database: Database) -> None:
    small_world(database)
    with database.transaction("test") as session:
        for stop in session.scalars(select(Stop)):
            stop.site.name = "<script>alert(1)</script>"
        builders.product(session, "P9")
    unplanned = [UnplannedDrawing("${alert(2)}", "sans coordonnées")]
    document = keep_day_map(database, "user:planner", installed_store(), DAY, "fr", unplanned)
    with database.reading() as session:
        kept, data = read(session, installed_store(), document.id)
        assert (kept.kind, kept.media_type) == ("day_map", "text/html")
    assert b"<script>alert" not in data
    assert "mercredi 25 novembre 2026" in data.decode()


def test_a_day_without_tours_has_no_map(database: Database) -> None:
    with database.reading() as session, pytest.raises(RefusedError):
        draw(session, DAY, "en")

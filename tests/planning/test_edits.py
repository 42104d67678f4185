"""Planning by hand: what an edit gives, what it breaks, that it is saved whole and taken back exactly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import InvalidInputError, RefusedError, StalePlanError
from dispatch.planning import edits
from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_moves import Move, Place
from dispatch.planning.edits_places import best_places
from dispatch.planning.edits_words import overload_g, sentences
from dispatch.tours.edits import TourImage, images
from dispatch.tours.edits_history import history
from dispatch.tours.models import Tour
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, carried, plan, site_at, stock, yard
from tests.soak import times


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def a_day(database: Database, vans: int = 2, orders: int = 5, **van: object) -> None:
    """Two vans, some orders of bread up the valley, planned."""
    with database.transaction("t") as session:
        yard(session, vans=vans, payload_g=60_000, max_trips=2, **van)
        bread = builders.product(session, "BREAD", weight_g=10_000)
        stock(session, bread, 100)
        for number in range(1, orders + 1):
            builders.order(session, site_at(session, f"S{number}", north_km=3.0 * number), [(bread, 2)], f"CF{number}")
    assert plan(database, time_limit_s=0.6).state == "adopted"


def tours(database: Database) -> dict[int, TourImage]:
    with database.reading() as session:
        return images(session, TOMORROW)


def do(database: Database, move: Move, made: Bench | None = None) -> None:
    made = made or bench(database, TOMORROW)
    with database.transaction("user:anna") as session:
        edits.save(session, made, move, {})


def back(database: Database, version: int, *, redo: bool = False) -> None:
    with database.transaction("user:anna") as session:
        (edits.redo if redo else edits.undo)(session, TOMORROW, version)


def test_a_stop_taken_off_is_owed_again_and_undo_puts_it_back_exactly(any_database: Database) -> None:
    a_day(any_database)
    before, made = tours(any_database), bench(any_database, TOMORROW)
    number = next(iter(made.layout))
    do(any_database, Move("off", number, (1,)), made)
    with any_database.reading() as session:
        assert sum(carried(session).values()) == 8
        assert_conserved(session)
        assert [row.kind for row in history(session, TOMORROW).undo] == ["off"]
    back(any_database, made.version + 1)
    assert tours(any_database) == before
    with any_database.reading() as session:
        assert_conserved(session)
        assert [row.kind for row in history(session, TOMORROW).redo] == ["off"]
    back(any_database, made.version + 2, redo=True)
    with any_database.reading() as session:
        assert sum(carried(session).values()) == 8


def test_a_move_says_what_it_changes_and_what_it_breaks(database: Database) -> None:
    a_day(database)
    made = bench(database, TOMORROW)
    assert made.broken == frozenset()
    assert made.stuck == {}
    source = max(made.layout, key=lambda n: sum(len(trip) for trip in made.layout[n]))
    full = next(trip for trip in made.layout[source] if len(trip) >= 2)
    first = made.layout[source].index(full)
    numbers = [n + 1 + sum(len(t) for t in made.layout[source][:first]) for n in range(len(full))]
    turned = edits.judge(made, Move("move", source, (numbers[0],), to=Place(source, first + 1)))
    assert turned.before == edits.figures(made.problem, made.plan)
    assert turned.after.distance_m >= turned.before.distance_m
    other = next(n for n in made.book.vehicles if n != source)
    everything = tuple(range(1, 1 + sum(len(trip) for trip in made.layout[source])))
    heavy = edits.judge(made, Move("move", source, everything, to=Place(other, 1)))
    assert {one.rule for one in heavy.broken} == {"load"}
    assert overload_g(made, heavy.plan, heavy.broken) > 0
    (said,) = sentences(made, heavy.plan, heavy.broken, "fr")
    assert said.endswith("kg de trop")
    with pytest.raises(RefusedError, match="breaks a rule"):
        do(database, Move("move", source, everything, to=Place(other, 1)), made)


def test_a_closed_site_and_the_end_of_the_shift_are_said_in_words(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, vans=1)
        bread = builders.product(session, "BREAD")
        stock(session, bread, 100)
        early = site_at(session, "EARLY", north_km=2.0, opening_hours="Mo-Sa 06:30-07:15")
        builders.order(session, early, [(bread, 1)], "CF1")
        builders.order(session, site_at(session, "FAR", north_km=60.0), [(bread, 1)], "CF2")
    assert plan(database, time_limit_s=0.6).state == "adopted"
    made = bench(database, TOMORROW)
    late = edits.judge(made, Move("move", 1, (1,), to=Place(1, 1)))
    assert {one.rule for one in late.broken} == {"window"}
    assert "qui reçoit 06:30–07:15" in sentences(made, late.plan, late.broken, "fr")[0]
    assert "takes deliveries 06:30–07:15" in sentences(made, late.plan, late.broken, "en")[0]


def test_a_locked_stop_is_not_moved_by_hand_and_stays_in_a_new_plan(database: Database) -> None:
    a_day(database)
    made = bench(database, TOMORROW)
    source = next(iter(made.layout))
    other = next(n for n in made.book.vehicles if n != source)
    alone = edits.judge(made, Move("move", source, (1,), to=Place(other, len(made.layout.get(other, ())) + 1)))
    assert alone.broken == ()
    do(database, Move("move", source, (1,), to=Place(other, len(made.layout.get(other, ())) + 1)), made)
    made = bench(database, TOMORROW)
    last = sum(len(trip) for trip in made.layout[other])
    do(database, Move("lock", other, (last,)), made)
    made = bench(database, TOMORROW)
    with pytest.raises(RefusedError, match="locked stop"):
        edits.judge(made, Move("off", other, (last,)))
    vehicle_id = made.book.vehicles[other].row.id
    held = tours(database)[vehicle_id].stops[last - 1]
    assert held.locked
    assert plan(database, time_limit_s=0.6).state == "adopted"
    kept = [stop for stop in tours(database)[vehicle_id].stops if stop.locked]
    assert [stop.site_id for stop in kept] == [held.site_id]
    with database.reading() as session:
        assert history(session, TOMORROW).undo == ()
        assert_conserved(session)


def test_the_best_places_of_an_order_that_came_late_are_ranked_by_price(database: Database) -> None:
    a_day(database)
    with database.transaction("t") as session:
        bread = session.scalars(select(builders.Product)).one()
        builders.order(session, site_at(session, "NEW", north_km=4.5), [(bread, 1)], "URGENT")
    made = bench(database, TOMORROW)
    offers = best_places(made, "URGENT")
    assert len(offers) == 2
    assert [offer.price_cents for offer in offers] == sorted(offer.price_cents for offer in offers)
    do(database, Move("insert", order="URGENT", to=offers[0].place), made)
    with database.reading() as session:
        assert carried(session)["URGENT", 1] == 1
        assert_conserved(session)
    with pytest.raises(RefusedError, match="URGENT"):
        best_places(bench(database, TOMORROW), "URGENT")


def test_of_two_planners_the_second_edit_is_refused(database: Database) -> None:
    a_day(database)
    made = bench(database, TOMORROW)
    number = next(iter(made.layout))
    do(database, Move("off", number, (1,)), made)
    with pytest.raises(StalePlanError):
        do(database, Move("off", number, (2,)), made)
    with pytest.raises(StalePlanError):
        back(database, made.version)


def test_nothing_is_undone_that_something_else_has_overtaken(database: Database) -> None:
    a_day(database)
    made = bench(database, TOMORROW)
    do(database, Move("off", next(iter(made.layout)), (1,)), made)
    assert plan(database, time_limit_s=0.6).state == "adopted"
    with pytest.raises(RefusedError, match="nothing to undo"):
        back(database, made.version + 2)


def test_a_stop_that_is_not_there_is_not_edited(database: Database) -> None:
    a_day(database)
    made = bench(database, TOMORROW)
    with pytest.raises(InvalidInputError):
        edits.judge(made, Move("off", next(iter(made.layout)), (99,)))


@pytest.mark.soak
@given(data=st.data())
@settings(max_examples=times(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_and_as_many_undos_give_the_identical_plan(planned: Database, data: st.DataObject) -> None:
    before, start = tours(planned), bench(planned, TOMORROW).version
    version, done, states = start, 0, [before]
    for _ in range(data.draw(st.integers(1, 6))):
        made = bench(planned, TOMORROW)
        move = data.draw(moves(made))
        try:
            do(planned, move, made)
        except RefusedError:
            continue
        version, done = version + 1, done + 1
        states.append(tours(planned))
    for expected in reversed(states[:-1]):
        back(planned, version)
        version += 1
        assert tours(planned) == expected
    for expected in states[1:]:
        back(planned, version, redo=True)
        version += 1
        assert tours(planned) == expected
    for _ in range(done):
        back(planned, version)
        version += 1
    assert tours(planned) == before
    with planned.reading() as session:
        assert_conserved(session)
        letters = session.scalars(select(Tour.letter).where(Tour.state == "draft")).all()
        assert len(set(letters)) == len(letters)


@pytest.fixture
def planned(database: Database) -> Database:
    a_day(database)
    return database


@st.composite
def moves(draw: st.DrawFn, made: Bench) -> Move:
    """Any edit of the day as it is: also such as break a rule."""
    source = draw(st.sampled_from(sorted(made.layout)))
    count = sum(len(trip) for trip in made.layout[source])
    stop = (draw(st.integers(1, count)),)
    kind = draw(st.sampled_from(["move", "move", "move", "off", "lock", "unlock", "insert"]))
    target = draw(st.sampled_from(sorted(made.book.vehicles)))
    place = Place(target, draw(st.integers(1, len(made.layout.get(target, ())) + 1)))
    if kind == "insert":
        return Move("insert", order=f"CF{draw(st.integers(1, 5))}", to=place)
    return Move(kind, source, stop, to=place if kind == "move" else None)

"""A day of many tours laid out by hand, without any search: for what has to stay quick however large the day is."""

from __future__ import annotations

from math import cos, pi, sin

from dispatch import clock
from dispatch.db import Database
from dispatch.planning.drafting import draft_tours
from dispatch.planning.edits import judge_layout
from dispatch.planning.edits_images import images_of
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_timing import Halt
from dispatch.planning.models import PlanningRun
from dispatch.tours.day_plans import swap
from dispatch.tours.edits_history import change
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import site_at, stock, yard


def big_day(database: Database, tours: int = 30, stops: int = 10, left: int = 5) -> None:
    """Tours like the petals of a flower around the depot, and a few orders that none of them carries."""
    forget()
    with database.transaction("t") as session:
        vans = yard(session, vans=tours, payload_g=10_000_000)
        vans[0].depot.dock_count = tours
        items = [builders.product(session, f"P{number}") for number in range(1, 11)]
        for item in items:
            stock(session, item, 100_000)
        for number in range(tours * stops + left):
            petal, step = divmod(number, stops)
            angle, away = 2 * pi * petal / tours + 0.02 * step, 3.0 + 0.5 * step
            site = site_at(session, f"S{number}", north_km=away * cos(angle), east_km=away * sin(angle))
            lines = [(items[(number + n) % len(items)], 2) for n in range(2)]
            builders.order(session, site, lines, f"CF{number}")
        swap(session, TOMORROW, 0)
    made = bench(database, TOMORROW)
    assert len(made.problem.visits) == tours * stops + left
    tasks = {call.face.order_reference: visit - 1 for visit, call in made.book.calls.items()}

    def halt(number: int) -> Halt:
        task = tasks[f"CF{number}"]
        return Halt(((task, tuple(line.quantity for line in made.compiled.lines[task])),))

    wanted = {
        petal + 1: (tuple(halt(number) for number in range(petal * stops, (petal + 1) * stops)),)
        for petal in range(tours)
    }
    judged = judge_layout(made, wanted)
    assert judged.broken == ()
    drafts = draft_tours(made.problem, judged.plan, made.book)
    with database.transaction("t") as session:
        now = clock.now()
        run = PlanningRun(
            first_day=TOMORROW, time_limit_ms=1000, state="adopted", state_at=now, state_by="t", asked_at=now,
            asked_by="user:anna", served_lines=tours * stops * 2, due_lines=(tours * stops + left) * 2,
        )  # fmt: skip
        session.add(run)
        session.flush()
        change(session, TOMORROW, 1, "move", {}, {}, images_of(made, drafts, wanted))
        swap(session, TOMORROW, 2).run_id = run.id
    forget()

"""Filling an installation with the sandbox company: its files, quotes, and one day already lived through."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.reserves import Difference
from dispatch.documents.store import DocumentStore
from dispatch.errors import RefusedError
from dispatch.intake.importing import run_import
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.printing import draw_day_pack
from dispatch.invoicing.releasing import release_day
from dispatch.jobs.supervisor import run_job
from dispatch.orders.models import Order
from dispatch.planning.runs import HANDLERS, ask
from dispatch.sandbox.after import follow
from dispatch.sandbox.files import SEED, sandbox_files
from dispatch.sandbox.offers import make_offers
from dispatch.sandbox.papers import dress
from dispatch.sandbox.trade import let_out, trade, watch_loading

ACTOR = "sandbox"
LIVED_DAY_SEARCH_S = 3.0
Tell = Callable[[str], None]


def lived_day(today: date) -> date:
    """The day that is already over in the sandbox: today, or the last Saturday on a Sunday."""
    return today if today.weekday() < 6 else today - timedelta(days=1)


def fill(database: Database, store: DocumentStore, files: Path, tell: Tell) -> date:
    """Import the company, make quotes, plan, release and receive its first day.

    Parameters
    ----------
    files
        Folder that the import files are written to, for whoever wants to look at them.
    tell
        Called with a line on each step.

    Returns
    -------
    date
        The day that is now over; the next working day is there to be planned.

    Raises
    ------
    RefusedError
        When the installation has orders already, or a file of ours is refused.
    """
    with database.reading() as session:
        if session.scalar(select(func.count()).select_from(Order)):
            raise RefusedError("This installation has orders already.", "Use a fresh database for the sandbox.")
    day = lived_day(clock.today())
    files.mkdir(parents=True, exist_ok=True)
    for kind, data in sandbox_files(day).items():
        (files / f"{kind}.csv").write_bytes(data)
        report = run_import(database, ACTOR, kind, data, f"{kind}.csv")
        if report.errors:
            raise RefusedError(f"{kind}.csv: {report.errors[0].reason}", report.errors[0].remedy)
        tell(f"imported {kind}: {report.row_count} rows")
    with database.transaction(ACTOR) as session:
        tell(dress(session, clock.today()))
    with database.transaction(ACTOR) as session:
        quotes, orders = make_offers(session, day)
        traded = trade(session, day)
    tell(f"made {quotes} quotes, {orders} of them ordered; {traded}")
    _live_through(database, store, day, tell)
    return day


def _live_through(database: Database, store: DocumentStore, day: date, tell: Tell) -> None:
    with database.transaction(ACTOR) as session:
        job_id = ask(session, day, time_limit_s=LIVED_DAY_SEARCH_S, afterwards=True).job_id
    assert job_id is not None
    job = run_job(database.url, job_id, HANDLERS)
    if job.state != "done":
        raise RefusedError(f"The sandbox's first day could not be planned: {job.error}", "Report this; it is a defect.")
    with database.transaction(ACTOR) as session:
        watch_loading(session, day)
        assert release_day(session, day).held
    with database.transaction(ACTOR) as session:
        let_out(session, day)
        released = release_day(session, day)
    draw_day_pack(database, ACTOR, store, day)
    with database.transaction(ACTOR) as session:
        differing = _receive(session, day)
    with database.transaction(ACTOR) as session:
        followed = follow(session, day)
    tell(
        f"lived through {day.isoformat()}: {len(released.notes)} notes, {differing} with differences, two not returned yet; {followed}"
    )


def _receive(session: Session, day: date) -> int:
    """Confirm all notes but the last two; on about one in six something was missing or refused."""
    chance = random.Random(SEED)  # noqa: S311  invented differences
    notes = session.scalars(select(DeliveryNote).where(DeliveryNote.day == day).order_by(DeliveryNote.id)).all()
    differing = 0
    for note in notes[:-2]:
        differences = [_difference(chance, note.lines)] if chance.random() < 0.16 else []
        differing += len(differences)
        confirm(
            session, note.number, request_key=f"sandbox:{note.number}", differences=differences,
            signer_name="RÉCEPTION", signer_quality="magasinier",
        )  # fmt: skip
    return differing


def _difference(chance: random.Random, lines: list[NoteLine]) -> Difference:
    line = chance.choice(lines)
    units = max(1, line.loaded_qty // 4000) * 1000
    if chance.random() < 0.5:
        return Difference(line.line_no, "missing", missing_qty=units, words="manque au déchargement")
    return Difference(line.line_no, "damaged", refused_qty=units, words="cartons écrasés, refusés")

"""The day board in one look: a fixed number of statements, however many stops there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch.catalog.amounts import net_cents
from dispatch.customers.models import Customer, Site
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError
from dispatch.fleet.absences import away_vehicles
from dispatch.fleet.queries import vehicles
from dispatch.jobs.models import Job
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.queries import PoolLine, pool
from dispatch.planning import wording
from dispatch.planning.day_totals import totals_of
from dispatch.planning.edits_since import since_the_run
from dispatch.planning.gaps import gaps_of
from dispatch.planning.models import PlanningRun, UnplannedLine
from dispatch.planning.remedies import remedy
from dispatch.planning.rows import DayBoard, PoolCounts, RunRow, UnplannedRow
from dispatch.tours.edits_history import deferred_to
from dispatch.tours.models import DayPlan
from dispatch.tours.queries import tours_on

LONGEST_RUN_DAYS = 14


def day_board(session: Session, day: date, language: str = "fr") -> DayBoard:
    """Everything about one day: run, tours, what stays and why, the pool."""
    plan = session.scalars(select(DayPlan).where(DayPlan.day == day)).one_or_none()
    run_id = plan.run_id if plan else None
    runs = _runs_over(session, day, language, run_id)
    in_force = next((run for run in runs if run.id == run_id), None)
    tours, due = tours_on(session, day), pool(session, day)
    put_off = deferred_to(session, day)
    told = unplanned(session, in_force.id, language, day) if in_force else ()
    left = tuple(row for row in told if row.order_line_id not in put_off)
    wanted = [line for line in due if line.line_id not in put_off]
    return DayBoard(
        day=day,
        version=plan.version if plan else 0,
        released_at=plan.released_at if plan else None,
        released_by=plan.released_by if plan else "",
        locked_by=plan.locked_by if plan and plan.locked_at else "",
        run=runs[0] if runs else None,
        plan_run=in_force,
        tours=tours,
        unplanned=(*left, *since_the_run(due, told, day, language, put_off)) if in_force else (),
        gaps=gaps_of(wanted, tours, vehicles(session), away_vehicles(session, [day]), day),
        pool=_counts(due, day),
        totals=totals_of(tours, due, day),
    )


def run(session: Session, run_id: int, language: str = "fr") -> RunRow:
    """One run and how far it is.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    found = session.execute(
        select(PlanningRun, Job).outerjoin(Job, PlanningRun.job_id == Job.id).where(PlanningRun.id == run_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no run {run_id}.")
    return _run(found[0], found[1], language)


def runs_after(session: Session, last: int, limit: int, language: str = "fr") -> Slice[RunRow]:
    """Runs from a key on, in the order in which they were asked for."""
    query = select(PlanningRun, Job).outerjoin(Job, PlanningRun.job_id == Job.id)
    found = session.execute(after(query, PlanningRun.id, last, limit))
    return slice_of(found, limit, lambda row: row[0].id, lambda row: _run(row[0], row[1], language))


def unplanned(session: Session, run_id: int, language: str = "fr", day: date | None = None) -> tuple[UnplannedRow, ...]:
    """What a run left that is still owed and not planned since, the most valuable first; `day`: due by then."""
    query = (
        select(UnplannedLine)
        .join(UnplannedLine.line)
        .where(UnplannedLine.run_id == run_id, OrderLine.backlog_qty > 0)
        .options(
            joinedload(UnplannedLine.line).joinedload(OrderLine.product),
            joinedload(UnplannedLine.line).joinedload(OrderLine.order).joinedload(Order.customer),
            joinedload(UnplannedLine.line).joinedload(OrderLine.order).joinedload(Order.site),
        )
        .order_by(UnplannedLine.lost_cents.desc(), UnplannedLine.id)
    )
    if day is not None:
        query = query.where(func.coalesce(OrderLine.promised_on, OrderLine.requested_on) <= day)
    return tuple(_unplanned(row, language) for row in session.scalars(query))


def _runs_over(session: Session, day: date, language: str, in_force: int | None) -> list[RunRow]:
    """Recent runs that cover a day, newest first, and the one in force."""
    latest = (
        select(PlanningRun.id)
        .where(PlanningRun.first_day.between(day - timedelta(days=LONGEST_RUN_DAYS), day))
        .order_by(PlanningRun.id.desc())
        .limit(50)
    )
    query = (
        select(PlanningRun, Job)
        .outerjoin(Job, PlanningRun.job_id == Job.id)
        .where(or_(PlanningRun.id.in_(latest), PlanningRun.id == in_force))
        .order_by(PlanningRun.id.desc())
    )
    rows = session.execute(query).all()
    return [_run(run, job, language) for run, job in rows if run.first_day + timedelta(days=run.days) > day]


def _run(run: PlanningRun, job: Job | None, language: str) -> RunRow:
    return RunRow(
        id=run.id,
        job_id=run.job_id,
        state=run.state,
        first_day=run.first_day,
        days=run.days,
        early_days=run.early_days,
        seed=run.seed,
        time_limit_s=run.time_limit_ms / 1000,
        asked_at=run.asked_at,
        asked_by=run.asked_by,
        cost_cents=run.cost_cents,
        tour_cost_cents=run.tour_cost_cents,
        bound_cents=run.bound_cents,
        violation_count=run.violation_count,
        served_lines=run.served_lines,
        due_lines=run.due_lines,
        matrix_ms=run.matrix_ms,
        solve_ms=run.solve_ms,
        router=run.router,
        source=run.source_en if language == "en" else run.source_fr,
        estimated=run.estimated,
        error=run.error,
        progress=dict(job.progress or {}) if job is not None else {},
        stop_requested=job is not None and (job.stop_requested or job.cancel_requested),
    )


def _unplanned(row: UnplannedLine, language: str) -> UnplannedRow:
    line, order = row.line, row.line.order
    customer: Customer = order.customer
    site: Site = order.site
    return UnplannedRow(
        order_line_id=line.id,
        order_id=order.id,
        order_number=order.number,
        order_reference=order.reference,
        line_no=line.line_no,
        customer_code=customer.code,
        customer_name=customer.name,
        site_name=site.name,
        city=site.city,
        latitude=site.latitude,
        longitude=site.longitude,
        product_code=line.product.code,
        product_name=line.product.name,
        unit=line.product.unit,
        quantity=min(row.quantity, line.backlog_qty),
        due_on=line.due_on,
        expected_on=line.expected_on,
        code=row.code,
        label=wording.label(row.code, language),
        sentence=wording.sentence(row.code, row.rule, row.facts, row.quantity, language),
        remedy=remedy(row.facts, language),
        price_cents=row.price_cents,
        lost_cents=row.lost_cents,
    )


def _counts(lines: Sequence[PoolLine], day: date) -> PoolCounts:
    open_lines = [line for line in lines if line.latest_on is None or line.latest_on >= day]
    return PoolCounts(
        lines=len(open_lines),
        orders=len({line.order_id for line in open_lines}),
        value_cents=sum(net_cents(line.backlog_qty, line.unit_price_micros) for line in open_lines),
        late_lines=sum(line.due_on < day for line in open_lines),
        unplaced_sites=len({line.site_id for line in open_lines if line.latitude is None}),
    )

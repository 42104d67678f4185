"""What the day board shows: frozen rows for console, command line and map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dispatch.planning.gaps import Gap
from dispatch.tours.rows import TourRow


@dataclass(frozen=True, slots=True)
class RunRow:
    """One calculation, and how far it is while it runs."""

    id: int
    job_id: int | None
    state: str
    first_day: date
    days: int
    early_days: int
    seed: int
    time_limit_s: float
    asked_at: datetime
    asked_by: str
    cost_cents: int | None
    tour_cost_cents: int | None
    bound_cents: int | None
    violation_count: int
    served_lines: int
    due_lines: int
    matrix_ms: int
    solve_ms: int
    router: str
    source: str
    """Where distances come from, in the reader's language."""
    estimated: bool
    error: str
    progress: dict[str, Any]
    """`elapsed_s`, `cost_cents`, `bound_cents`, `served`, `total` of a running search; empty before and after."""
    stop_requested: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to end."""
        return self.state in ("queued", "running")

    @property
    def gap_percent(self) -> float | None:
        """How far the cost may be from the best possible, where a bound is proven."""
        if self.cost_cents is None or self.bound_cents is None or self.cost_cents <= 0:
            return None
        return max(0.0, 100 * (self.cost_cents - self.bound_cents) / self.cost_cents)


@dataclass(frozen=True, slots=True)
class UnplannedRow:
    """What the run in force left of a due line, or has not seen (code `since`), why, and what it is worth."""

    order_line_id: int
    order_id: int
    order_number: str
    order_reference: str
    line_no: int
    customer_code: str
    customer_name: str
    site_name: str
    city: str
    latitude: float | None
    longitude: float | None
    product_code: str
    product_name: str
    unit: str
    quantity: int
    """Milli-units left out."""
    due_on: date
    expected_on: date | None
    code: str
    label: str
    """The code in two words: production, créneau …"""
    sentence: str
    """Order, rule and number, in the reader's language; never “infeasible”."""
    remedy: str
    price_cents: int | None
    lost_cents: int


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """What is still to be planned for the day: due lines with a backlog."""

    lines: int
    orders: int
    value_cents: int
    late_lines: int
    """Promised for an earlier day."""
    unplaced_sites: int
    """Sites of due lines that have no coordinates."""


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Sums over the day's live tours."""

    tours: int
    stops: int
    orders: int
    lines: int
    weight_g: int
    value_cents: int
    distance_m: int
    drive_s: int
    cost_cents: int
    co2_g: int
    due_lines: int
    """Due by the day, on a tour or not."""
    on_time_lines: int
    """Of them, those that arrive whole, on the promised day and within their window."""


@dataclass(frozen=True, slots=True)
class DayBoard:
    """One day: the run behind it, its tours, what stays and why."""

    day: date
    version: int
    """Give it back with `release` and re-planning: compare and swap."""
    released_at: datetime | None
    released_by: str
    locked_by: str
    """Who holds the whole day as it is; empty: nobody."""
    run: RunRow | None
    """The latest run that covers the day."""
    plan_run: RunRow | None
    """The run whose tours are in force."""
    tours: tuple[TourRow, ...]
    unplanned: tuple[UnplannedRow, ...]
    gaps: tuple[Gap, ...]
    """What in the data stands in the way of the day."""
    pool: PoolCounts
    totals: DayTotals

    @property
    def has_drafts(self) -> bool:
        """Whether there is anything to release."""
        return any(tour.state == "draft" for tour in self.tours)

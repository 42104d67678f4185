"""What a day's live tours come to, and how many of the lines that are due by then arrive as promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dispatch.orders.queries import PoolLine
from dispatch.planning.rows import DayTotals
from dispatch.tours.emissions import co2_g
from dispatch.tours.rows import StopRow, TourRow


def totals_of(tours: Sequence[TourRow], waiting: Sequence[PoolLine], day: date) -> DayTotals:
    """Sum up a day.

    Parameters
    ----------
    waiting
        Lines that are due by the day and still have a backlog.
    """
    stops = [stop for tour in tours for stop in tour.stops]
    portions = [portion for stop in stops for portion in stop.portions]
    due, on_time = punctual(stops, waiting, day)
    return DayTotals(
        tours=len(tours),
        stops=len(stops),
        orders=len({portion.order_id for portion in portions}),
        lines=len({portion.order_line_id for portion in portions}),
        weight_g=sum(tour.weight_g for tour in tours),
        value_cents=sum(tour.value_cents for tour in tours),
        distance_m=sum(tour.distance_m for tour in tours),
        drive_s=sum(tour.drive_s for tour in tours),
        cost_cents=sum(tour.cost_cents for tour in tours),
        co2_g=sum(co2_g(tour.distance_m, tour.profile) for tour in tours),
        due_lines=len(due),
        on_time_lines=len(on_time),
    )


def punctual(stops: Sequence[StopRow], waiting: Sequence[PoolLine], day: date) -> tuple[set[int], set[int]]:
    """Ids of the lines due by a day, and of those that arrive as promised.

    A line is on time when it is due that very day, nothing of it stays, and every stop of it begins before its window
    ends. What was promised for an earlier day is late, whatever happens.
    """
    left = {line.line_id for line in waiting if line.due_on <= day}
    due, late = set(left), set(left)
    for stop in stops:
        too_late = stop.window_closes_at is not None and stop.begins_at > stop.window_closes_at
        for portion in stop.portions:
            if portion.due_on > day:
                continue
            due.add(portion.order_line_id)
            if too_late or portion.due_on < day:
                late.add(portion.order_line_id)
    return due, due - late

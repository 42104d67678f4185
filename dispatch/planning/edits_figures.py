"""What a day comes to after edits by hand, by the checker's own code: total cost, lines served, rules broken, distance to the bound."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from dispatch.planning.edits_bench import Bench
from dispatch.planning.edits_words import sentences
from dispatch.planning.models import PlanningRun
from dispatch.planning.problem_file import problem_json
from dispatch.solver.checker import violations
from dispatch.solver.cost import cost

BoundState = Literal["holds", "changed", "days", "none"]


@dataclass(frozen=True, slots=True)
class AfterEdits:
    """The day as it stands.

    Attributes
    ----------
    cost_cents
        With what stays undelivered, as the run counts it.
    bound_cents
        The run's proven bound, where it still holds: the problem is the one that it was proven for.
    bound
        Whether it holds, or why there is none: the data or the hour has `changed`, the run planned several `days`
        together, or it has proven `none`.
    bound_at
        When the run was asked for that has proven it.
    broken
        Every rule that the plan breaks, in words.
    """

    cost_cents: int
    served_lines: int
    due_lines: int
    bound_cents: int | None
    bound: BoundState
    bound_at: datetime | None
    broken: tuple[str, ...]

    @property
    def gap_bp(self) -> int | None:
        """How far the cost may be from the best possible, in basis points; None without a bound that holds."""
        if self.bound_cents is None or self.cost_cents <= 0:
            return None
        return max(0, 10_000 * (self.cost_cents - self.bound_cents) // self.cost_cents)


def after_edits(session: Session, bench: Bench, language: str) -> AfterEdits:
    """Reckon the drafts of a bench anew."""
    run = session.get(PlanningRun, bench.run_id) if bench.run_id else None
    span, state = bench.situation.span, _state(bench, run)
    due = {line_id for line_id, line in bench.situation.due.items() if not line.early_by(span)}
    served = {line_id for tour in bench.tours.values() for line_id in tour.quantities()}
    return AfterEdits(
        cost_cents=round(cost(bench.problem, bench.plan).total),
        served_lines=len(due & served),
        due_lines=len(due),
        bound_cents=run.bound_cents if run is not None and state == "holds" else None,
        bound=state,
        bound_at=run.asked_at if run is not None else None,
        broken=sentences(bench, bench.plan, violations(bench.problem, bench.plan), language),
    )


def _state(bench: Bench, run: PlanningRun | None) -> BoundState:
    if run is None or run.bound_cents is None:
        return "none"
    if run.days > 1:
        return "days"
    return "holds" if _is_same(bench, run) else "changed"


def _is_same(bench: Bench, run: PlanningRun) -> bool:
    """Whether the run has proven its bound for this very problem: no order, truck or hour has changed since."""
    return hashlib.sha256(problem_json(bench.problem)).hexdigest() == run.problem_sha256

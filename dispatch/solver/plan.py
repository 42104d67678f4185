"""What the solver answers: routes of timed steps, what was left out and why, the cost and its proven bound."""

from dataclasses import dataclass
from typing import Literal

from dispatch.solver.changes import Change
from dispatch.solver.problem import Id

StepKind = Literal["start", "load", "job", "pickup", "delivery", "break", "end"]
ReasonCode = Literal[
    "data", "window", "load", "shift", "skill", "distance", "release", "supply", "dock", "locked", "outbid"
]


@dataclass(frozen=True, slots=True)
class Step:
    """One instant of a route; what it is for begins at `arrival_s + waiting_s`.

    A `load` opens a trip: the goods leave when it ends. A `break` stands between two steps, driving before and after
    it; its `location` is `None`. `lines` are (line id, quantity) of a `job`.
    """

    kind: StepKind
    id: Id | None
    arrival_s: int
    waiting_s: int = 0
    location: int | None = None
    lines: tuple[tuple[Id, int], ...] = ()

    @property
    def begin_s(self) -> int:
        """Second at which the step's work begins."""
        return self.arrival_s + self.waiting_s


@dataclass(frozen=True, slots=True)
class Route:
    """One vehicle's steps in driving order, from `start` to `end`."""

    vehicle: Id
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stays out: the rule, by how much it is missed, on the vehicle that came nearest.

    `by` is in the rule's own unit (seconds, load, pieces). Only given where a solve proved them: `remedy`, a change
    that makes it servable beside all that is served, in words, and `change`, the same as a value; `price`, what serving
    it as things are would add to the cost of the plan, and `instead`, the visits that would then get less.
    """

    code: ReasonCode
    rule: str
    vehicle: Id | None = None
    by: int | None = None
    remedy: str | None = None
    price: int | None = None
    change: Change | None = None
    instead: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A visit, or the rest of one served in part: (line id, quantity) left out, and the reasons.

    `kind` tells a job from the ends of a shipment, which have ids of their own.
    """

    visit: Id
    undelivered: tuple[tuple[Id, int], ...] = ()
    reasons: tuple[Reason, ...] = ()
    kind: Literal["job", "pickup", "delivery"] = "job"


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: `cost` in the problem's money, `bound` a proven lower bound of any plan's cost or `None`."""

    routes: tuple[Route, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    cost: float = 0.0
    bound: float | None = None

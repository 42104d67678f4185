"""How far a solve has come, as its callers see it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Seconds since the start, the best plan's cost, the proven bound, visits and shipments served and in all."""

    elapsed_s: float
    cost: float
    bound: float | None
    served: int
    total: int


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]

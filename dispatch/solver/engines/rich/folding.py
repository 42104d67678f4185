"""The axis of time with breaks cut out, for a search that knows no breaks: what comes after one is told that much earlier.

::

    real     08:00 ───── 10:12 ░░ break ░░ 10:42 ───── 12:30
    folded   08:00 ───── 10:12 ───── 12:00

One instant per break is chosen for all vehicles, where most of them may pause; a plan's own stops keep the place on the
folded axis that their own vehicle's breaks give them.
"""

from random import Random

from dispatch.solver.engines.rich.compiled import Car
from dispatch.solver.engines.rich.schedule import Schedule


class Folding:
    """Instants counted from the first opening of a shift, without the breaks before them."""

    def __init__(self, cars: list[Car], rng: Random) -> None:
        self.origin = min(car.opens for car in cars)
        self.cuts: list[tuple[int, int]] = []
        for k in range(max(len(car.breaks) for car in cars)):
            pauses = [car.breaks[k] for car in cars if k < len(car.breaks)]
            if 2 * len(pauses) < len(cars):
                break
            edges = [(max(windows[0][0], self.origin), windows[-1][1]) for windows, _ in pauses]
            low, high = max(a for a, _ in edges), min(b for _, b in edges)
            if low > high:
                low, high = rng.choice(edges)
            self.cuts.append((rng.randint(low, max(low, high)), min(length for _, length in pauses)))

    def of(self, second: int) -> int:
        """Return where an instant is on the folded axis."""
        gone = sum(min(length, second - at) for at, length in self.cuts if second > at)
        return max(0, second - gone - self.origin)

    def event(self, car: Car, plan: Schedule, number: int) -> int:
        """Return where an event of a plan is: the begin of a stop, the end of a loading."""
        taken, event = plan.taken[number], plan.events[number]
        second = event.free[taken] if event.stop < 0 else event.begin[taken]
        return max(0, second - sum(length for _, length in car.breaks[:taken]) - self.origin)

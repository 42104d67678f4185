"""Steps of hand-made routes on the road of `builders`, timed in minutes after six; `PLAIN` is the round trip to 1."""

from dispatch.solver import Plan, Problem, Route, Step
from dispatch.solver.engines.rich.output import with_books
from tests.solver.builders import HOUR

SIX = 6 * HOUR


def at(minutes: float) -> int:
    """Second of the day, in minutes after six."""
    return SIX + round(60 * minutes)


def start(minutes: float = 0) -> Step:
    return Step("start", None, at(minutes), 0, 0)


def load(arrival: float = 0, waiting: float = 0, place: int = 0) -> Step:
    return Step("load", None, at(arrival), round(60 * waiting), place)


def stop(identity: int, arrival: float, waiting: float = 0, place: int = 1, **lines: int) -> Step:
    quantities = tuple((int(name[1:]), units) for name, units in lines.items())
    return Step("job", identity, at(arrival), round(60 * waiting), place, quantities)


def rest(arrival: float, waiting: float = 0) -> Step:
    return Step("break", 1, at(arrival), round(60 * waiting))


def end(arrival: float) -> Step:
    return Step("end", None, at(arrival), 0, 0)


def planned(day: Problem, *routes: tuple[Step, ...]) -> Plan:
    return with_books(day, Plan(tuple(Route(n, steps) for n, steps in enumerate(routes, 1))))


PLAIN = (start(), load(), stop(1, 30), end(50))

"""The solver's problem from calls, vehicles, roads and goods, and the book that reads its answer back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dispatch.orders.queries import PoolLine
from dispatch.planning.due import DueLine, Span
from dispatch.planning.fleet_days import SkillBook, VehicleDay, as_vehicle, night_seconds
from dispatch.planning.goods import Goods
from dispatch.planning.horizon import Horizon, site_windows
from dispatch.planning.penalties import penalties, unit_penalties
from dispatch.planning.places import PlaceBook
from dispatch.planning.portions import Call, least_of, step_of
from dispatch.planning.roads import Roads
from dispatch.solver.problem import Dock, Line, Matrix, Problem, Supply, Visit

KINDS_OF_LOAD = ("weight", "volume", "pallets")
MOST_VISITS = 4
"""Over how many trips one order may be split, when it is larger than any of them."""
MOST_LOAD = 10**12
"""The largest capacity that the solver takes; what has no limit stays below it."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the numbers of a problem stand for."""

    span: Span
    horizon: Horizon
    calls: Mapping[int, Call]
    """Visit id → call."""
    vehicles: Mapping[int, VehicleDay]
    """Vehicle id → vehicle and day."""
    steps: Mapping[int, int]
    """Product id → milli-units in one unit of the solver."""
    places: PlaceBook
    skills: SkillBook
    closed: tuple[Call, ...] = field(default=())
    """Calls at sites that take nothing on any of their days."""
    unplaced: tuple[Call, ...] = field(default=())
    """Calls at sites without coordinates."""


def sort_calls(
    wanted: Sequence[Call], fleet: Sequence[VehicleDay], span: Span
) -> tuple[list[Call], tuple[Call, ...], tuple[Call, ...]]:
    """Which calls can be visited at all: (placed and open, closed on all their days, without coordinates)."""
    horizon = Horizon.of(span.first_day)
    night_s = night_seconds(fleet, horizon)
    placed = [call for call in wanted if call.is_placed]
    is_open = [bool(site_windows(call.face, call.first_day, call.last_day, horizon, night_s)) for call in placed]
    return (
        [call for call, opens in zip(placed, is_open, strict=True) if opens],
        tuple(call for call, opens in zip(placed, is_open, strict=True) if not opens),
        tuple(call for call in wanted if not call.is_placed),
    )


def build(
    wanted: Sequence[Call],
    fleet: Sequence[VehicleDay],
    roads: Roads,
    goods: Goods,
    span: Span,
    late: Collection[int] | None = None,
) -> tuple[Problem, Book]:
    """State the problem.

    Parameters
    ----------
    wanted
        All calls of the run, those that cannot be visited included.
    roads
        Travel between the places of `places_of(wanted, fleet)`, in that order.
    late
        Visit ids that may come after the day on which they are on time; None: all. (Plans of several days are first
        solved with nothing late, then what stayed out gets the later days.)
    """
    visitable, closed, unplaced = sort_calls(wanted, fleet, span)
    horizon, places, skills = Horizon.of(span.first_day), PlaceBook(visitable, fleet), SkillBook(visitable)
    by_product: dict[int, list[DueLine]] = defaultdict(list)
    for call in visitable:
        for line in call.goods:
            by_product[line.row.product_id].append(line)
    steps = {product_id: step_of(lines) for product_id, lines in by_product.items()}
    book = Book(
        span,
        horizon,
        dict(enumerate(visitable, 1)),
        dict(enumerate(fleet, 1)),
        steps,
        places,
        skills,
        closed,
        unplaced,
    )
    fine = fineness(steps)
    visits = _visits(book, roads, fine, late)
    everything = [
        sum(line.quantity * line.amount[index] for visit in visits for line in visit.lines)
        for index in range(len(KINDS_OF_LOAD))
    ]
    problem = Problem(
        visits=visits,
        vehicles=tuple(
            as_vehicle(number, one, horizon, places.depots, skills, _capacity(one, fine, everything))
            for number, one in book.vehicles.items()
        ),
        products=tuple(supply for lines in by_product.values() for supply in _supplies(lines[0].row, goods, book)),
        docks=tuple(
            Dock(places.depots[depot.id], depot.dock_count)
            for depot in {one.row.depot.id: one.row.depot for one in fleet}.values()
            if depot.dock_count is not None
        ),
        matrices={
            profile: Matrix(matrix.durations_s, matrix.distances_m) for profile, matrix in roads.by_profile.items()
        },
    )
    return problem, book


def fineness(steps: Mapping[int, int]) -> int:
    """By how much sizes are multiplied for the solver: 1, or 1000 where some product is counted in parts of a unit."""
    return 1000 if any(step % 1000 for step in steps.values()) else 1


def _visits(book: Book, roads: Roads, fine: int, late: Collection[int] | None) -> tuple[Visit, ...]:
    of_line = {
        line_id: penalty
        for call in book.calls.values()
        for line_id, penalty in penalties(call, book.places.trip_cents(call, roads), book.span).items()
    }
    all_goods = [line for call in book.calls.values() for line in call.goods]
    per_unit = unit_penalties(all_goods, of_line, book.steps)
    room = _largest(book, fine)
    night_s, found = night_seconds(book.vehicles.values(), book.horizon), []
    for number, call in book.calls.items():
        last = call.last_day if late is None or number in late else call.on_time_day
        riders = sum(of_line[line.row.line_id].cents for line in call.services)
        units = sum(line.available for line in call.lines)
        lines = tuple(_line(line, per_unit, book.steps, fine) for line in call.goods)
        found.append(
            Visit(
                id=number,
                location=book.places.sites[call.face.site_id],
                setup_s=call.face.service_s,
                service_s=-(-units * call.face.service_per_unit_ms // 1_000_000),
                skills=book.skills.of_call(call),
                windows=site_windows(call.face, call.first_day, last, book.horizon, night_s)
                or site_windows(call.face, call.first_day, call.last_day, book.horizon, night_s),
                lines=lines,
                all_or_nothing=call.is_complete and len(call.goods) > 0,
                max_visits=min(_trips_needed(lines, room), call.most_visits or MOST_VISITS),
                penalty=None if call.goods else riders,
                description=call.face.order_reference,
            )
        )
    return tuple(found)


def _largest(book: Book, fine: int) -> tuple[int | None, ...]:
    """The most that any vehicle carries in each dimension; None where one has no limit."""
    limits = [(one.row.payload_g, one.row.volume_cm3, one.row.pallets_micro) for one in book.vehicles.values()]
    columns: list[list[int | None]] = [[each[index] for each in limits] for index in range(len(KINDS_OF_LOAD))]
    return tuple(
        None if None in column else fine * max((each for each in column if each is not None), default=0)
        for column in columns
    )


def _trips_needed(lines: Sequence[Line], room: Sequence[int | None]) -> int:
    """Over how many trips a visit may be split: one, or as many as its load asks for, `MOST_VISITS` at most."""
    needed = 1
    for index, most in enumerate(room):
        load = sum(line.quantity * line.amount[index] for line in lines)
        if most:
            needed = max(needed, -(-load // most))
    return min(needed, MOST_VISITS)


def _line(line: DueLine, per_unit: Mapping[int, int], steps: Mapping[int, int], fine: int) -> Line:
    row, step = line.row, steps[line.row.product_id]
    units = line.available // step
    whole = line.is_complete
    return Line(
        id=row.line_id,
        product=row.product_code,
        quantity=units,
        amount=tuple(_amount(size, step, fine) for size in (row.weight_g, row.volume_cm3, row.pallets_micro)),
        min_quantity=units if whole else min(max(least_of(line) // step, 1), units),
        multiple=1 if whole else row.multiple_qty // step,
        unit_penalty=per_unit[row.line_id],
    )


def _amount(size: int, step: int, fine: int) -> int:
    """Load of one unit of the solver: never less than it is."""
    return -(-size * step * fine // 1000)


def _capacity(one: VehicleDay, fine: int, everything: Sequence[int]) -> tuple[int, ...]:
    """What the vehicle carries in each dimension; where it has no limit, all there is to carry."""
    limits = (one.row.payload_g, one.row.volume_cm3, one.row.pallets_micro)
    return tuple(
        min(all_there_is, MOST_LOAD) if limit is None else limit * fine
        for limit, all_there_is in zip(limits, everything, strict=True)
    )


def _supplies(row: PoolLine, goods: Goods, book: Book) -> list[Supply]:
    """A product's supply: one for all depots, or one for each depot that it is counted at and vehicles leave from."""
    step, found = book.steps[row.product_id], []
    for depot_id in goods.depots_of(row.product_id):
        if depot_id is None or depot_id in book.places.depots:
            steps: dict[int, int] = {0: 0}
            for instant, cumulative in goods.free(row.product_id, depot_id).steps:
                steps[max(book.horizon.second(instant), 0)] = cumulative // step
            place = None if depot_id is None else book.places.depots[depot_id]
            found.append(Supply(row.product_code, tuple(steps.items()), place))
    return found or [Supply(row.product_code, ((0, 0),))]

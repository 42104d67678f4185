"""How much of a visit's lines one trip could bring, under supply, room, minimum and multiple."""

from dispatch.solver.engines.rich.compiled import Item, Vector
from dispatch.solver.engines.rich.state import State


def portion(state: State, task: int, got: Vector, rest: Vector, place: int, slot: int, room: Vector) -> Vector:
    """Return the units of each line that a trip leaving in `slot` with so much room could bring, dearest lines first."""
    c = state.c
    items = c.lines[task]
    units = [0] * len(items)
    space = list(room)
    drawn: dict[int, int] = {}
    for n in sorted(range(len(items)), key=lambda n: (-items[n].worth, n)):
        item = items[n]
        draws = item.draws[place]
        if draws is None or not rest[n]:
            continue
        most = rest[n]
        for supply in draws:
            most = min(most, state.left[supply][slot] - drawn.get(supply, 0))
        for k, amount in enumerate(item.amount):
            if amount:
                most = min(most, space[k] // amount)
        units[n] = admissible(item, got[n], max(most, 0))
        for supply in draws:
            drawn[supply] = drawn.get(supply, 0) + units[n]
        for k, amount in enumerate(item.amount):
            space[k] -= amount * units[n]
    return tuple(units)


def most_left(state: State, task: int, got: Vector, rest: Vector) -> Vector:
    """Return the most of each line that supply leaves for any trip at all, whatever its room."""
    c = state.c
    units = []
    for item, have, wanted in zip(c.lines[task], got, rest, strict=True):
        best = 0
        for draws in item.draws.values():
            if draws is not None:
                best = max(best, min((state.left[supply][-1] for supply in draws), default=wanted))
        units.append(admissible(item, have, max(0, min(wanted, best))))
    return tuple(units)


def admissible(item: Item, already: int, most: int) -> int:
    """Return the most units up to `most` that, on top of what is delivered, keep minimum and multiple."""
    total = already + most
    if total >= item.quantity:
        return item.quantity - already
    total -= total % item.multiple
    return total - already if total >= item.least and total > already else 0

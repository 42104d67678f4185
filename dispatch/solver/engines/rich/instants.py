"""Instants: the first or last one inside windows, the first one at which a dock is free."""

from dispatch.solver.engines.rich.compiled import Windows

NEVER = 1 << 60


def earliest(windows: Windows, at: int) -> int:
    """Return the first instant of the windows from `at` on, NEVER if there is none."""
    for begin, end in windows:
        if at <= end:
            return max(at, begin)
    return NEVER


def last_in(windows: Windows, at: int) -> int:
    """Return the last instant of the windows up to `at`, -NEVER if there is none."""
    for begin, end in reversed(windows):
        if begin <= at:
            return min(at, end)
    return -NEVER


def dock_free(start: int, length: int, others: list[tuple[int, int]], count: int) -> int:
    """Return the first instant from `start` on at which one of `count` docks is free for `length` seconds."""
    while True:
        during = [(a, z) for a, z in others if a < start + length and z > start]
        if len(during) < count:
            return start
        instants = [start] + [a for a, _ in during if a > start]
        if all(sum(1 for a, z in during if a <= t < z) < count for t in instants):
            return start
        start = min(z for _, z in during)

"""How much a test tries: a sample at each commit, everything and many times more under `make soak`."""

import os

SOAK = int(os.environ.get("SOAK", "1"))
"""By how much budgets grow; 1 at each commit."""


def times(ordinary: int) -> int:
    """Number of examples, points or requests of a test that is marked `soak`."""
    return ordinary * SOAK

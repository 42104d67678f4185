"""How often one key may ask (a tour’s phones, a token, an address that tries codes): counted by the real clock, in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dispatch.errors import ThrottledError

MOST_KEYS = 10_000


class Rate:
    """At most so many calls per key within a window; windows begin with the first call.

    Parameters
    ----------
    limit
        Calls per window.
    window_s
        Length of the window, seconds.
    """

    def __init__(self, limit: int, window_s: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.window_s, self._clock = limit, window_s, clock
        self._counts: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def count(self, key: str) -> None:
        """Count one call.

        Raises
        ------
        ThrottledError
            When the key has used up its window; says when the next one begins.
        """
        now = self._clock()
        with self._lock:
            began, used = self._counts.get(key, (now, 0))
            if now - began >= self.window_s:
                began, used = now, 0
            if used >= self.limit:
                error = ThrottledError(f"More than {self.limit} requests in {self.window_s:g} s.", "Wait a moment.")
                error.retry_after_s = max(1, int(began + self.window_s - now) + 1)
                raise error
            if key not in self._counts and len(self._counts) >= MOST_KEYS:
                self._forget(now)
            self._counts[key] = (began, used + 1)

    def _forget(self, now: float) -> None:
        """Drop windows that are over; where all are running, the oldest half."""
        running = [row for row in self._counts.items() if now - row[1][0] < self.window_s]
        if len(running) >= MOST_KEYS:
            running = sorted(running, key=lambda row: row[1][0])[MOST_KEYS // 2 :]
        self._counts = dict(running)

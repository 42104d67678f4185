"""Strict reading of JSON objects: every fault is collected with where it stands, every unknown key is a warning."""

from math import isfinite
from typing import Any

from dispatch.solver.findings import Findings
from dispatch.solver.problem import HORIZON, Id, TimeWindow

SECONDS = HORIZON
AMOUNT = 10**12
MONEY = 10**12
COUNT = 10**6


class Fields:
    """One JSON object being read: typed getters that note faults and fall back to the default."""

    def __init__(self, value: object, where: str, findings: Findings) -> None:
        self.where, self.findings = where, findings
        self._seen: set[str] = set()
        self._value: dict[str, Any] = {}
        if isinstance(value, dict):
            self._value = value
        else:
            findings.fault("type", where, f"An object is needed, here is {_show(value)}.", "Write {…}.")

    def has(self, key: str) -> bool:
        """Tell whether the key is given and not null."""
        return self._value.get(key) is not None

    def raw(self, key: str) -> Any:
        """Return the value as it stands."""
        self._seen.add(key)
        return self._value.get(key)

    def whole(self, key: str, default: int, *, most: int, least: int = 0) -> int:
        """Return a whole number within its limits."""
        return whole(self.raw(key), f"{self.where}.{key}", self.findings, default=default, least=least, most=most)

    def optional(self, key: str, *, most: int, least: int = 0) -> int | None:
        """Return a whole number, or None where none is given."""
        return self.whole(key, 0, most=most, least=least) if self.has(key) else self.raw(key)

    def number(self, key: str, default: float, *, above: float, most: float) -> float:
        """Return a real number in the half-open range (above, most]."""
        value = self.raw(key)
        if value is None:
            return default
        where = f"{self.where}.{key}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.findings.fault("type", where, f"A number is needed, here is {_show(value)}.", "Write a number.")
            return default
        if not above < value <= most:
            self.findings.fault("range", where, f"{_show(value)} is not in ({above}, {most}].", "Correct the number.")
            return default
        return float(value)

    def identity(self, key: str = "id") -> Id:
        """Return an id: a whole number or a text."""
        value = self.raw(key)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        cause = "The id is missing." if value is None else f"{_show(value)} is no id."
        self.findings.fault("missing" if value is None else "type", f"{self.where}.{key}", cause, "Give a number.")
        return f"?{self.where}"

    def text(self, key: str) -> str:
        """Return a text, empty where none is given."""
        value = self.raw(key)
        if value is not None and not isinstance(value, str):
            self.findings.fault("type", f"{self.where}.{key}", f"{_show(value)} is no text.", "Write a text in quotes.")
        return value if isinstance(value, str) else ""

    def flag(self, key: str) -> bool:
        """Return true or false, false where neither is given."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self.findings.fault("type", f"{self.where}.{key}", f"{_show(value)} is no flag.", "Write true or false.")
        return value is True

    def items(self, key: str) -> list[tuple[str, Any]]:
        """Return a list's entries, each with where it stands."""
        value = self.raw(key)
        where = f"{self.where}.{key}" if self.where else key
        if value is not None and not isinstance(value, list):
            self.findings.fault("type", where, f"A list is needed, here is {_show(value)}.", "Write […].")
        return [(f"{where}[{n}]", entry) for n, entry in enumerate(value)] if isinstance(value, list) else []

    def wholes(self, key: str, *, most: int) -> tuple[int, ...]:
        """Return a list of whole numbers from zero."""
        return tuple(
            whole(entry, where, self.findings, default=0, least=0, most=most) for where, entry in self.items(key)
        )

    def windows(self, key: str) -> tuple[TimeWindow, ...]:
        """Return a list of time windows in order of time."""
        return tuple(sorted(window(entry, where, self.findings) for where, entry in self.items(key)))

    def per_type(self, key: str) -> tuple[tuple[str, int], ...]:
        """Return seconds per vehicle type."""
        value = self.raw(key)
        if value is None:
            return ()
        inner = Fields(value, f"{self.where}.{key}", self.findings)
        names = list(value) if isinstance(value, dict) else []
        return tuple((name, inner.whole(name, 0, most=SECONDS)) for name in names)

    def done(self, *ignored: str) -> None:
        """Warn of every key that nobody asked for; `ignored` are known and mean nothing here."""
        for key in self._value:
            if key not in self._seen and key not in ignored:
                where = f"{self.where}.{key}" if self.where else key
                self.findings.warnings.append(f"unknown key {where}: it is not read")


def whole(value: object, where: str, findings: Findings, *, default: int, least: int, most: int) -> int:
    """Return a whole number, or the default with a fault noted."""
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        findings.fault("type", where, f"A whole number is needed, here is {_show(value)}.", "Write a whole number.")
    elif isinstance(value, float) and not isfinite(value):
        findings.fault("not_a_number", where, f"{value} is no number.", "Write a whole number.")
    elif value != int(value):
        findings.fault("not_whole", where, f"{value} is not whole.", "Round it to seconds, metres or smallest money.")
    elif value < least:
        code = "negative" if value < 0 else "range"
        findings.fault(code, where, f"{_show(value)} is less than {least}.", f"Give at least {least}.")
    elif value > most:
        findings.fault(
            "overflow", where, f"{_show(value)} is above {most}.", "Choose larger units or correct the number."
        )
    else:
        return int(value)
    return default


def window(value: object, where: str, findings: Findings) -> TimeWindow:
    """Return a time window [begin, end]."""
    if not isinstance(value, list) or len(value) != 2:
        findings.fault("type", where, f"A window is [begin, end], here is {_show(value)}.", "Write two seconds.")
        return (0, HORIZON)
    begin = whole(value[0], f"{where}[0]", findings, default=0, least=0, most=SECONDS)
    end = whole(value[1], f"{where}[1]", findings, default=HORIZON, least=0, most=SECONDS)
    if end < begin:
        findings.fault("window_order", where, f"The window ends at {end} before it begins at {begin}.", "Swap them.")
        return (0, HORIZON)
    return (begin, end)


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"

"""What the hand may do against a rule, by setting and family of rules: blocked, warned of, or accepted with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dispatch.errors import RefusedError
from dispatch.solver.checker import Violation

Verdict = Literal["fine", "warn", "reason", "block"]
STRICTNESS: tuple[Verdict, ...] = ("fine", "warn", "reason", "block")
FAMILY = {
    "window": "window",
    "transit": "window",
    "shift": "shift",
    "load": "load",
    "skill": "skill",
    "dock": "dock",
    "breaks": "breaks",
    "limits": "limits",
    "trips": "trips",
    "complete": "customer",
    "visits": "customer",
    "quantity": "customer",
}
"""The checker's rule → its family; a rule that is in none (goods that do not exist, roads that are not driven) blocks."""


class RuleBrokenError(RefusedError):
    """An edit breaks a rule, and nobody has said that it is meant."""

    code = "rule_broken"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the planner has answered: that the warning is read, and why the rule is broken."""

    given: bool = False
    reason: str = ""


def verdict(broken: Iterable[Violation], rules: Mapping[Any, str]) -> Verdict:
    """The strictest of what the setting says of the broken rules; `fine` where none is broken."""
    found: list[Verdict] = ["fine"]
    for one in broken:
        said = rules.get(FAMILY.get(one.rule, ""), "block")
        found.append(next(each for each in STRICTNESS if each == said))
    return max(found, key=STRICTNESS.index)


def require_consent(broken: Iterable[Violation], rules: Mapping[Any, str], consent: Consent) -> None:
    """Refuse an edit that breaks a rule without what the setting asks for it.

    Raises
    ------
    RuleBrokenError
        When the rule blocks, the warning was not answered, or the reason is missing.
    """
    told = tuple(broken)
    found = verdict(told, rules)
    if found == "fine" or (found == "warn" and consent.given) or (found == "reason" and consent.reason.strip()):
        return
    hint = {"warn": "Confirm it.", "reason": "Say why."}.get(found, "Choose another place.")
    raise RuleBrokenError(f"This breaks a rule ({told[0].rule}: {told[0].detail}).", hint)

"""Equipment: what every vehicle lacks for a call, and calls parted so that one line does not hold back the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dispatch.fleet.queries import VehicleRow
from dispatch.planning.due import DueLine
from dispatch.planning.fleet_days import VehicleDay, is_admitted, words_of
from dispatch.planning.portions import Call


@dataclass(frozen=True, slots=True)
class Lack:
    """Why no vehicle can serve a call.

    Attributes
    ----------
    words
        Equipment that no admitted vehicle has, or that none has together.
    max_kg
        The site's limit, where it takes part in the reason.
    rule
        `skill`: nobody has it; `skill_weight`: no vehicle is light enough; `skill_light`: no light enough one has it;
        `skill_together`: no vehicle has all of it.
    """

    rule: str
    words: tuple[str, ...] = ()
    max_kg: int | None = None


def lack_of(call: Call, fleet: Iterable[VehicleDay]) -> Lack | None:
    """What keeps every vehicle from a call; None when one of them will do."""
    rows = [one.row for one in fleet]
    wanted, limit = words_of(call), call.face.max_vehicle_kg
    nobody = sorted(word for word in wanted if not any(word in row.skills for row in rows))
    if nobody:
        return Lack("skill", tuple(nobody))
    admitted = [row for row in rows if is_admitted(call, row)]
    if not admitted:
        return Lack("skill_weight", max_kg=limit)
    if any(wanted <= set(row.skills) for row in admitted):
        return None
    missing = sorted(word for word in wanted if not any(word in row.skills for row in admitted))
    if missing:
        return Lack("skill_light", tuple(missing), limit)
    return Lack("skill_together", tuple(sorted(wanted)))


def apart(calls: Iterable[Call], fleet: Sequence[VehicleDay]) -> list[Call]:
    """Part a call that no vehicle can serve whole, so that what some vehicle can bring is not held back by the rest.

    Orders to be delivered complete stay whole. The services ride with the larger part.
    """
    found: list[Call] = []
    for call in calls:
        if call.is_complete or len(call.goods) < 2 or lack_of(call, fleet) is None:
            found.append(call)
            continue
        together = max((_served(call, one.row) for one in fleet), key=len, default=())
        if not together:
            found.append(call)
            continue
        found.append(replace(call, goods=together))
        rest = tuple(line for line in call.goods if line not in together)
        found.extend(apart([replace(call, goods=rest, services=())], fleet))
    return found


def _served(call: Call, row: VehicleRow) -> tuple[DueLine, ...]:
    """The goods of a call that one vehicle can bring."""
    if not is_admitted(call, row) or not set(call.face.site_skills) <= set(row.skills):
        return ()
    return tuple(line for line in call.goods if set(line.row.product_skills) <= set(row.skills))

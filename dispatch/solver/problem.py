"""What is to be planned: visits, goods, vehicles, docks and supply, in whole seconds, metres and units of money.

All times count from one axis (several days are one axis, a vehicle per day). A window includes both ends and says when
service may begin. The classes only hold values; `dispatch.solver.files` validates what comes from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Id = int | str
TimeWindow = tuple[int, int]
HORIZON = 10**10
"""Latest second of any clock in the solver (the year 2286 as an absolute time): what has no end, ends here."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What can have left by when: cumulative units of a product by second, non-decreasing.

    `location` is the depot that the goods belong to, `None` where any depot draws on the same supply. A product
    without supply is unlimited; one with located supplies only is absent from the depots it does not name.
    """

    product: str
    steps: tuple[tuple[int, int], ...]
    location: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One ordered product of a visit: `amount` is the load of one unit in each dimension of capacity.

    Delivered in total: nothing, all, or at least `min_quantity` in steps of `multiple`. `unit_penalty` is money per
    unit left out; `None`: leaving one out is worse than any cost.
    """

    id: Id
    product: str
    quantity: int
    amount: tuple[int, ...] = ()
    min_quantity: int = 1
    multiple: int = 1
    unit_penalty: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One place to serve, with its goods, windows and needs.

    `release_s` and `max_transit_s` are relative to the trip: goods cannot leave before the first; service begins at
    most the second after the departure. `penalty` is the price of leaving out a visit without lines, `None`: worse
    than any cost. The `*_per_type` pairs replace service and setup for vehicles of a `type`.
    """

    id: Id
    location: int
    service_s: int = 0
    setup_s: int = 0
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    windows: tuple[TimeWindow, ...] = ()
    lines: tuple[Line, ...] = ()
    all_or_nothing: bool = False
    max_visits: int = 1
    release_s: int = 0
    max_transit_s: int | None = None
    penalty: int | None = None
    locked: bool = False
    description: str = ""
    service_per_type: tuple[tuple[str, int], ...] = ()
    setup_per_type: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ShipmentEnd:
    """Where a shipment is picked up or handed over."""

    id: Id
    location: int
    service_s: int = 0
    setup_s: int = 0
    windows: tuple[TimeWindow, ...] = ()
    description: str = ""
    service_per_type: tuple[tuple[str, int], ...] = ()
    setup_per_type: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods fetched at one place and brought to another by the same vehicle, in this order."""

    pickup: ShipmentEnd
    delivery: ShipmentEnd
    amount: tuple[int, ...] = ()
    skills: frozenset[int] = frozenset()
    priority: int = 0
    penalty: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of `service_s` seconds that begins in one of its windows."""

    id: Id
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class VehicleCosts:
    """Money: per used vehicle, per hour of driving, per hour of setup and service, per kilometre."""

    fixed: int = 0
    per_hour: int = 3600
    per_task_hour: int = 0
    per_km: int = 0


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle for one shift. `load_at` are further places where it may load between trips (its start always).

    `max_travel_s` limits its driving, `max_duration_s` the time from its start to its end, waiting included.
    """

    id: Id
    start: int | None
    end: int | None
    profile: str = "car"
    capacity: tuple[int, ...] = ()
    shift: TimeWindow = (0, HORIZON)
    skills: frozenset[int] = frozenset()
    breaks: tuple[Break, ...] = ()
    costs: VehicleCosts = field(default_factory=VehicleCosts)
    max_trips: int = 1
    loading_s: int = 0
    load_at: tuple[int, ...] = ()
    max_tasks: int | None = None
    max_travel_s: int | None = None
    max_distance_m: int | None = None
    speed_factor: float = 1.0
    type: str = ""
    description: str = ""
    max_duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class Dock:
    """How many vehicles load at once at a place; a place without docks has room for all."""

    location: int
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Seconds and metres from place to place (int64, n × n); `costs` replaces durations in the money of driving."""

    durations: NDArray[np.int64]
    distances: NDArray[np.int64]
    costs: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class IncumbentRoute:
    """A vehicle's trips in the plan in force: visit ids in driving order."""

    vehicle: Id
    trips: tuple[tuple[Id, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan is made from and judged by."""

    visits: tuple[Visit, ...]
    vehicles: tuple[Vehicle, ...]
    shipments: tuple[Shipment, ...] = ()
    products: tuple[Supply, ...] = ()
    docks: tuple[Dock, ...] = ()
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    incumbent: tuple[IncumbentRoute, ...] = ()
    change_penalty: int = 0

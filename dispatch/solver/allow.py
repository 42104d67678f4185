"""How much of the plan in force a replan may change, from everything to nothing but insertions.

| Level | What the plan in force keeps |
|---|---|
| `all` | only what is locked; what else changes pays `change_penalty` |
| `trucks` | every stop its vehicle |
| `sequences` | every stop its vehicle, and the order of the vehicle's stops |
| `insert` | every stop its vehicle, trip and order, as if all were locked |

A level holds for the stops that can still be served as the plan in force has it. Those that cannot (their vehicle has
broken down, their window has passed) are free; below `insert` a stop may also be left out for something worth more.
"""

from typing import Literal, get_args

Allow = Literal["all", "trucks", "sequences", "insert"]
ALLOW: tuple[Allow, ...] = get_args(Allow)

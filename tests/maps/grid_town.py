"""A town of five streets by five, 200 m apart, as an OpenStreetMap extract: what a van may and a truck may not.

4  ●───●───●───●───●     Street 2 (across the middle) is closed to heavy vehicles (hgv=no).
   │   │   │   │   │     Avenue 2 has a bridge that admits 3.5 m (maxheight=3.5), north of street 2.
2  ●═══●═══●═══●═══●     Avenue 0 is a pedestrian street, so that nothing drives there.
   │   │   │   │   │
0  ●───●───●───●───●     All other streets: residential, signed 50 km/h.
   0       2       4
"""

from pathlib import Path

from maps.places import Place

SOUTH, WEST = 46.0, 3.0
NORTHWARD, EASTWARD = 200 / 111_195, 200 / (111_195 * 0.69466)


def corner(street: float, avenue: float) -> Place:
    """Where a street (counted from the south) meets an avenue (from the west)."""
    return Place(round(SOUTH + street * NORTHWARD, 6), round(WEST + avenue * EASTWARD, 6))


def write_grid_town(path: Path) -> Path:
    """Write the town as OSM XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
    for street in range(5):
        for avenue in range(5):
            place = corner(street, avenue)
            lines.append(
                f'<node id="{_node(street, avenue)}" version="1" lat="{place.latitude}" lon="{place.longitude}"/>'
            )
    for street in range(5):
        tags = {"highway": "residential", "maxspeed": "50", "name": f"Rue {street}"}
        lines += _way(100 + street, [_node(street, avenue) for avenue in range(5)], tags | _closed(street))
    for avenue in range(1, 5):
        tags = {"highway": "residential", "maxspeed": "50", "name": f"Avenue {avenue}"}
        lines += _way(200 + avenue, [_node(street, avenue) for street in range(3)], tags)
        low = {"maxheight": "3.5"} if avenue == 2 else {}
        lines += _way(300 + avenue, [_node(street, avenue) for street in range(2, 5)], tags | low)
    lines += _way(400, [_node(street, 0) for street in range(5)], {"highway": "pedestrian"})
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _node(street: int, avenue: int) -> int:
    return 1 + street * 10 + avenue


def _closed(street: int) -> dict[str, str]:
    return {"hgv": "no"} if street == 2 else {}


def _way(number: int, nodes: list[int], tags: dict[str, str]) -> list[str]:
    return [
        f'<way id="{number}" version="1">',
        *(f'<nd ref="{node}"/>' for node in nodes),
        *(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items()),
        "</way>",
    ]

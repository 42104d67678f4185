"""How cost grows with size: drawn instances of 100 to 10,000 stops in the same time, as a table and a picture."""

import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench import published
from bench.published import Row

SIZES = (100, 300, 1000, 3000, 10000)
SERIES = (("ours", "Tournée", "#1d6fa5"), ("pyvrp", "PyVRP", "#c2571a"))
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 380, 70, 30, 20, 50


def rows(seconds: float, seed: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Run an instance of each size; from 10,000 stops on three times as long, for reading takes its share there."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / f"CVRP-{size:05}.vrp").write_text(_drawn(size, seed), encoding="utf-8")
            lasts = seconds if size < SIZES[-1] else 3 * seconds
            yield from published.rows(Path(folder), "", lasts, seed, tell, peers=("pyvrp",))


def table(found: list[Row]) -> str:
    """Write cost, cost per stop and wall time by size."""
    lines = ["| Stops | Tournée | per stop | wall s | PyVRP | Tournée ÷ PyVRP |", "|--:|--:|--:|--:|--:|--:|"]
    for row in found:
        ours, theirs, stops = row["ours"], row.get("pyvrp"), row["stops"]
        cells = ["–" if not isinstance(cost, float) else f"{cost:.0f}" for cost in (ours, theirs)]
        each = f"{ours / stops:.1f}" if isinstance(ours, float) and isinstance(stops, int) else "–"
        ratio = f"{ours / theirs:.4f}" if isinstance(ours, float) and isinstance(theirs, float) else ""
        lines.append(f"| {stops} | {cells[0]} | {each} | {row['wall']} | {cells[1]} | {ratio} |")
    return "\n".join(lines)


def plot(found: list[Row], seconds: float) -> str:
    """Draw cost against stops, both axes logarithmic, as SVG."""
    lines = {
        key: [(float(str(row["stops"])), cost) for row in found if isinstance(cost := row.get(key), float)]
        for key, _, _ in SERIES
    }
    costs = [cost for points in lines.values() for _, cost in points] or [1.0, 10.0]
    low, high = 10 ** math.floor(math.log10(min(costs))), 10 ** math.ceil(math.log10(max(costs)))

    def x(stops: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(stops / SIZES[0]) / math.log(SIZES[-1] / SIZES[0])

    def y(cost: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(cost / low) / math.log(high / low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f"<title>Cost by number of stops after {seconds:g} s (10,000: {3 * seconds:g} s)</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for stops in SIZES:
        parts.append(f'<path d="M{x(stops):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        anchor = "end" if stops == SIZES[-1] else "middle"
        parts.append(f'<text x="{x(stops):.1f}" y="{HEIGHT - 30}" text-anchor="{anchor}">{stops:,}</text>')
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        parts.append(f'<path d="M{LEFT} {y(10**power):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    parts.append(f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">stops</text>')
    parts.append(f'<text x="{LEFT - 8}" y="18">cost after {seconds:g} s (10,000 stops: {3 * seconds:g} s)</text>')
    for number, (key, name, colour) in enumerate(SERIES):
        corners = " ".join(f"{x(stops):.1f},{y(cost):.1f}" for stops, cost in lines[key])
        dashes = ' stroke-dasharray="7 5"' if number else ""
        parts.append(f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2.5"{dashes}/>')
        parts += [f'<circle cx="{x(s):.1f}" cy="{y(c):.1f}" r="4" fill="{colour}"/>' for s, c in lines[key]]
        parts.append(f'<text x="{LEFT + 20}" y="{TOP + 24 + 20 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(size: int, seed: int) -> str:
    draw = np.random.default_rng(seed * 1_000_003 + size)
    nodes = [(500, 500), *draw.integers(0, 1001, (size, 2)).tolist()]
    demands = draw.integers(1, 101, size).tolist()
    lines = [
        "TYPE : CVRP",
        f"DIMENSION : {size + 1}",
        "EDGE_WEIGHT_TYPE : EUC_2D",
        "CAPACITY : 650",
        "NODE_COORD_SECTION",
    ]
    lines += [f"{number} {east} {north}" for number, (east, north) in enumerate(nodes, 1)]
    lines += ["DEMAND_SECTION", "1 0", *(f"{number} {demand}" for number, demand in enumerate(demands, 2))]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF"]) + "\n"

"""Published instances: `dispatch solve` and every peer that can state the family, the same wall time, one after another."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

from bench.peers import STATED
from dispatch.solver.checker import violations
from dispatch.solver.errors import SolverError
from dispatch.solver.files import Loaded, read_plan, read_problem
from dispatch.solver.files.sol_file import required_visits

PEERS = ("pyvrp", "vroom", "ortools")
Row = dict[str, object]


def rows(
    folder: Path, only: str, seconds: float, seed: int, tell: Callable[[str], None], peers: tuple[str, ...] = PEERS
) -> Iterator[Row]:
    """Run every instance of a folder whose name contains a text (a regular expression)."""
    for path in sorted([*folder.glob("*.vrp"), *folder.glob("*.txt")]):
        if re.search(only, path.name):
            row = _row(path, seconds, seed, peers)
            tell(json.dumps(row))
            yield row


def _row(path: Path, seconds: float, seed: int, peers: tuple[str, ...]) -> Row:
    family = "VRPTW" if path.suffix == ".txt" else path.name.split("-")[0]
    loaded = read_problem(path)
    row: Row = {"instance": path.stem, "family": family, "stops": len(loaded.problem.visits)}
    best = path.with_suffix(".sol")
    row["best"] = read_plan(loaded, best).cost if best.exists() else None
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "answer.sol"
        command = [sys.executable, "-m", "dispatch.solver", "solve", str(path), "--out", str(out)]
        begun = time.monotonic()
        done = subprocess.run(
            [*command, "--time-limit", f"{seconds:g}", "--seed", str(seed)],
            capture_output=True,
            text=True,
            timeout=3 * seconds + 60,
            check=False,
        )
        row["wall"] = round(time.monotonic() - begun, 1)
        row["ours"] = _cost(loaded, out)
        bound = re.search(r"Bound (\d+)", done.stdout)
        row["bound"] = float(bound[1]) if bound else None
    for peer in peers:
        row[peer] = _peer(peer, path, seconds, seed) if family in STATED[peer] and path.suffix == ".vrp" else None
    return row


def _cost(loaded: Loaded, out: Path) -> float | None:
    """Cost of our answer, None where it is none or breaks a rule."""
    try:
        plan = read_plan(loaded, out)
    except (OSError, SolverError):
        return None
    right = not violations(loaded.problem, plan) and not required_visits(loaded.problem, plan)
    return plan.cost if right else None


def _peer(peer: str, path: Path, seconds: float, seed: int) -> float | None:
    command = [sys.executable, "-m", "bench.peers", peer, str(path), f"{seconds:g}", str(seed)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3 * seconds + 30, check=False)
        found = json.loads(done.stdout or "null")
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return float(found[0]) if found and found[1] else None


def table(found: list[Row]) -> str:
    """Write costs side by side, then the mean of each family."""
    lines = [
        "| Instance | Stops | Best known | Tournée | wall s | its bound | PyVRP | VROOM | OR-Tools |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in found:
        best = row["best"]
        cells = [_gap(row.get(name), best) for name in ("ours", "bound", *PEERS)]
        shown = "" if best is None else f"{best:.0f}"
        lines.append(
            f"| {row['instance']} | {row['stops']} | {shown} | {cells[0]} | {row['wall']} | {' | '.join(cells[1:])} |"
        )
    lines += ["", "| Family | Tournée ÷ PyVRP | ÷ VROOM | ÷ OR-Tools |", "|---|--:|--:|--:|"]
    ratios: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        for peer in PEERS:
            ours, theirs = row["ours"], row.get(peer)
            if isinstance(ours, float) and isinstance(theirs, float) and theirs:
                ratios[str(row["family"])][peer].append(ours / theirs)
                ratios["all"][peer].append(ours / theirs)
    for family, of in ratios.items():
        lines.append(f"| {family} | " + " | ".join(f"{mean(of[p]):.4f}" if of[p] else "" for p in PEERS) + " |")
    return "\n".join(lines)


def _gap(cost: object, best: object) -> str:
    if not isinstance(cost, float):
        return "–"
    return f"{cost:.0f}" if not isinstance(best, float) else f"{cost:.0f} ({100 * (cost / best - 1):+.2f} %)"

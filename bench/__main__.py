"""`python -m bench`: everything side by side in one go, written to docs/benchmarks.md with machine, versions, commands."""

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import published, rich_days

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
MEASURED = "<!-- measured: all below is written by `make bench` -->"


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="holds vrp/ and rich/")
    parser.add_argument("--time", type=float, default=10.0, help="seconds per published instance and solver")
    parser.add_argument("--rich-time", type=float, default=30.0, help="seconds per rich day")
    parser.add_argument("--ablation-time", type=float, default=15.0, help="seconds per search of the ablation")
    parser.add_argument("--only", default="", help="published instances whose name contains this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=PAGE)
    a = parser.parse_args()
    parts = [_machine(a), "## Rich days", rich_days.table(a.data / "rich", a.rich_time, a.seed, _tell)]
    parts += [
        f"### What each part is worth ({a.ablation_time:g} s on one core)",
        rich_days.ablation(a.data / "rich", a.ablation_time, a.seed, _tell),
    ]
    found = list(published.rows(a.data / "vrp", a.only, a.time, a.seed, _tell))
    parts += [f"## Published instances ({a.time:g} s each, one after another)", published.table(found)]
    kept = a.out.read_text(encoding="utf-8").split(MEASURED)[0] if a.out.exists() else "# Benchmarks\n\n"
    a.out.write_text(f"{kept}{MEASURED}\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


def _machine(a: argparse.Namespace) -> str:
    names = ("tournee", "ortools", "pyvrp", "pyvroom", "numpy")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    options = f"--time {a.time:g} --rich-time {a.rich_time:g} --ablation-time {a.ablation_time:g} --seed {a.seed}"
    options += f" --only {a.only}" if a.only else ""
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} at {commit.stdout.strip() or '?'}: {os.cpu_count()} cores "
        f"({platform.machine()}, {platform.system()}), load {load} when it began; Python {platform.python_version()}, "
        f"{versions}. Command: `python -m bench {options}`."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())

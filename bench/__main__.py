"""`python -m bench`: everything side by side in one go, written to docs/benchmarks.md with machine, versions, commands.

Each part stands between marks of its own, so that one can be measured anew without the others (`--parts published`).
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import growth, published, rich_days

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = ("rich", "published", "growth")


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="holds vrp/ and rich/")
    parser.add_argument("--time", type=float, default=10.0, help="seconds per published instance and solver")
    parser.add_argument("--rich-time", type=float, default=30.0, help="seconds per rich day")
    parser.add_argument("--ablation-time", type=float, default=15.0, help="seconds per search of the ablation")
    parser.add_argument("--growth-time", type=float, default=20.0, help="seconds per drawn instance and solver")
    parser.add_argument("--parts", default=",".join(PARTS), help="which of them to measure, by commas")
    parser.add_argument("--only", default="", help="published instances whose name contains this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=PAGE)
    a = parser.parse_args()
    measure = {"rich": _rich, "published": _published, "growth": _growth}
    for part in a.parts.split(","):
        began = _machine(a)
        title, *texts = measure[part](a)
        _write(a.out, part, "\n\n".join([title, began, *texts]))
    return 0


def _rich(a: argparse.Namespace) -> list[str]:
    folder = a.data / "rich"
    return [
        "## Rich days",
        rich_days.table(folder, a.rich_time, a.seed, _tell),
        f"### What each part is worth ({a.ablation_time:g} s on one core)",
        rich_days.ablation(folder, a.ablation_time, a.seed, _tell),
    ]


def _published(a: argparse.Namespace) -> list[str]:
    found = list(published.rows(a.data / "vrp", a.only, a.time, a.seed, _tell))
    return [f"## Published instances ({a.time:g} s each, one after another)", published.table(found)]


def _growth(a: argparse.Namespace) -> list[str]:
    found = list(growth.rows(a.growth_time, a.seed, _tell))
    picture = a.out.parent / "growth.svg"
    picture.write_text(growth.plot(found, a.growth_time), encoding="utf-8")
    return [
        f"## Growth ({a.growth_time:g} s each, {3 * a.growth_time:g} s at 10,000 stops)",
        f"Stops drawn evenly over a square, ten to fifteen on a tour.\n\n![Cost per stop]({picture.name})",
        growth.table(found),
    ]


def _write(page: Path, part: str, text: str) -> None:
    """Put a part's text between its marks, in the order of the parts; the rest of the page stays."""
    old = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n"
    head, *pieces = re.split(r"<!-- measured: (\w+) -->\n", old)
    texts = {name: body.strip() for name, body in zip(pieces[::2], pieces[1::2], strict=True)} | {part: text}
    marked = [f"<!-- measured: {name} -->\n\n{texts[name]}" for name in PARTS if name in texts]
    page.write_text("\n\n".join([head.strip(), *marked]) + "\n", encoding="utf-8")


def _machine(a: argparse.Namespace) -> str:
    names = ("tournee", "ortools", "pyvrp", "pyvroom", "numpy")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    options = f"--time {a.time:g} --rich-time {a.rich_time:g} --ablation-time {a.ablation_time:g}"
    options += f" --growth-time {a.growth_time:g} --seed {a.seed} --parts {a.parts}"
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

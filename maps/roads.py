"""Build road graphs from an OpenStreetMap extract: OSRM's extract and contract, once per vehicle profile."""

import datetime as dt
import hashlib
import importlib.metadata
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maps.errors import RoadsBuildError
from maps.osrm_engine import load_osrm
from maps.road_data import BASE_NAME, RoadData, write_road_data
from maps.router import PROFILES

__all__ = ["BuildProgress", "build_roads"]

_OUR_PROFILES = Path(__file__).parent / "profiles"
_ENDINGS = (".osm.pbf", ".osm.bz2", ".osm")


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Which step begins: `extract` or `contract` of a profile, number `step` of `steps`."""

    profile: str
    task: str
    step: int
    steps: int

    def __str__(self) -> str:
        return f"{self.profile}: {self.task} ({self.step}/{self.steps})"


def build_roads(
    pbf: Path,
    out: Path,
    profiles: Sequence[str] = PROFILES,
    on_progress: Callable[[BuildProgress], None] | None = None,
) -> list[RoadData]:
    """Build a graph per profile under `out`, replacing older ones only when the new ones are whole.

    Parameters
    ----------
    pbf
        An OpenStreetMap extract: .osm.pbf, .osm.bz2 or .osm.
    profiles
        Names of the profiles shipped with this package, `van` and `truck`.

    Raises
    ------
    RoadEngineMissingError
        If OSRM is not installed.
    RoadsBuildError
        If the extract is missing, unreadable or holds no road for a profile.
    """
    tools = Path(load_osrm().__file__).parent
    if not pbf.is_file() or not pbf.name.endswith(_ENDINGS):
        raise RoadsBuildError(f"{pbf.name} is not an extract.", f"Give a file that ends in {', '.join(_ENDINGS)}.")
    unknown = sorted(set(profiles) - set(PROFILES))
    if unknown:
        raise RoadsBuildError(f"There is no profile {', '.join(unknown)}.", f"There are {', '.join(PROFILES)}.")
    out.mkdir(parents=True, exist_ok=True)
    built = []
    with _workshop(out, tools) as workshop:
        for number, profile in enumerate(profiles):
            tell = _teller(on_progress, profile, number, len(profiles))
            built.append(_build(pbf, out, profile, tools, workshop, tell))
    return built


def _build(
    pbf: Path, out: Path, profile: str, tools: Path, workshop: Path, tell: Callable[[str, int], None]
) -> RoadData:
    folder = workshop / "built" / profile
    folder.mkdir(parents=True)
    lua = workshop / "profiles" / f"{profile}.lua"
    base = folder / BASE_NAME
    tell("extract", 1)
    _run([tools / "bin" / "osrm-extract", "-p", lua, "-o", base.with_suffix(""), pbf], pbf.name)
    tell("contract", 2)
    _run([tools / "bin" / "osrm-contract", base], pbf.name)
    digest = _digest(pbf, lua)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    write_road_data(RoadData(profile, folder, pbf.name, digest, today))
    _replace(folder, out / profile, workshop / f"old-{profile}")
    return RoadData(profile, out / profile, pbf.name, digest, today)


@contextmanager
def _workshop(out: Path, tools: Path) -> Iterator[Path]:
    """Lend a folder on the same disk, with OSRM's profile library and our profiles side by side, as Lua wants them."""
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out) as name:
        workshop = Path(name)
        shutil.copytree(tools / "share" / "profiles", workshop / "profiles")
        for lua in _OUR_PROFILES.glob("*.lua"):
            shutil.copy(lua, workshop / "profiles" / lua.name)
        yield workshop


def _run(command: Sequence[Path | str], extract: str) -> None:
    """Run one of OSRM's tools itself (not `python -m osrm`, whose child would outlive it)."""
    words = [str(word) for word in command] + ["--verbosity", "WARNING"]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603  our own words
    if done.returncode != 0:
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).strip().splitlines()
        raise RoadsBuildError(
            f"OSRM could not make roads of {extract}: {said[-1] if said else f'status {done.returncode}'}",
            "Is it a whole OpenStreetMap extract with roads in it? Large ones need memory: several times their size.",
        )


def _replace(new: Path, place: Path, aside: Path) -> None:
    if place.exists():
        place.rename(aside)
    new.rename(place)


def _digest(pbf: Path, lua: Path) -> str:
    whole = hashlib.sha256(importlib.metadata.version("osrm-bindings").encode())
    for path in (pbf, lua):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _teller(
    on_progress: Callable[[BuildProgress], None] | None, profile: str, number: int, count: int
) -> Callable[[str, int], None]:
    def tell(task: str, step: int) -> None:
        if on_progress is not None:
            on_progress(BuildProgress(profile, task, 2 * number + step, 2 * count))

    return tell

"""A built road graph on disk: a folder per profile with OSRM's files and a small manifest that says what they are."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from maps.errors import RoadsMissingError

__all__ = ["BASE_NAME", "RoadData", "read_road_data", "write_road_data"]

BASE_NAME = "roads.osrm"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class RoadData:
    """What a graph was made of.

    Parameters
    ----------
    profile
        `van` or `truck`.
    folder
        Where its files lie.
    extract
        File name of the OpenStreetMap extract.
    digest
        SHA-256 over extract, vehicle profile and engine version: the same digest gives the same answers.
    built_on
        ISO date.
    """

    profile: str
    folder: Path
    extract: str
    digest: str
    built_on: str

    @property
    def base(self) -> Path:
        """The base name that OSRM wants; no file has exactly this name."""
        return self.folder / BASE_NAME


def read_road_data(road_dir: Path, profile: str) -> RoadData:
    """Find the graph of a profile.

    Raises
    ------
    RoadsMissingError
        If it was not built, or its manifest cannot be read.
    """
    folder = road_dir / profile
    hint = "Build it: dispatch roads build EXTRACT.osm.pbf --out FOLDER."
    try:
        values = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return RoadData(profile, folder, str(values["extract"]), str(values["digest"]), str(values["built_on"]))
    except FileNotFoundError:
        raise RoadsMissingError(f"No road graph has been built for the profile {profile!r}.", hint) from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise RoadsMissingError(f"The manifest of the road graph {profile!r} cannot be read: {error}.", hint) from error


def write_road_data(data: RoadData) -> None:
    """Write the manifest beside the files."""
    values = {name: value for name, value in asdict(data).items() if name not in {"folder", "profile"}}
    (data.folder / _MANIFEST).write_text(json.dumps(values, indent=1), encoding="utf-8")

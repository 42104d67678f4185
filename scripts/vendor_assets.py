"""Fetch the browser assets that the console serves itself: named files and the licence of pinned npm packages.

Run it after changing a version, look at the difference, commit the result::

    python scripts/vendor_assets.py

Nothing of this runs when the console is installed or started; the files and ``manifest.json`` (SHA-256 of each) are committed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "dispatch" / "web" / "static" / "vendor"


@dataclass(frozen=True)
class Asset:
    """One npm package: where it goes, and which of its files (path in the package → name here)."""

    folder: str
    package: str
    version: str
    licence: str
    files: dict[str, str]


ASSETS = (
    Asset("htmx", "htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Asset(
        "leaflet",
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css", "LICENSE": "LICENSE"},
    ),
    Asset(
        "inter",
        "@fontsource-variable/inter",
        "5.2.5",
        "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
            "LICENSE": "LICENSE",
        },
    ),
)


def main() -> None:
    """Fetch every asset and write the manifest."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the assets; install it, or keep the committed files.")
    manifest: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for asset in ASSETS:
            archive = _pack(npm, asset, Path(folder))
            manifest[asset.folder] = {
                "package": asset.package,
                "version": asset.version,
                "licence": asset.licence,
                "sha256": _unpack(archive, asset),
            }
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _pack(npm: str, asset: Asset, folder: Path) -> Path:
    name = f"{asset.package}@{asset.version}"
    done = subprocess.run([npm, "pack", name, "--json"], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603  pinned names only
    return folder / json.loads(done.stdout)[0]["filename"]


def _unpack(archive: Path, asset: Asset) -> dict[str, str]:
    target = VENDOR / asset.folder
    target.mkdir(parents=True, exist_ok=True)
    hashes = {}
    with tarfile.open(archive) as tar:
        for inside, name in asset.files.items():
            member = tar.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{asset.package} {asset.version} has no {inside}.")
            data = member.read()
            if name.endswith(".js"):
                data = b"\n".join(line for line in data.splitlines() if not line.startswith(b"//# sourceMappingURL"))
            (target / name).write_bytes(data)
            hashes[name] = hashlib.sha256(data).hexdigest()
    return hashes


if __name__ == "__main__":
    main()

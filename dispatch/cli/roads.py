"""`roads build`: road graphs from an OpenStreetMap extract."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from maps.errors import MapsError
from maps.roads import build_roads


@click.group("roads")
def roads_command() -> None:
    """Road graphs for real distances."""


@roads_command.command("build")
@click.argument("pbf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of the graphs.")
def build_command(pbf: Path, out: Path) -> None:
    """Build the van and the truck graph of an extract (.osm.pbf)."""
    try:
        build_roads(pbf, out, on_progress=lambda message: click.echo(message, err=True))
    except MapsError as error:
        click.echo(f"{error.code}: {error.detail}", err=True)
        click.echo(f"  → {error.hint}", err=True)
        sys.exit(1)
    click.echo(f"{out}: set DISPATCH_ROUTER=osrm and DISPATCH_ROAD_DIR={out}")

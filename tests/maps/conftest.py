"""A road graph of the grid town, built once."""

import pytest

from maps.roads import build_roads
from tests.maps.grid_town import write_grid_town


@pytest.fixture(scope="session")
def grid_roads(tmp_path_factory):
    """The folder of the town's road graphs, van and truck."""
    folder = tmp_path_factory.mktemp("grid")
    build_roads(write_grid_town(folder / "town.osm"), folder / "roads")
    return folder / "roads"

"""The tour shows pictures that are there, small, and all of them."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 150_000


def test_every_picture_of_the_tour_is_there_described_small_and_used() -> None:
    shown = dict(re.findall(r"!\[([^\]]*)\]\(pictures/([^)]+)\)", (DOCS / "tour.md").read_text(encoding="utf-8")))
    files = {path.name: path for path in (DOCS / "pictures").iterdir()}
    assert set(shown.values()) == set(files)
    assert all(len(words) > 10 for words in shown)
    for path in files.values():
        assert path.stat().st_size < MOST_BYTES
        with Image.open(path) as picture:
            assert picture.width in (390, 1440)

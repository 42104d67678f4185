"""The page of benchmarks: each part is measured alone without touching the others, and the picture is a picture."""

from xml.etree import ElementTree as ET

from bench.__main__ import _write
from bench.growth import _drawn, plot, table
from bench.published import table as published_table
from dispatch.solver.files.vrplib_file import parse_vrplib

FOUND = [
    {
        "instance": "a",
        "family": "CVRP",
        "stops": n,
        "best": 100.0,
        "ours": 10.0 * n,
        "wall": 1.0,
        "bound": 95.0,
        "pyvrp": 11.0 * n,
    }
    for n in (100, 1000, 10000)
]


def test_a_part_is_replaced_in_its_place_and_the_rest_stays(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nWords.\n")
    for part, text in (("published", "two"), ("rich", "one"), ("published", "new")):
        _write(page, part, text)
    assert (
        page.read_text()
        == "# Page\n\nWords.\n\n<!-- measured: rich -->\n\none\n\n<!-- measured: published -->\n\nnew\n"
    )


def test_tables_say_gaps_bounds_and_ratios():
    assert "| 1000 (+900.00 %) | 1.0 | 95 (-5.00 %) |" in published_table(FOUND)
    assert "| CVRP | 0.9091 |" in published_table(FOUND)
    assert "| 100 | 1000 | 10.0 | 1.0 | 1100 | 0.9091 |" in table(FOUND)


def test_the_picture_of_growth_has_a_line_for_each_solver():
    picture = ET.fromstring(plot(FOUND, 10))
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2


def test_a_drawn_instance_can_be_read():
    assert len(parse_vrplib(_drawn(30, 1)).visits) == 30

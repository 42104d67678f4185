"""The group of commands: every name leads somewhere, and the solver starts without the rest of the house."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from dispatch.cli.group import COMMANDS, main


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    answer = CliRunner().invoke(main, [name, "--help"])
    assert answer.exit_code == 0
    assert "Usage:" in answer.output


def test_a_mistyped_command_is_refused() -> None:
    answer = CliRunner().invoke(main, ["plann"])
    assert answer.exit_code == 2
    assert "plann" in answer.output


def test_the_solver_command_loads_neither_the_database_nor_the_console() -> None:
    code = (
        "import sys; from dispatch.cli.group import main; import click; main.get_command(click.Context(main), 'solve'); "
        "print([name for name in ('sqlalchemy', 'flask', 'reportlab', 'folium') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-11-25", "2026-11-25"), ("25/11/2026", "2026-11-25"), ("today", "2026-11-24"), ("tomorrow", "2026-11-25")],
)
def test_a_day_may_be_written_several_ways(text: str, expected: str) -> None:
    from dispatch.cli.context import DAY

    assert DAY.convert(text, None, None).isoformat() == expected


@pytest.mark.parametrize("text", ["mardi", "30/02/2026", "0001-01-01", "9999-12-31"])
def test_a_word_that_is_no_day_is_refused_with_an_example(text: str) -> None:
    from dispatch.cli.context import DAY

    with pytest.raises(click.BadParameter, match="2026-11-25"):
        DAY.convert(text, None, None)

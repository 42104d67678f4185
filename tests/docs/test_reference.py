"""Nothing that outsiders type or read is undocumented."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from dispatch import errors
from dispatch.cli.group import COMMANDS, main
from dispatch.settings import Settings
from dispatch.solver import errors as solver_errors
from maps import errors as maps_errors

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_stands_in_the_reference(name: str) -> None:
    assert f"`DISPATCH_{name.upper()}`" in (REFERENCE / "settings.md").read_text()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_stands_in_the_reference(name: str) -> None:
    text = (REFERENCE / "commands.md").read_text()
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert f"## `dispatch {name}" in text
    section = text.split(f"## `dispatch {name}", 1)[1].split("\n## ", 1)[0]
    for part in getattr(command, "commands", {"": command}).values():
        options = [
            option
            for parameter in part.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
            if option.startswith("--")
        ]
        missing = [option for option in options if option not in section and option != "--json"]
        assert not missing


def _codes(module: object) -> list[str]:
    found = {
        value.__dict__["code"]
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Exception) and "code" in value.__dict__
    }
    return sorted(code for code in found if isinstance(code, str) and code)


@pytest.mark.parametrize("code", sorted({*_codes(errors), *_codes(solver_errors), *_codes(maps_errors)}))
def test_every_error_code_stands_in_the_reference(code: str) -> None:
    assert f"`{code}`" in (REFERENCE / "errors.md").read_text()


def test_every_article_of_law_that_is_cited_is_on_the_page_of_the_law() -> None:
    """Code de commerce, code civil, CGI and its annex: an article that nobody has checked is not printed."""
    page = (REFERENCE / "law.md").read_text(encoding="utf-8")
    cited = re.compile(r"\b(?:[LDR]\d{3}-\d+|C\. civ\. \d+|CGI \d+(?: ter)?|242 nonies A)")
    found = {
        article
        for path in (REFERENCE.parents[1] / "dispatch").rglob("*")
        if path.suffix in (".py", ".html")
        for article in cited.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 10
    assert {article for article in found if article not in page} == set()

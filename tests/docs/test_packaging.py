"""What the package declares is what the code uses and ships."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIREMENTS = [
    re.split(r"[\[<>=;]", one)[0].strip()
    for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["einvoice"])
]


def _imported() -> set[str]:
    found = set()
    for folder in ("dispatch", "maps"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add(str(node.module).partition(".")[0])
    return found


@pytest.fixture(scope="module")
def used() -> set[str]:
    modules = _imported()
    return {
        name.lower().replace("_", "-")
        for module, names in packages_distributions().items()
        if module in modules
        for name in names
    }


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_every_declared_dependency_is_imported(requirement: str, used: set[str]) -> None:
    assert requirement.lower() in used


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_every_dependency_is_locked_to_a_version_without_an_address(requirement: str) -> None:
    lock = (ROOT / "constraints.txt").read_text()
    assert re.search(rf"^{re.escape(requirement)}==", lock, re.MULTILINE)
    assert "://" not in lock


def test_the_licence_of_all_that_is_vendored_goes_with_the_package() -> None:
    listed = {path for pattern in PROJECT["license-files"] for path in ROOT.glob(pattern)}
    kept = {path for folder in ("dispatch", "maps") for path in (ROOT / folder).rglob("LICENSE*")}
    assert kept | {ROOT / "LICENSE"} == listed

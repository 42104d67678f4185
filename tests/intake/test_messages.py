"""Every code speaks both languages, and the reference page knows every column and code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dispatch.intake import KINDS
from dispatch.intake.messages import MESSAGES
from dispatch.intake.reference import written

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "import-files.md"
PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("code", MESSAGES)
def test_every_code_has_a_reason_and_a_remedy_in_both_languages_with_the_same_facts(code):
    texts = MESSAGES[code]
    assert set(texts) == {"fr", "en"}
    assert all(reason and remedy for reason, remedy in texts.values())
    french, english = (sorted(set(PLACEHOLDER.findall(" ".join(texts[language])))) for language in ("fr", "en"))
    assert french == english


def test_every_code_in_the_source_has_its_message_and_every_message_is_used():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("dispatch/intake", "dispatch/orders")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "messages" not in path.parts
    )
    called = set(re.findall(r'(?:CellError|FileError|findings\.error|findings\.warn|_error)\(\s*"(\w+)"', source))
    assert called - set(MESSAGES) == set()
    assert {code for code in MESSAGES if f'"{code}"' not in source} == set()


def test_the_reference_page_is_what_the_tables_say():
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), "run python -m dispatch.intake.reference"


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_stands_in_the_reference(kind):
    page = PAGE.read_text(encoding="utf-8")
    section = page.split(f"\n## {kind}\n")[1].split("\n## ")[0]
    for column in KINDS[kind].columns:
        assert f"| `{column.name}` |" in section
        assert column.fr
        assert column.en


def test_examples_can_be_read():
    for kind in KINDS.values():
        for column in kind.columns:
            if column.example:
                column.parse(column.example)

"""`dispatch geocode` asks nobody unless a geocoder is set, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dispatch.cli.group import main
from dispatch.db import Database
from tests import builders


def test_without_a_geocoder_nobody_is_asked(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction("t") as session:
        builders.site(session, builders.customer(session), latitude=None, longitude=None)
    answer = CliRunner().invoke(main, ["--database", database.url, "geocode"])
    assert answer.exit_code == 1
    assert "S1:" in answer.output
    assert "placed 0" in answer.output

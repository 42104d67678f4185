"""Settings: what cannot be used stops the start with the variable's name; where files lie follows the database."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch import settings
from dispatch.errors import SettingsError
from dispatch.secret import secret_file, secret_key

STRONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test names its own variables."""
    monkeypatch.delenv("DISPATCH_NOW")
    monkeypatch.delenv("DISPATCH_DATA_DIR")
    settings.current.cache_clear()


def refusal(**chosen: object) -> str:
    with pytest.raises(SettingsError) as caught:
        settings.load(**chosen)
    assert caught.value.code == "settings"
    assert "Value error" not in caught.value.detail
    return caught.value.detail


def test_the_defaults_need_no_variable() -> None:
    assert settings.load().env == "development"


def test_production_starts_with_a_strong_secret_alone() -> None:
    assert settings.load(env="production", secret=STRONG).env == "production"


@pytest.mark.parametrize(
    ("variable", "chosen"),
    [
        ("DISPATCH_NOW", {"now": "2026-11-25T06:00:00+01:00", "secret": STRONG}),
        ("DISPATCH_DEBUG", {"debug": True, "secret": STRONG}),
        ("DISPATCH_SECRET", {}),
        ("DISPATCH_SECRET", {"secret": STRONG[:-1]}),
    ],
)
def test_production_refuses_what_is_for_demos_and_names_the_variable(variable: str, chosen: dict[str, object]) -> None:
    assert variable in refusal(env="production", **chosen)
    assert settings.load(env="development", **chosen)


def test_a_refused_secret_is_not_repeated_in_the_message() -> None:
    assert "swordfish" not in refusal(env="production", secret="swordfish")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DISPATCH_NOW", "2026-11-25T06:00:00"),
        ("DISPATCH_NOW", "next Tuesday"),
        ("DISPATCH_ENV", "prod"),
        ("DISPATCH_PORT", "0"),
        ("DISPATCH_LEASE_S", "soon"),
        ("DISPATCH_DATABASE_URL", "my database"),
        ("DISPATCH_DATABASE_URL", "mysql://localhost/dispatch"),
        ("DISPATCH_TIMEZONE", "Europe/Atlantis"),
        ("DISPATCH_TIMEZONE", "../../etc/passwd"),
        ("DISPATCH_LANGUAGE", "de"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable):
        settings.current()


def test_a_command_ends_with_one_line_and_code_two(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from dispatch.cli import main; main()", "release", "2026-11-25"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"DISPATCH_ENV": "production", "PYTHONPATH": str(Path(settings.__file__).parents[1]), "PATH": ""},
    )
    assert done.returncode == 2
    assert "DISPATCH_SECRET" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fixed_instant_keeps_its_offset() -> None:
    fixed = settings.load(now="2026-11-25T06:00:00+01:00").now
    assert fixed is not None
    assert fixed.utcoffset() == timedelta(hours=1)


def test_files_lie_in_a_folder_beside_the_sqlite_file(tmp_path: Path) -> None:
    chosen = settings.load(database_url=f"sqlite:///{tmp_path / 'shop.db'}")
    assert chosen.folder == tmp_path / "shop-files"
    assert chosen.roads == tmp_path / "shop-files" / "roads"


def test_two_databases_of_one_folder_share_no_files(tmp_path: Path) -> None:
    first, second = (settings.load(database_url=f"sqlite:///{tmp_path / name}.db") for name in ("one", "two"))
    assert first.folder != second.folder


def test_with_a_server_files_lie_in_the_working_folder() -> None:
    assert settings.load(database_url="postgresql+psycopg://db/dispatch").folder == Path("dispatch-data")
    assert settings.load(database_url="sqlite://").folder == Path("dispatch-data")


def test_a_chosen_folder_wins(tmp_path: Path) -> None:
    assert settings.load(database_url="sqlite:///x.db", data_dir=str(tmp_path)).folder == tmp_path


def test_the_generated_secret_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_DATABASE_URL", f"sqlite:///{tmp_path / 'shop.db'}")
    first = secret_key()
    assert secret_file() == tmp_path / "shop-files" / "secret"
    assert secret_file().stat().st_mode & 0o777 == 0o600
    assert len(first) >= settings.WEAK_SECRET_CHARS
    assert secret_key() == first
    assert [path.name for path in secret_file().parent.iterdir()] == ["secret"]


def test_a_truncated_secret_file_is_an_error_not_a_weak_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_DATA_DIR", str(tmp_path))
    (tmp_path / "secret").write_text("")
    with pytest.raises(SettingsError, match="has 0 characters"):
        secret_key()


def test_a_chosen_secret_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_SECRET", STRONG)
    assert secret_key() == STRONG

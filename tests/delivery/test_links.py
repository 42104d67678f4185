"""QR codes: signed by this installation, read by phone and desk."""

import stat

import pytest

from dispatch import settings
from dispatch.delivery.links import PATH, note_link, read_token, scanned_number, stop_link, tour_link
from dispatch.errors import InvalidInputError, SettingsError
from dispatch.secret import secret_file, secret_key


def token(link: str) -> str:
    return link.rsplit(PATH, 1)[1]


def test_a_link_says_what_it_opens() -> None:
    assert (read_token(token(tour_link(7))).kind, read_token(token(stop_link(8))).key) == ("tour", "8")
    assert note_link("BL-2026-000147").startswith("http://127.0.0.1:8000/d/")


def test_the_desk_types_a_number_or_scans_a_note() -> None:
    assert scanned_number(" bl-2026-000147 ") == "BL-2026-000147"
    assert scanned_number(note_link("BL-2026-000147") + "\n") == "BL-2026-000147"


@pytest.mark.parametrize(
    "text", ["", "147", "BL-2026", "http://127.0.0.1:8000/d/", "BL-2026-000147'; DROP TABLE receipts"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        scanned_number(text)


def test_the_code_of_a_stop_is_no_note() -> None:
    with pytest.raises(InvalidInputError, match="code of a stop"):
        scanned_number(stop_link(8))


def test_one_changed_letter_breaks_the_signature() -> None:
    good = token(note_link("BL-2026-000147"))
    for place in (3, len(good) // 2, len(good) - 4):
        bad = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        with pytest.raises(InvalidInputError):
            read_token(bad)


def test_another_installation_does_not_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    link = note_link("BL-2026-000147")
    monkeypatch.setenv("DISPATCH_SECRET", "x" * 40)
    settings.current.cache_clear()
    with pytest.raises(InvalidInputError):
        scanned_number(link)


def test_the_secret_is_made_once_for_its_owner_alone() -> None:
    first = secret_key()
    assert len(first) >= settings.WEAK_SECRET_CHARS
    assert secret_key() == first
    assert stat.S_IMODE(secret_file().stat().st_mode) == 0o600


def test_a_secret_cut_short_is_refused() -> None:
    secret_key()
    secret_file().write_text("short")
    with pytest.raises(SettingsError, match="5 characters"):
        secret_key()

"""Keep the console's catalogues: collect the French messages, merge them, compile; what has no English yet is listed.

Run it after changing a text, write the missing English into ``messages.po``, run it again, commit both files::

    python scripts/translations.py
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "dispatch" / "web"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The same texts give the same files."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """Every message of the console's code and templates, French as it stands there."""
    catalog = Catalog(project="Tournée", charset="utf-8", fuzzy=False)
    for name, _line, text, comments, context in extract_from_dir(WEB, METHODS, keywords=KEYWORDS):
        catalog.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def catalog_path(language: str) -> Path:
    """Where a language's catalogue is kept."""
    return WEB / "translations" / language / "LC_MESSAGES" / "messages.po"


def load(language: str) -> Catalog:
    """The kept catalogue of a language, empty when there is none yet."""
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[str]:
    """Messages that the language still lacks."""
    kept = load(language)
    return [_first(message) for message in collect() if message.id and not _said(kept.get(message.id))]


def save(language: str, catalog: Catalog) -> None:
    """Write the catalogue and its compiled form."""
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, omit_header=False, no_location=True, width=0)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def main() -> None:
    """Merge, compile, and say what is missing."""
    found = collect()
    for language in ("fr", "en"):
        kept = load(language)
        merged = Catalog(
            locale=language,
            project="Tournée",
            version="1",
            header_comment="# Texts of the console; written by scripts/translations.py.",
            msgid_bugs_address="-",
            last_translator="-",
            language_team="-",
            charset="utf-8",
            fuzzy=False,
            creation_date=EPOCH,
            revision_date=EPOCH,
        )
        for message in found:
            if message.id:
                merged.add(message.id, _text(language, message, kept.get(message.id)))
        save(language, merged)
    for text in missing("en"):
        print(f"no English: {text}")  # noqa: T201  this is a script


def _text(language: str, message: Message, kept: Message | None) -> str | tuple[str, ...]:
    if language == "fr":  # French stands in the code; its catalogue knows that nought is singular
        return message.id if isinstance(message.id, str) else tuple(message.id)
    if _said(kept):
        assert kept is not None
        return kept.string if isinstance(kept.string, str) else tuple(kept.string)
    return "" if isinstance(message.id, str) else ("", "")


def _said(message: Message | None) -> bool:
    if message is None:
        return False
    return bool(message.string) if isinstance(message.string, str) else all(message.string)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


if __name__ == "__main__":
    main()

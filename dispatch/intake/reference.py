"""The reference of the import files, written from the same tables as the parser: ``python -m dispatch.intake.reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from dispatch.intake.columns import Column, Kind
from dispatch.intake.kinds import KINDS
from dispatch.intake.messages import MESSAGES
from dispatch.intake.messages.about_cells import ABOUT_CELLS
from dispatch.intake.messages.about_doubts import ABOUT_DOUBTS
from dispatch.intake.messages.about_files import ABOUT_FILES
from dispatch.intake.messages.about_rules import ABOUT_RULES

BEGIN, END = "<!-- begin: written by dispatch.intake.reference -->", "<!-- end -->"
WARNED_FILES = ("unknown_column", "no_rows")


def written(page: str) -> str:
    """The page with the part between the marks written anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def tables() -> str:
    """Columns of every kind and the codes of all problems, as Markdown."""
    parts = [_kind(kind) for kind in KINDS.values()]
    errors = {**ABOUT_FILES, **ABOUT_CELLS, **ABOUT_RULES}
    parts.append(_codes("Errors / Erreurs", [code for code in errors if code not in WARNED_FILES]))
    parts.append(_codes("Warnings / Avertissements", [*WARNED_FILES, *ABOUT_DOUBTS]))
    return "\n".join(parts)


def _kind(kind: Kind) -> str:
    lines = [
        f"## {kind.name}",
        "",
        f"{kind.en} *{kind.fr}*",
        "",
        f"One row per {' + '.join(f'`{name}`' for name in kind.key)}." if kind.key else "One row only.",
        "",
        "| Column | Required | Content | Contenu | Example |",
        "|---|---|---|---|---|",
        *(_column(column) for column in kind.columns),
        "",
    ]
    return "\n".join(lines)


def _column(column: Column) -> str:
    needed = "yes" if column.required else ("keeps" if column.keep else "")
    example = f"`{column.example}`" if column.example else ""
    return f"| `{column.name}` | {needed} | {column.en} | {column.fr} | {example} |"


def _codes(title: str, codes: list[str]) -> str:
    rows = [f"| `{code}` | {MESSAGES[code]['en'][0]} | {MESSAGES[code]['fr'][0]} |" for code in codes]
    return "\n".join([f"## {title}", "", "| Code | Reason | Motif |", "|---|---|---|", *rows, ""])


def main(path: str) -> None:
    """Write the page anew."""
    page = Path(path)
    page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs/reference/import-files.md")

"""What an import finds: every error and warning, with row, column, value, reason and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from dispatch.intake.messages import say

Severity = Literal["error", "warning"]
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing about one row; the header is row 1, and problems of the file itself stand there too."""

    severity: Severity
    code: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str
    subject: str = ""
    """Business key of what the row is about."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with errors it did nothing."""

    kind: str
    file_name: str
    row_count: int
    created: int
    changed: int
    unchanged: int
    errors: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    dry_run: bool = False
    batch_id: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether the file has no error."""
        return not self.errors


class CellError(Exception):
    """A cell that cannot be read: the code of the message and its facts."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass
class Findings:
    """Collects the problems of one file in the reader's language."""

    language: str
    errors: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    bad_rows: set[int] = field(default_factory=set)
    """Numbers of the rows that have an error."""

    def error(
        self, code: str, row: int = 1, column: str = "", value: str = "", subject: str = "", **params: Any
    ) -> None:
        """Note an error: the file will not be taken."""
        self.errors.append(self._problem("error", code, row, column, value, subject, params))
        self.bad_rows.add(row)

    def warn(
        self, code: str, row: int = 1, column: str = "", value: str = "", subject: str = "", **params: Any
    ) -> None:
        """Note a doubt: the row is taken and somebody should look."""
        self.warnings.append(self._problem("warning", code, row, column, value, subject, params))

    def _problem(
        self, severity: Severity, code: str, row: int, column: str, value: str, subject: str, params: dict[str, Any]
    ) -> RowProblem:
        reason, remedy = say(code, self.language, {"column": column, "value": value, "subject": subject, **params})
        return RowProblem(severity, code, row, column, value[:LONGEST_VALUE], reason, remedy, subject[:64])

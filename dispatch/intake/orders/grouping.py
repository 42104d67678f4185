"""Rows become orders: repeated rows count once, lines of one order must agree on what belongs to the order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dispatch.intake.columns import Row
from dispatch.intake.findings import Findings

SHARED = (
    "customer", "site", "customer_reference", "origin", "kind", "framework", "deal", "partial", "priority", "status",
)  # fmt: skip
"""Columns that belong to the order; each line keeps its own date."""


@dataclass(slots=True)
class Group:
    """The rows of one order; `shared` holds what they agree on."""

    reference: str
    rows: list[Row] = field(default_factory=list)
    shared: dict[str, Any] = field(default_factory=dict)
    repeats: int = 0

    @property
    def first(self) -> Row:
        """The row where problems of the whole order are reported."""
        return self.rows[0]


def group_rows(rows: list[Row], findings: Findings) -> dict[str, Group]:
    """Orders by reference, in the order of the file."""
    groups: dict[str, Group] = {}
    seen: dict[tuple[str, int], Row] = {}
    for row in rows:
        reference, line_no = row.values["order"], row.values["line"]
        group = groups.setdefault(reference, Group(reference))
        earlier = seen.setdefault((reference, line_no), row)
        if earlier is row:
            group.rows.append(row)
        elif earlier.values == row.values:
            group.repeats += 1
        else:
            column = next(name for name, value in earlier.values.items() if row.values.get(name) != value)
            findings.error(
                "conflicting_rows",
                row=row.number,
                column=column,
                value=row.raw.get(column, ""),
                subject=row.subject,
                other=earlier.number,
            )
    for group in groups.values():
        _agree(group, findings)
    return groups


def _agree(group: Group, findings: Findings) -> None:
    """Take what most lines say; who differs has the error."""
    for column in SHARED:
        if column not in group.first.values:
            continue
        said = Counter(row.values[column] for row in group.rows)
        value, _count = said.most_common(1)[0]
        group.shared[column] = value
        if len(said) == 1:
            continue
        spokesman = next(row for row in group.rows if row.values[column] == value)
        for row in group.rows:
            if row.values[column] != value and row.number not in findings.bad_rows:
                findings.error(
                    "lines_differ",
                    row=row.number,
                    column=column,
                    value=row.raw[column],
                    subject=row.subject,
                    order=group.reference,
                    other=spokesman.number,
                    expected=spokesman.raw[column],
                )

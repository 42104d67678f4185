"""The rule of rows that hold between two days: the last is not before the first."""

from __future__ import annotations

from typing import Any

from dispatch.intake.columns import Row
from dispatch.intake.findings import Findings
from dispatch.intake.upsert import Attributes


def check_forward(
    row: Row, attributes: Attributes, stored: Any, findings: Findings, first: str = "valid_from", last: str = "valid_to"
) -> None:
    """Note an error where the last day lies before the first."""
    begin, end = (attributes[name] if name in attributes else getattr(stored, name, None) for name in (first, last))
    if begin is not None and end is not None and end < begin:
        findings.error(
            "ends_before_start",
            row=row.number,
            column=last,
            value=row.raw.get(last, ""),
            subject=row.subject,
            first=begin,
        )

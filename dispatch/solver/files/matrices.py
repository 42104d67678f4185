"""Travel matrices of a problem file: square, whole, non-negative, every pair of places joined."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.files.fields import Fields
from dispatch.solver.findings import Findings
from dispatch.solver.problem import Matrix

LARGEST = 10**9


def read_matrices(value: object, findings: Findings) -> dict[str, Matrix]:
    """Read `matrices` by profile; distances default to durations (VROOM's habit)."""
    top = Fields(value if value is not None else {}, "matrices", findings)
    profiles = list(value) if isinstance(value, dict) else []
    found = {}
    for profile in profiles:
        fields = Fields(top.raw(profile), f"matrices.{profile}", findings)
        if not fields.has("durations"):
            where = f"matrices.{profile}.durations"
            findings.fault("missing", where, "The durations are missing.", "Give seconds from place to place.")
            continue
        durations = _square(fields.raw("durations"), f"matrices.{profile}.durations", findings)
        if durations is None:
            continue
        distances = costs = None
        if fields.has("distances"):
            distances = _square(fields.raw("distances"), f"matrices.{profile}.distances", findings, len(durations))
        if fields.has("costs"):
            costs = _square(fields.raw("costs"), f"matrices.{profile}.costs", findings, len(durations))
        fields.done()
        found[profile] = Matrix(durations, durations if distances is None else distances, costs)
    return found


def _square(value: Any, where: str, findings: Findings, size: int | None = None) -> NDArray[np.int64] | None:
    rows = value if isinstance(value, list) else []
    want = len(rows) if size is None else size
    if len(rows) != want or any(not isinstance(row, list) or len(row) != want for row in rows):
        widths = sorted({len(row) if isinstance(row, list) else -1 for row in rows})
        cause = f"It has {len(rows)} rows with {widths} entries, {want} × {want} are needed."
        findings.fault("matrix_size", where, cause, "Give one row and one column per place.")
        return None
    try:
        table = np.array(rows, dtype=float).reshape(want, want)
    except (TypeError, ValueError, OverflowError):
        findings.fault("type", where, "An entry is no number.", "Write whole numbers only.")
        return None
    checks = (
        ("unreachable", np.isnan(table), "no road leads there", "Remove the place or give it a way."),
        ("negative", table < 0, "it is negative", "Give zero or more."),
        ("overflow", table > LARGEST, f"it is above {LARGEST}", "Remove the place or correct the number."),
        ("not_whole", (table != np.floor(table)) & np.isfinite(table), "it is not whole", "Round the entries."),
    )
    for code, wrong, cause, action in checks:
        if wrong.any():
            i, j = (int(k) for k in np.argwhere(wrong)[0])
            what = f"From place {i} to place {j} {cause} ({rows[i][j]}); {int(wrong.sum())} such entries."
            findings.fault(code, f"{where}[{i}][{j}]", what, action)
            return None
    return table.astype(np.int64)

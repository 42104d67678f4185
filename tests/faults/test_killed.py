"""A process killed anywhere leaves an installation that holds, and the same request then gives the same answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak import times

pytestmark = pytest.mark.soak

POINTS = times(10)

Found = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def murders(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What was found after every death, per work."""
    folder, project = tmp_path_factory.mktemp("murders"), Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(folder), str(POINTS)],
        check=True,
        capture_output=True,
        text=True,
        cwd=project,
        env={**os.environ, "DISPATCH_NOW": "2026-11-24T08:00:00+01:00", "DISPATCH_DATA_DIR": str(folder / "data")},
    )
    found: Found = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("work", ["keep_scan", "confirm_note", "deliver_by_phone"])
def test_whoever_is_killed_leaves_nothing_half_done_and_a_retry_ends_the_work(work: str, murders: Found) -> None:
    assert murders[work] == {"killed": POINTS, "faults": 0, "acknowledged_and_lost": 0, "retry_differs": 0}


@pytest.mark.parametrize("work", ["row_before_bytes", "receipt_then_trigger"])
def test_the_same_murders_find_fault_with_work_in_the_wrong_order(work: str, murders: Found) -> None:
    """The negative control: a name before its bytes, a receipt and its trigger in two transactions."""
    assert murders[work]["faults"] >= 1

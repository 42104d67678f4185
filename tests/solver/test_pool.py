"""Searches on a pool: a process pool, and a Dask cluster on loopback that loses a worker halfway."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from dispatch.solver import solve, violations
from dispatch.solver.errors import ClusterError
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.pool import cluster
from tests.solver.planted import planted_day

DAY = planted_day(5, arms=4, stops=4)


def test_a_process_pool_searches_and_the_plan_is_right() -> None:
    problem = parse_vroom(DAY.problem).problem
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        plan = solve(problem, time_limit_s=6, jobs=2, pool=pool, explain=False)
    assert violations(problem, plan) == []
    assert DAY.cost - 1 <= plan.cost <= 1.02 * DAY.cost


def test_a_pool_whose_workers_all_fail_still_leaves_the_first_plan() -> None:
    class Broken:
        def submit(self, work: Any, /, *arguments: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(RuntimeError("no worker"))
            return future

    problem = parse_vroom(DAY.problem).problem
    begun = time.monotonic()
    plan = solve(problem, time_limit_s=2, jobs=2, pool=Broken(), explain=False)
    assert time.monotonic() - begun < 4
    assert plan.routes
    assert violations(problem, plan) == []


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers on loopback."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduling = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    working = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", *scheduling], **quiet)]  # type: ignore[call-overload]
    try:
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", *working]
        started.extend(subprocess.Popen(worker, **quiet) for _ in range(2))  # type: ignore[call-overload]
        yield file, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_mid_solve_gives_the_plan(
    workers: tuple[Path, list[subprocess.Popen[bytes]]],
) -> None:
    file, processes = workers
    problem = parse_vroom(DAY.problem).problem
    begun, killed = time.monotonic(), list[float]()

    def kill_one() -> bool:
        if not killed and time.monotonic() - begun > 3:
            processes[0].kill()
            killed.append(time.monotonic())
        return False

    with cluster(str(file)) as (pool, _):
        begun = time.monotonic()
        plan = solve(problem, time_limit_s=10, jobs=2, pool=pool, explain=False, should_stop=kill_one)
        took = time.monotonic() - begun
    assert killed
    assert processes[0].wait(5) != 0
    assert took < 12
    assert violations(problem, plan) == []
    assert DAY.cost - 1 <= plan.cost <= 1.02 * DAY.cost


def test_a_cluster_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"none\.json"), cluster(str(tmp_path / "none.json")):
        pass

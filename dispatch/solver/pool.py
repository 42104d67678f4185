"""Where searches run: anything shaped like an executor of `concurrent.futures`, on this machine or on a cluster.

By default the engines start children of their own, which they can kill. A pool is for what lies beyond: a
`ProcessPoolExecutor` that a caller keeps warm, or workers of a Dask scheduler on other machines. Nothing that a pool
does can lose a plan: the caller holds the best one, and a worker that dies costs the round that it was in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from dispatch.solver.errors import ClusterError


class Future(Protocol):
    """What a pool promises; the standard library's and Dask's are both of this shape."""

    def done(self) -> bool:
        """Whether it has ended, well or badly."""

    def result(self, timeout: float | None = None) -> Any:
        """What it gave, or raise what it raised."""

    def cancel(self) -> Any:
        """Do not begin it, if it has not begun."""


class Pool(Protocol):
    """Runs functions that can be imported by name; arguments and results are pickled."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any) -> Future:
        """Begin the work as soon as a worker is free."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Pool, int]]:
    """Give the workers of a Dask scheduler (`tcp://host:8786`, or the path of a scheduler file), and their number.

    Raises
    ------
    ClusterError
        Where the extra `cluster` is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError("Dask is not installed.", "Install the extra: pip install 'tournee[cluster]'.") from error
    where = {"address": address} if "://" in address else {"scheduler_file": address}
    if "scheduler_file" in where and not Path(address).is_file():  # Dask would wait for it for ever
        raise ClusterError(f"There is no scheduler file {address}.", "Start the scheduler, or check the path.")
    try:
        client: Any = Client(**where, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"No scheduler answers at {address} ({error}).", "Start it, or check the address."
        ) from error
    try:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        yield _Impure(client), max(1, workers)
    finally:
        client.close()


class _Impure:
    """Dask keeps one result for the same function and arguments; a search is asked twice on purpose."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def submit(self, work: Callable[..., Any], /, *arguments: Any) -> Future:
        future: Future = self.client.submit(work, *arguments, pure=False, retries=1)
        return future

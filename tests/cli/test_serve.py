"""An empty installation is opened: the link that is printed leads to the console that is served."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

COMMAND = [sys.executable, "-m", "dispatch.cli"]


@dataclass(frozen=True)
class Console:
    """What `init` and `serve --port` said, and the port."""

    port: int
    first: str
    second: str
    environment: dict[str, str]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A served installation that was empty a moment ago."""
    folder = tmp_path_factory.mktemp("serve")
    environment = {**os.environ, "DISPATCH_DATABASE_URL": f"sqlite:///{folder}/dispatch.db"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    first = subprocess.run([*COMMAND, "init"], env=environment, capture_output=True, text=True, check=True).stdout
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    second = server.stdout.readline() + server.stdout.readline()
    try:
        yield Console(port, first, second, environment)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        server.stdout.close()


def test_the_links_of_init_and_serve_open_the_console_on_its_port(console: Console) -> None:
    assert f"http://127.0.0.1:{console.port}\n" in console.second
    link = re.search(r"http://\S+/login/\S+", console.second)
    earlier = re.search(r"http://[^/]+(/login/\S+)", console.first)
    assert link
    assert earlier
    assert link[0].startswith(f"http://127.0.0.1:{console.port}/login/")
    for address in (link[0], f"http://127.0.0.1:{console.port}{earlier[1]}"):
        assert b"<form" in _page(address)


def test_a_port_that_is_taken_is_said_in_one_line(console: Console) -> None:
    done = subprocess.run(
        [*COMMAND, "serve", "--port", str(console.port)],
        env=console.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert f"port {console.port}" in done.stderr
    assert "--port" in done.stderr
    assert "/login/" not in done.stdout


def _page(address: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(address)

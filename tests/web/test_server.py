from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from dispatch.db import Database

SERVE = "from dispatch import settings; from dispatch.db import Database; from dispatch.web.server import serve; s = settings.current(); serve(Database(s.database_url), s)"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_waitress_serves_the_console_and_does_not_say_what_it_is(database: Database) -> None:
    port = free_port()
    environment = {**os.environ, "DISPATCH_DATABASE_URL": database.url, "DISPATCH_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-c", SERVE], env=environment)
    try:
        answer = None
        for _ in range(150):
            try:
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        assert answer is not None
        with answer:
            assert answer.read() == b'{"status":"ready"}\n'
            assert "Server" not in answer.headers
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)

"""One HTTP request for JSON that cannot hurt: whole-answer deadline, size cap, no redirect, no proxy, strict JSON."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

from maps.errors import MapsSettingsError, ServiceAnswerError, ServiceDownError, ServiceSlowError

__all__ = ["checked_url", "fetch_json"]

_CHUNK_BYTES = 65_536


def checked_url(url: str) -> str:
    """Give back a server's address without its trailing slash.

    Raises
    ------
    MapsSettingsError
        If it is not a plain http or https address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MapsSettingsError(
            f"{url!r} is not an address: {error}.", "Give one such as http://localhost:5000."
        ) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or parts.query or parts.fragment:
        raise MapsSettingsError(f"{url!r} is not the address of a server.", "Give one such as http://localhost:5000.")
    if parts.username is not None or any(ord(character) <= 32 for character in url):
        raise MapsSettingsError("A server's address holds no user name and no blank.", "Keys have their own setting.")
    return url.rstrip("/")


def fetch_json(
    url: str,
    *,
    deadline: float,
    max_bytes: int,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Ask once and read the answer as JSON.

    Parameters
    ----------
    url
        http or https. Only this host is ever asked: a redirect is an error, the environment's proxies are ignored.
    deadline
        On `time.monotonic()`: when the last byte must have come. A server that dribbles is cut off, too.
    max_bytes
        A longer answer is refused, from its header where it says its length.
    body
        Sent as JSON by POST; without it the request is a GET.

    Raises
    ------
    ServiceDownError, ServiceSlowError, ServiceAnswerError
    """
    parts = urlsplit(url)
    payload = None if body is None else json.dumps(body, allow_nan=False).encode()
    sent = {"Accept": "application/json", "User-Agent": "tournee", **(headers or {})}
    if payload is not None:
        sent["Content-Type"] = "application/json"
    left = deadline - time.monotonic()
    if left <= 0:
        raise ServiceSlowError(f"{parts.netloc} was not asked: the time is used up.", "Raise the time-out.")
    connection = _connection(parts, left)
    watch = _Watch(left)
    try:
        connection.connect()
        watch.start(connection.sock)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET" if payload is None else "POST", target, body=payload, headers=sent)
        with connection.getresponse() as response:
            content = _read(response, max_bytes, parts.netloc)
        if watch.fired:
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as error:
        _explain(error, parts.netloc, late=watch.fired or time.monotonic() >= deadline)
    finally:
        watch.cancel()
        connection.close()
    return _parse(content, parts.netloc)


class _Watch:
    """Cuts a connected socket when its time is over, whatever the server is doing."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def start(self, line: socket.socket) -> None:
        self._line = line
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.fired = True
        if self._line is not None:
            with contextlib.suppress(OSError):  # closed already: nothing to cut
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # the socket's, below TLS, which would wait


def _connection(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout_s)


def _read(response: http.client.HTTPResponse, max_bytes: int, host: str) -> bytes:
    if 300 <= response.status < 400:
        raise ServiceAnswerError(f"{host} redirects elsewhere, which is not followed.", "Set the final address.")
    if response.status >= 400:
        word = response.read(200).decode("utf-8", "replace")
        raise ServiceDownError(f"{host} answers with status {response.status}: {word!r}.", "Look at the server.")
    if (response.length or 0) > max_bytes:
        raise ServiceAnswerError(f"{host} wants to send {response.length} bytes, more than {max_bytes}.")
    content = bytearray()
    while chunk := response.read1(_CHUNK_BYTES):
        content += chunk
        if len(content) > max_bytes:
            raise ServiceAnswerError(f"{host} sends more than {max_bytes} bytes.")
    if response.length:
        raise http.client.IncompleteRead(bytes(content), response.length)
    return bytes(content)


def _explain(error: Exception, host: str, *, late: bool) -> NoReturn:
    if isinstance(error, TimeoutError) or late:
        raise ServiceSlowError(
            f"{host} did not finish in time.", "Raise the time-out or look at the server."
        ) from error
    raise ServiceDownError(
        f"{host} cannot be reached: {str(error) or type(error).__name__}.", "Is it running?"
    ) from error


def _parse(content: bytes, host: str) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ServiceAnswerError(f"{host} did not answer with JSON.") from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are not JSON

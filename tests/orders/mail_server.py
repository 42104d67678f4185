"""A real SMTP server on a port of this machine, for tests: it speaks the protocol, keeps what it gets, and refuses on demand."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """Keeps mails in `mails`; recipients in `unknown` get 550, `busy` answers the next so many mails with 451."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.busy = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, name="smtp", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: object) -> None:
        def say(text: str) -> None:
            stream.write(f"{text}\r\n".encode())  # type: ignore[attr-defined]
            stream.flush()  # type: ignore[attr-defined]

        say("220 test")
        while line := stream.readline():  # type: ignore[attr-defined]
            command = line.decode().strip().upper()
            if command.startswith("QUIT"):
                say("221 bye")
                return
            if command.startswith("RCPT"):
                address = line.decode().partition("<")[2].partition(">")[0]
                say("550 no such user" if address in self.unknown else "250 ok")
            elif command.startswith("DATA"):
                if self.busy:
                    self.busy -= 1
                    say("451 try later")
                    continue
                say("354 go on")
                data = b""
                while (piece := stream.readline()) not in (b".\r\n", b""):  # type: ignore[attr-defined]
                    data += piece[1:] if piece.startswith(b"..") else piece
                self.mails.append(message_from_bytes(data, policy=policy.default))  # type: ignore[arg-type]
                say("250 kept")
            else:
                say("250 ok")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs until the block ends."""
    server = MailServer()
    try:
        yield server
    finally:
        server.close()

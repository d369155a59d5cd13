"""A mail server for tests: takes every message a worker hands over, slowly if told so, and remembers them in order."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What was delivered, in order; `seconds_each` is how long it thinks over a message before it takes it."""

    url: str = ""
    seconds_each: float = 0
    delivered: list[EmailMessage] = field(default_factory=list)

    def ids(self) -> list[str]:
        """Return the Message-IDs in the order of delivery."""
        return [str(mail["Message-ID"]) for mail in list(self.delivered)]


class _Session(socketserver.StreamRequestHandler):
    """One connection: as much of SMTP as a client needs to deliver."""

    server: _Server

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            match line[:4].upper().strip():
                case b"DATA":
                    self._say("354 go on")
                    self._take()
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                time.sleep(self.server.mails.seconds_each)
                mail = message_from_bytes(b"".join(lines), policy=policy.default)
                self.server.mails.delivered.append(mail)  # type: ignore[arg-type]  # the policy makes it one
                self._say("250 taken")
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    mails: MailServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker killed in mid-sentence is what these tests are about."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.mails = MailServer(f"smtp://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.mails
        finally:
            server.shutdown()
            thread.join()

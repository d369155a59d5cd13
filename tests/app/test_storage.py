"""Files in a folder and in a bucket: the same words of use, the same answers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from app.config import Settings, WrongSetting
from app.storage import Storage, open_storage
from tests.with_app import settings_for

CONTENT = b"evidence " * 300_000


class Bucket(BaseHTTPRequestHandler):
    """The four requests of S3 a file needs, on objects in memory, for signed requests only."""

    objects: dict[str, bytes]
    puts: list[str]

    def do_PUT(self) -> None:  # the server library's own name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_signed():
            self.objects[self.path] = body
            self.puts.append(self.path)
            self._answer(200)

    def do_GET(self) -> None:
        if self._is_signed():
            found = self.objects.get(self.path)
            self._answer(200, found) if found is not None else self._answer(404, MISSING)

    def do_HEAD(self) -> None:
        if self._is_signed():
            self._answer(200 if self.path in self.objects else 404)

    def do_DELETE(self) -> None:
        if self._is_signed():
            self.objects.pop(self.path, None)
            self._answer(204)

    def _is_signed(self) -> bool:
        if "Credential=the-key/" in self.headers.get("Authorization", ""):
            return True
        self._answer(403)
        return False

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


MISSING = b"<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>"


@pytest.fixture
def bucket() -> Iterator[tuple[str, type[Bucket]]]:
    handler = type("OneBucket", (Bucket,), {"objects": {}, "puts": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://the-key:the-secret@127.0.0.1:{server.server_port}/lertrat/files?region=th", handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, bucket: tuple[str, type[Bucket]], tmp_path: Path) -> Storage:
    return open_storage(settings(tmp_path, bucket[0] if request.param == "bucket" else None))


def settings(folder: Path, s3_url: str | None) -> Settings:
    return settings_for("sqlite://", folder, s3_url=s3_url)


def test_bytes_come_back_under_their_hash(store: Storage) -> None:
    sha256, size = store.put(BytesIO(CONTENT))
    with store.open(sha256) as stream:
        assert (sha256, size, stream.read()) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), CONTENT)


def test_putting_twice_changes_nothing(store: Storage) -> None:
    assert store.put(BytesIO(CONTENT)) == store.put(BytesIO(CONTENT))


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", ""])
def test_what_is_not_there_is_not_found(store: Storage, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.open(name)


def test_deleting_is_for_good_and_twice_is_fine(store: Storage) -> None:
    sha256, _size = store.put(BytesIO(CONTENT))
    store.delete(sha256)
    store.delete(sha256)
    with pytest.raises(FileNotFoundError):
        store.open(sha256)


def test_a_bucket_is_sent_the_same_bytes_once(bucket: tuple[str, type[Bucket]], tmp_path: Path) -> None:
    store = open_storage(settings(tmp_path, bucket[0]))
    sha256, _size = store.put(BytesIO(CONTENT))
    store.put(BytesIO(CONTENT))
    assert bucket[1].puts == [f"/lertrat/files/{sha256[:2]}/{sha256[2:4]}/{sha256}"]


@pytest.mark.parametrize("url", ["bucket", "https://host/bucket", "ftp://a:b@host/bucket", "https://a:b@host"])
def test_a_wrong_address_is_one_clear_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as wrong:
        open_storage(settings(tmp_path, url))
    assert str(wrong.value) == "LERTRAT_S3_URL must look like https://KEY:SECRET@host/bucket."

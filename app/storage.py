"""Where files lie: by their SHA-256 in a local folder, or in an S3-compatible bucket."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from app.config import Settings, WrongSetting

CHUNK = 1 << 20
_BUCKET = re.compile(r"https?://[^/@]+:[^/@]+@[^/@]+/[^/?]+.*")


class Storage(Protocol):
    """Keeps bytes under their SHA-256; putting the same bytes twice changes nothing."""

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Store the stream; return its SHA-256 and size in bytes."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open stored bytes for reading; raise FileNotFoundError if there are none."""
        ...

    def delete(self, sha256: str) -> None:
        """Remove stored bytes; nothing happens if there are none."""
        ...


class FolderStorage:
    """Files under one folder, two levels deep by the first digits of their hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not sha256.isalnum():
            raise FileNotFoundError(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Write beside the place and rename, so that a half-written file is never seen."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as part:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        path = self._path(digest.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(part.name).replace(path)
        return digest.hexdigest(), size

    def open(self, sha256: str) -> BinaryIO:
        """Open the file; raise FileNotFoundError if there is none."""
        return self._path(sha256).open("rb")

    def delete(self, sha256: str) -> None:
        """Remove the file if it is there."""
        self._path(sha256).unlink(missing_ok=True)


def open_storage(settings: Settings) -> Storage:
    """Open the storage the settings name: the local folder unless a bucket is given."""
    if settings.s3_url is None:
        return FolderStorage(settings.var_folder / "files")
    return _open_bucket(settings.s3_url)


def _open_bucket(url: str) -> Storage:
    """Load the module of the optional package only here, so that installations without it start."""
    if not _BUCKET.fullmatch(url):
        raise WrongSetting("LERTRAT_S3_URL must look like https://KEY:SECRET@host/bucket.")
    try:
        module = importlib.import_module("app.storage_s3")
    except ModuleNotFoundError as fault:
        raise WrongSetting("LERTRAT_S3_URL is set, but the package boto3 is not installed (extra s3).") from fault
    bucket: Storage = module.open_bucket(url)
    return bucket

"""Files in an S3-compatible bucket; loaded only where the settings name one, for it needs an extra package."""

from __future__ import annotations

import hashlib
import tempfile
from typing import Any, BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CHUNK = 1 << 20
_IN_MEMORY = 8 << 20
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class BucketStorage:
    """Bytes in one bucket, named by their hash below an optional prefix."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket, self.prefix = client, bucket, prefix

    def _key(self, sha256: str) -> str:
        if len(sha256) != 64 or not sha256.isalnum():
            raise FileNotFoundError(sha256)
        return f"{self.prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Read the stream to its end for its hash, then send it, unless the bucket has it already."""
        digest, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            key = self._key(digest.hexdigest())
            if not self._has(key):
                copy.seek(0)
                self.client.put_object(Bucket=self.bucket, Key=key, Body=copy, ContentLength=size)
        return digest.hexdigest(), size

    def _has(self, key: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as fault:
            if _is_missing(fault):
                return False
            raise
        return True

    def open(self, sha256: str) -> BinaryIO:
        """Fetch the file to read it from its beginning; raise FileNotFoundError if there is none."""
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))["Body"]
        except ClientError as fault:
            if _is_missing(fault):
                raise FileNotFoundError(sha256) from fault
            raise
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the caller closes it
        with body:
            for chunk in body.iter_chunks(CHUNK):
                copy.write(chunk)
        copy.seek(0)
        return copy  # type: ignore[return-value]  # a spooled file reads like any binary file

    def delete(self, sha256: str) -> None:
        """Remove the file if it is there."""
        self.client.delete_object(Bucket=self.bucket, Key=self._key(sha256))


def _is_missing(fault: ClientError) -> bool:
    return str(fault.response.get("Error", {}).get("Code")) in _MISSING


def open_bucket(url: str) -> BucketStorage:
    """Open the bucket that `https://KEY:SECRET@host[:port]/bucket[/prefix][?region=name]` names."""
    parts = urlsplit(url)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    client = boto3.client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
        aws_access_key_id=unquote(parts.username or ""),
        aws_secret_access_key=unquote(parts.password or ""),
        region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        config=Config(
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",  # others than Amazon know no newer checksums
            response_checksum_validation="when_required",
            retries={"max_attempts": 4, "mode": "standard"},
        ),
    )
    return BucketStorage(client, bucket, f"{prefix}/" if prefix else "")

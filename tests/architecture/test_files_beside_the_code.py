"""What lies beside the code: lock files that name no host, pages that leave no template behind."""

from __future__ import annotations

from tests.architecture.source import PROJECT


def test_no_lock_file_names_a_host() -> None:
    lock_files = sorted(PROJECT.glob("*.lock"))
    assert [path.name for path in lock_files] == ["requirements-dev.lock", "requirements-s3.lock", "requirements.lock"]
    assert [path.name for path in lock_files if "://" in path.read_text(encoding="utf-8")] == []


def test_every_locked_package_carries_its_hashes() -> None:
    for path in sorted(PROJECT.glob("*.lock")):
        entries = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []

"""Why a file is not accepted: one plain sentence for whoever attached it."""

from __future__ import annotations


class FileRefused(Exception):
    """The file may not be kept. The message is an English sentence that the application translates."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

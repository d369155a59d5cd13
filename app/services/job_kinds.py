"""Every kind of long work and who does it."""

from __future__ import annotations

from app.services.jobs import Work

WORK: dict[str, Work] = {}
